import { describe, expect, it } from 'vitest'
import { yoloSeg } from '../../src/formats/yolo-seg.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, brush, ellipse, polygon, SIZE, task, unsized } from './drawing.ts'
import { goldenInput } from './goldens.ts'

describe('yolo-seg', () => {
  it('writes outlines, boxes as their four corners', async () => {
    const regions = [
      polygon('p', [
        [10, 10],
        [30, 10],
        [20, 50],
      ]),
      box('b', 10, 20, 30, 40),
      unsized(box('c', 0, 0, 50, 50, 0, ['dog'])),
      box('turned', 20, 20, 30, 20, 90),
    ]
    const { text, issues, wrote } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloSeg })
    expect(text('labels/train/1.txt')).toBe(
      [
        '2 0.1 0.1 0.3 0.1 0.2 0.5',
        '0 0.1 0.2 0.4 0.2 0.4 0.6 0.1 0.6',
        '1 0 0 0.5 0 0.5 0.5 0 0.5',
        '0 0.2 0.2 0.2 0.8 0.1 0.8 0.1 0.2',
        '',
      ].join('\n'),
    )
    expect(issues.map(({ code }) => code)).toEqual(['size-assumed'])
    expect(wrote.get('regions')).toBe(4)
  })

  it('R1: Labels with bare shapes are told apart by their geometry', async () => {
    const { text, issues, wrote } = await convert({ ...goldenInput('labels_plus_shapes'), to: yoloSeg })
    expect(text('labels/train/mix.txt').trim().split('\n').length).toBe(4)
    expect(wrote.get('regions')).toBe(5)
    expect(issues.filter(({ code }) => code === 'shape-dropped').map(({ region }) => region)).toEqual(['q5'])
  })

  it('G12: an outline of two points is told, not written as a row of another kind', async () => {
    const { files, text, issues } = await exported('polygon_multi', 'yolo-seg')
    const rows = [...files.keys()].filter((file) => file.startsWith('labels/')).flatMap((file) => text(file).trim().split('\n'))
    for (const row of rows) expect(row.split(' ').length).toBeGreaterThanOrEqual(7)
    expect(issues.some(({ code }) => code === 'region-invalid')).toBe(true)
  })

  it('samples ellipses and follows the pixels of masks', async () => {
    const size = { width: 8, height: 4 }
    const mask = Uint8Array.from([
      ...[0, 255, 255, 255, 0, 0, 0, 0],
      ...[0, 255, 0, 255, 0, 0, 9, 0],
      ...[0, 255, 255, 255, 0, 0, 0, 0],
      ...[0, 0, 0, 0, 0, 0, 0, 0],
    ])
    const { text, issues } = await convert({
      tasks: [task(1, [brush('ring and dot', encodeRle(mask, size), size)]), task(2, [ellipse('e', 50, 50, 10, 20)])],
      config: ALL_SHAPES,
      to: yoloSeg,
    })
    const [ring] = text('labels/train/1.txt').trim().split('\n')
    const numbers = ring!.split(' ').slice(1).map(Number)
    expect(areaOf(numbers) * size.width * size.height).toBeCloseTo(9, 4) // 8 pixels of the ring without its hole, and the dot
    expect(text('labels/train/2.txt').split(' ').length).toBe(1 + 2 * 64)
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['outline-sampled ring and dot', 'outline-sampled e'])
  })

  it('G8: cuts outlines at the border of the image', async () => {
    const outside = polygon('far', [
      [110, 10],
      [130, 10],
      [120, 50],
    ])
    const regions = [box('a', -10, 10, 20, 20), outside, box('flat', 10, 10, 20, 0)]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloSeg })
    const values = text('labels/train/1.txt').trim().split(' ').slice(1).map(Number)
    expect([Math.min(...values), Math.max(...values), areaOf(values)]).toEqual([0, 0.3, expect.closeTo(0.02, 9)])
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual([
      'region-clipped a',
      'region-empty far',
      'region-empty flat',
    ])
    const whole = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloSeg, options: { clip: false } })
    expect(whole.text('labels/train/1.txt').split('\n')[0]).toBe('0 -0.1 0.1 0.1 0.1 0.1 0.3 -0.1 0.3')
  })

  it('reports masks that cannot be read', async () => {
    const { text, issues } = await convert({
      tasks: [task(1, [brush('broken', [0, 0, 0, 9, 255]), brush('none', encodeRle(new Uint8Array(500_000), SIZE))])],
      config: ALL_SHAPES,
      to: yoloSeg,
    })
    expect(text('labels/train/1.txt')).toBe('')
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['region-invalid broken', 'region-empty none'])
  })
})

function areaOf(numbers: readonly number[]): number {
  let twice = 0
  for (let k = 0; k < numbers.length; k += 2) {
    const [x, y] = [numbers[k]!, numbers[k + 1]!]
    const [nextX, nextY] = [numbers[(k + 2) % numbers.length]!, numbers[(k + 3) % numbers.length]!]
    twice += x * nextY - nextX * y
  }
  return Math.abs(twice) / 2
}
