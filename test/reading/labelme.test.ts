import { describe, expect, it } from 'vitest'
import { encodeBilevelPng } from '../../src/formats/shared/png.ts'
import { decodeRle } from '../../src/model/rle.ts'
import { only, readFiles } from './read.ts'

function labelmeOf(shapes: readonly object[], rest: object = {}): string {
  return JSON.stringify({
    version: '5.5.0',
    flags: {},
    shapes,
    imagePath: 'a.jpg',
    imageData: null,
    imageHeight: 100,
    imageWidth: 200,
    ...rest,
  })
}

describe('labelme', () => {
  it('reads each kind of shape', async () => {
    const points = [
      [20, 10],
      [60, 50],
    ]
    const shapes = ['rectangle', 'circle', 'line', 'point'].map((shape_type) => ({
      label: 'x',
      shape_type,
      points: shape_type === 'point' ? points.slice(0, 1) : points,
    }))
    const polygon = {
      label: 'y',
      shape_type: 'polygon',
      points: [...points, [20, 50]],
      flags: { occluded: true, cut: false },
      group_id: 4,
    }
    const read = await readFiles({ 'x/a.json': labelmeOf([...shapes, polygon], { flags: { blurred: true } }) })
    expect(read.reader).toBe('labelme')
    expect(only(read.tasks).data).toEqual({ image: 'a.jpg', width: 200, height: 100 })
    expect(read.results.map(({ id, type }) => [id, type])).toEqual([
      ['1', 'rectanglelabels'],
      ['2', 'ellipselabels'],
      ['3', 'vectorlabels'],
      ['4', 'keypointlabels'],
      ['5', 'polygonlabels'],
      ['5', 'number'],
      ['5', 'choices'],
      [undefined, 'choices'],
    ])
    const circle = read.results[1]!.value
    expect([circle.x, circle.y, circle.radiusX, circle.radiusY].map(Number)).toEqual([
      10,
      10,
      expect.closeTo(28.2843),
      expect.closeTo(56.5685),
    ])
    expect(read.told).toEqual([])
  })

  it('X9: finds the image beside the file, and reports shapes that it cannot read', async () => {
    const shapes = [
      {
        label: 'x',
        shape_type: 'mask',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        label: '',
        points: [
          [0, 0],
          [1, 1],
          [0, 1],
        ],
      },
      { label: 'x', points: [[0, 0]] },
    ]
    const read = await readFiles({ 'set/a.json': labelmeOf(shapes), 'set/a.jpg': '', 'b.json': '{"shapes":[],"flags":{}' })
    expect(read.tasks.map(({ data }) => data.image)).toEqual(['set/a.jpg'])
    expect(read.told).toEqual([
      expect.stringContaining('record-invalid: not readable: '),
      'record-invalid: not readable: the mask cannot be read: it is no PNG',
      'record-invalid: not readable: the shape has no label',
      'record-invalid: not readable: the polygon has 1 points, it needs 3',
    ])
  })

  it('reads masks: a picture of their box', async () => {
    const png = encodeBilevelPng(Uint8Array.of(1, 0, 1, 1), { width: 2, height: 2 })
    const mask = {
      label: 'x',
      shape_type: 'mask',
      points: [
        [1, 0],
        [2, 1],
      ],
      mask: Buffer.from(png).toString('base64'),
    }
    const text = labelmeOf([mask], { imageWidth: 4, imageHeight: 3 })
    const { value } = only((await readFiles({ 'a.json': text })).results)
    const alpha = decodeRle(value.rle as number[], { width: 4, height: 3 })
    expect([...alpha].map((pixel) => Number(pixel > 0))).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
  })
})
