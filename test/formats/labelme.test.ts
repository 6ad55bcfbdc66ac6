import { describe, expect, it } from 'vitest'
import { labelme } from '../../src/formats/labelme.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { readPng } from '../read-png.ts'
import { ALL_SHAPES, box, brush, ellipse, keypoint, polygon, task } from './drawing.ts'

describe('labelme', () => {
  it('writes a file per image with the keys that LabelMe saves', async () => {
    const tasks = [task(1, [box('b', 10, 20, 30, 40, 0, ['car', 'dog'])]), task(2, [])]
    const { files, text, wrote } = await convert({
      tasks,
      config: ALL_SHAPES,
      to: labelme,
      options: { imagePrefix: '../images/' },
    })
    expect([...files.keys()]).toEqual(['1.json', '2.json'])
    const shape = {
      points: [
        [100, 100],
        [400, 300],
      ],
      shape_type: 'rectangle',
      flags: {},
      description: '',
      group_id: null,
      mask: null,
    }
    expect(JSON.parse(text('1.json'))).toEqual({
      version: '5.5.0',
      flags: {},
      shapes: [
        { label: 'car', ...shape },
        { label: 'dog', ...shape },
      ],
      imagePath: '../images/1.jpg',
      imageData: null,
      imageHeight: 500,
      imageWidth: 1000,
    })
    expect(JSON.parse(text('2.json'))).toMatchObject({ shapes: [], imageHeight: null, imageWidth: null })
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 1, shapes: 2 })
  })

  it('has a shape for every kind', async () => {
    const size = { width: 8, height: 4 }
    const mask = new Uint8Array(32)
    mask.set([255, 0, 255], 9)
    mask.set([255, 255, 255], 17)
    const tasks = [
      task(1, [box('turned', 20, 20, 30, 20, 90), ellipse('round', 50, 50, 5, 10), ellipse('oval', 50, 50, 10, 10)]),
      task(2, [
        polygon('p', [
          [10, 10],
          [30, 10],
          [20, 50],
        ]),
        keypoint('k', 5, 5, 'nose'),
      ]),
      task(3, [brush('m', encodeRle(mask, size), size)]),
    ]
    const { text, issues } = await convert({ tasks, config: ALL_SHAPES, to: labelme })
    const shapesOf = (file: string): { shape_type: string; points: number[][]; mask: string | null }[] =>
      JSON.parse(text(file)).shapes
    const [turned, round, oval] = shapesOf('1.json')
    expect(turned).toMatchObject({
      shape_type: 'polygon',
      points: [
        [200, 100],
        [200, 400],
        [100, 400],
        [100, 100],
      ],
    })
    expect(round).toMatchObject({
      shape_type: 'circle',
      points: [
        [500, 250],
        [550, 250],
      ],
    })
    expect([oval!.shape_type, oval!.points.length]).toEqual(['polygon', 64])
    expect(shapesOf('2.json').map(({ shape_type }) => shape_type)).toEqual(['polygon', 'point'])
    const [painted] = shapesOf('3.json')
    expect(painted).toMatchObject({
      shape_type: 'mask',
      points: [
        [1, 1],
        [3, 2],
      ],
    })
    const picture = readPng(Buffer.from(painted!.mask!, 'base64'))
    expect([picture.width, picture.height, picture.bitDepth, ...picture.values]).toEqual([3, 2, 1, 1, 0, 1, 1, 1, 1])
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['outline-sampled oval'])
  })

  it('groups children with their parents, and keeps answers', async () => {
    const drawn = box('b', 0, 0, 50, 50)
    const answer = (name: string, type: string, value: object) => ({ ...drawn, from_name: name, type, value })
    const regions = [
      drawn,
      answer('colour', 'choices', { choices: ['red'] }),
      answer('note', 'textarea', { text: ['first', 'second'] }),
      keypoint('k', 5, 5, 'nose', 'b'),
      box('alone', 60, 60, 10, 10),
    ]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: labelme })
    expect(
      JSON.parse(text('1.json')).shapes.map(({ group_id, flags, description }: Record<string, unknown>) => [
        group_id,
        flags,
        description,
      ]),
    ).toEqual([
      [1, { red: true }, 'note: first, second'],
      [1, {}, ''],
      [null, {}, ''],
    ])
    expect(issues).toEqual([])
  })
})
