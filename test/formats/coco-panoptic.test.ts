import { describe, expect, it } from 'vitest'
import { cocoPanoptic } from '../../src/formats/coco-panoptic.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box, polygon, task } from './drawing.ts'

describe('coco-panoptic', () => {
  const regions = [
    box('a', 0, 0, 50, 100),
    box('b', 50, 0, 50, 100, 0, ['dog']),
    box('c', 40, 0, 20, 100),
    box('hidden', 45, 10, 5, 5, 0, ['dog']),
    box('cover', 40, 0, 20, 100, 0, ['dog']),
    polygon('line', [
      [10, 10],
      [20, 20],
      [30, 30],
    ]),
  ]

  it('gives every pixel to one segment, the later over the earlier', async () => {
    const { files, text, issues, wrote } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: cocoPanoptic })
    expect([...files.keys()]).toEqual(['panoptic/1.png', 'panoptic.json'])
    const { images, annotations, categories } = JSON.parse(text('panoptic.json'))
    expect(images).toEqual([{ id: 0, file_name: '1.jpg', width: 1000, height: 500, task: 1 }])
    expect(annotations).toEqual([
      {
        image_id: 0,
        file_name: '1.png',
        segments_info: [
          { id: 1, category_id: 1, area: 200_000, bbox: [0, 0, 400, 500], iscrowd: 0 },
          { id: 2, category_id: 2, area: 200_000, bbox: [600, 0, 400, 500], iscrowd: 0 },
          { id: 5, category_id: 2, area: 100_000, bbox: [400, 0, 200, 500], iscrowd: 0 },
        ],
      },
    ])
    expect(categories[0]).toEqual({ id: 1, name: 'car', supercategory: 'car', isthing: 1 })
    expect(issues.filter(({ effect }) => effect === 'dropped').map(({ code, region }) => `${code} ${region}`)).toEqual([
      'region-empty line',
      'pixels-overwritten c',
      'pixels-overwritten hidden',
    ])
    expect(Object.fromEntries(wrote)).toEqual({ images: 1, regions: 3, segments: 3 })
  })

  it('makes one segment of all regions of stuff', async () => {
    const { text, wrote } = await convert({
      tasks: [task(1, [box('a', 0, 0, 10, 100), box('b', 20, 0, 10, 100)])],
      config: ALL_SHAPES,
      to: cocoPanoptic,
      options: { stuff: 'car, roof' },
    })
    const { annotations, categories } = JSON.parse(text('panoptic.json'))
    expect(annotations[0].segments_info).toEqual([{ id: 1, category_id: 1, area: 100_000, bbox: [0, 0, 300, 500], iscrowd: 0 }])
    expect(categories.map(({ isthing }: { isthing: number }) => isthing)).toEqual([0, 1, 0, 1, 1])
    expect(wrote.get('regions')).toBe(2)
  })
})
