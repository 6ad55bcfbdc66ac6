import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

describe('pycocotools reads coco', () => {
  // counted in the inputs: images, annotations, and what they have besides a box
  it.each([
    ['bbox_basic', {}, { images: 5, annotations: 7, rle: 0, polygon: 0, keypoints: 0 }],
    ['bbox_rotation', {}, { images: 3, annotations: 6, rle: 0, polygon: 5, keypoints: 0 }],
    ['bbox_rotation', { boxSegmentation: 'all' }, { images: 3, annotations: 6, rle: 0, polygon: 6, keypoints: 0 }],
    ['polygons', {}, { images: 3, annotations: 5, rle: 0, polygon: 5, keypoints: 0 }],
    ['ellipse_and_box', {}, { images: 2, annotations: 3, rle: 0, polygon: 2, keypoints: 0 }],
    ['labels_plus_shapes', {}, { images: 2, annotations: 6, rle: 1, polygon: 2, keypoints: 1 }],
    ['brush', {}, { images: 3, annotations: 5, rle: 5, polygon: 0, keypoints: 0 }],
    ['brush', { rle: 'uncompressed' }, { images: 3, annotations: 5, rle: 5, polygon: 0, keypoints: 0 }],
    ['keypoints_one_person', {}, { images: 3, annotations: 2, rle: 0, polygon: 0, keypoints: 1 }],
    ['choices_before_boxes', {}, { images: 4, annotations: 3, rle: 0, polygon: 0, keypoints: 0 }],
    ['multi_annotator_image', {}, { images: 5, annotations: 4, rle: 0, polygon: 0, keypoints: 0 }],
  ] as const)('of %s with %j', async (name, options, counts) => {
    const result = await convertGolden(name, 'coco', { options })
    const found = askPython('coco.py', join(writeFiles(result), 'result.json'))
    expect(found).toEqual([{ ...counts, averagePrecision: 1, problems: [] }])
  })

  it('of a random project', async () => {
    const result = await convert({ ...bigProject('image'), to: formatOf('coco'), selection: { predictions: 'with' } })
    const [found] = askPython('coco.py', join(writeFiles(result), 'result.json')) as [Record<string, number>]
    expect(found.problems).toEqual([])
    expect(found.annotations).toBe(JSON.parse(result.text('result.json')).annotations.length)
    expect(found.rle).toBeGreaterThan(20)
    expect(found.polygon).toBeGreaterThan(50)
    expect(found.keypoints).toBeGreaterThan(20)
  })
})
