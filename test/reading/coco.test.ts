import { describe, expect, it } from 'vitest'
import { decodeRle } from '../../src/model/rle.ts'
import { detected, labelsOf, only, readFiles } from './read.ts'

const IMAGES = [
  { id: 7, file_name: 'a b.jpg', width: 200, height: 100, license: 3 },
  { id: 'x9', file_name: 'sub/c.jpg', width: 50, height: 50 },
]
const CATEGORIES = [
  { id: 1, name: 'car & <van>', supercategory: 'vehicle' },
  { id: 4, name: 'dog' },
]

function cocoOf(annotations: readonly object[], categories: readonly object[] = CATEGORIES): { 'coco.json': string } {
  return { 'coco.json': JSON.stringify({ info: { year: 2024 }, annotations, images: IMAGES, categories }) }
}

describe('coco', () => {
  it('reads boxes in pixels as percents, whatever the order of the sections', async () => {
    const read = await readFiles(cocoOf([{ id: 3, image_id: 7, category_id: 4, bbox: [20, 10, 100, 50], iscrowd: 0 }]))
    const [first, second] = read.tasks
    expect(first?.data).toEqual({ image: 'a b.jpg', width: 200, height: 100, image_id: 7, license: 3 })
    expect(only(read.results)).toEqual({
      id: '3',
      type: 'rectanglelabels',
      from_name: 'box',
      to_name: 'image',
      original_width: 200,
      original_height: 100,
      value: { x: 10, y: 10, width: 50, height: 50, rotation: 0, rectanglelabels: ['dog'] },
    })
    expect(second?.annotations, 'an image without objects was looked at').toEqual([{ id: 1, was_cancelled: false, result: [] }])
    expect(read.told).toEqual([])
  })

  it('X9: names with & and < make a valid config that keeps all categories, their order and ids', async () => {
    const read = await readFiles(cocoOf([{ id: 3, image_id: 7, category_id: 4, bbox: [0, 0, 1, 1] }]))
    const control = only(read.config.controls)
    expect(control.labels.map(({ name, category }) => [name, category])).toEqual([
      ['car & <van>', 1],
      ['dog', 4],
    ])
  })

  it('X9: a polygon is a polygon only, not a box too', async () => {
    const segmentation = [[10, 10, 100, 10, 50, 90]]
    const read = await readFiles(cocoOf([{ id: 1, image_id: 7, category_id: 1, segmentation, bbox: [10, 10, 90, 80] }]))
    const { type, value } = only(read.results)
    expect(type).toBe('polygonlabels')
    expect(value.points).toEqual([
      [5, 10],
      [50, 10],
      [25, 90],
    ])
    expect(read.told).toEqual([])
  })

  it('makes each of several outlines a region, and says so', async () => {
    const segmentation = [
      [10, 10, 100, 10, 50, 90],
      [110, 10, 150, 10, 120, 60],
    ]
    const read = await readFiles(cocoOf([{ id: 1, image_id: 7, category_id: 1, segmentation }]))
    expect(read.results.map(({ id }) => id)).toEqual(['1', '1-2'])
    expect(read.told).toEqual(['object-split: the object has 2 parts; each is a region of its own'])
  })

  it('takes four turned corners for the turned rectangle they are', async () => {
    const segmentation = [[100, 20, 160, 20 + 60, 130, 110, 70, 50]]
    const { type, value } = only((await readFiles(cocoOf([{ id: 1, image_id: 7, category_id: 1, segmentation }]))).results)
    expect(type).toBe('rectanglelabels')
    expect(value.rotation).toBeCloseTo(45)
    expect(value.width).toBeCloseTo((100 * Math.hypot(60, 60)) / 200)
  })

  it.each([
    ['a list', [0, 3, 7]],
    ['a string', '037'],
  ])('X9: reads run lengths as %s, column by column', async (_, counts) => {
    const images = [{ id: 1, file_name: 'm.png', width: 2, height: 5 }]
    const annotations = [{ id: 1, image_id: 1, category_id: 1, segmentation: { size: [5, 2], counts }, iscrowd: 1 }]
    const read = await readFiles({ 'coco.json': JSON.stringify({ images, annotations, categories: CATEGORIES }) })
    const [mask, crowd] = read.results
    expect(mask?.type).toBe('brushlabels')
    expect([...decodeRle(mask!.value.rle as number[], { width: 2, height: 5 })]).toEqual([255, 0, 255, 0, 255, 0, 0, 0, 0, 0])
    expect(crowd).toMatchObject({ id: '1', from_name: 'iscrowd', type: 'choices', value: { choices: ['true'] } })
  })

  it('X9: reads key points by their own names under their instance; unlabelled ones are none', async () => {
    const categories = [{ id: 1, name: 'person', keypoints: ['nose', 'eye', 'ear'], skeleton: [[1, 2]] }]
    const keypoints = [20, 10, 2, 0, 0, 0, 40, 50, 1]
    const read = await readFiles(cocoOf([{ id: 1, image_id: 7, category_id: 1, bbox: [0, 0, 100, 100], keypoints }], categories))
    expect(read.results.map(({ type, parentID, value }) => [type, parentID, value.keypointlabels, value.hidden])).toEqual([
      ['rectanglelabels', undefined, undefined, undefined],
      ['keypointlabels', '1', ['nose'], undefined],
      ['keypointlabels', '1', ['ear'], true],
    ])
    expect(labelsOf(read, 'keypoint')).toEqual(['nose', 'eye', 'ear'])
    expect(read.told).toEqual(['field-unread: `categories[].skeleton` has no place in a task (1 of them)'])
  })

  it('reads results of a model, listed in a file of their own, as predictions', async () => {
    const results = [{ image_id: 7, category_id: 4, bbox: [20, 10, 100, 50], score: 0 }]
    const files = { ...cocoOf([]), 'results.json': JSON.stringify(results) }
    const [task] = (await readFiles(files)).tasks
    expect(task?.annotations).toEqual([])
    expect(only(only(task!.predictions!).result)).toMatchObject({ score: 0, value: { rectanglelabels: ['dog'] } })
    await expect(readFiles({ 'results.json': JSON.stringify(results) })).rejects.toMatchObject({ code: 'input-incomplete' })
  })

  it('reads all as predictions, or as annotations, when told to', async () => {
    const set = cocoOf([{ id: 3, image_id: 7, category_id: 4, bbox: [20, 10, 100, 50], score: 0.5 }])
    expect((await readFiles(set)).tasks[0]?.predictions).toHaveLength(1)
    const asAnnotations = (await readFiles(set, { as: 'annotations' })).tasks[0]
    expect([asAnnotations?.annotations.length, asAnnotations?.predictions]).toEqual([1, undefined])
  })

  it('keeps annotators apart, and answers about regions', async () => {
    const box = { image_id: 7, category_id: 4, bbox: [20, 10, 100, 50] }
    const read = await readFiles(
      cocoOf([
        { ...box, id: 1, attributes: { annotator: 'a@b', colour: 'red', occluded: true, speed: 1.5 } },
        { ...box, id: 2, attributes: { annotator: 3 }, track_id: 8, odd: { a: 1 } },
      ]),
    )
    expect(read.tasks[0]?.annotations.map(({ completed_by }) => completed_by)).toEqual([{ email: 'a@b' }, 3])
    expect(
      read.results.filter(({ type }) => type !== 'rectanglelabels').map(({ id, from_name, value }) => [id, from_name, value]),
    ).toEqual([
      ['1', 'colour', { text: ['red'] }],
      ['1', 'occluded', { choices: ['true'] }],
      ['1', 'speed', { number: 1.5 }],
      ['2', 'track_id', { number: 8 }],
    ])
    expect(read.told).toEqual(['field-unread: `annotations[].odd` has no place in a task (1 of them)'])
  })

  it('reports what it cannot read, with its place, and reads the rest', async () => {
    const good = { image_id: 7, category_id: 4, bbox: [0, 0, 1, 1] }
    const read = await readFiles(
      cocoOf([
        { ...good, id: 1, image_id: 99 },
        { ...good, id: 2, bbox: [5, 5, -1, 2] },
        { ...good, id: 3, segmentation: [[1, 2, 3]] },
        { ...good, id: 4, segmentation: { size: [9, 9], counts: 'x' } },
        { ...good, id: 5, category_id: 12 },
        { id: 6, category_id: 4 },
      ]),
    )
    expect(read.told).toEqual([
      'record-invalid: not readable: the annotation has no `image_id`',
      'record-invalid: not readable: `bbox` has a width of -1 and a height of 2',
      'record-invalid: not readable: a polygon of 3 numbers has no outline; it needs at least three pairs',
      'record-invalid: not readable: the mask is of 9×9 pixels, its image of 200×100',
      'category-unlisted: the category 12 is not listed; its label is `class_12`',
      'image-unlisted: it is about the image 99, which the file does not list',
    ])
    expect(read.issues.every(({ where }) => where.file === 'set/coco.json' && where.byte !== undefined)).toBe(true)
    expect(only(read.results).value.rectanglelabels).toEqual(['class_12'])
  })

  it('refuses a file that ends too early', async () => {
    const text = cocoOf([])['coco.json'].slice(0, -5)
    await expect(readFiles({ 'coco.json': text })).rejects.toMatchObject({
      code: 'input-damaged',
      where: { file: 'set/coco.json' },
    })
  })

  it('is known by its content, also when only a part of it is seen', async () => {
    const many = Array.from({ length: 3000 }, (_, k) => ({ id: k, file_name: `${k}.jpg`, width: 1, height: 1 }))
    expect(await detected({ 'x.json': JSON.stringify({ images: many, categories: [], annotations: [] }) })).toBe('coco')
    expect(await detected({ 'x.json': JSON.stringify([{ image_id: 1, category_id: 2, bbox: [1, 2, 3, 4], score: 0.5 }]) })).toBe(
      'coco',
    )
    expect(
      await detected({ 'x.json': JSON.stringify([{ id: 1, data: { images: [{ id: 1, file_name: 'a' }] } }]) }),
    ).toBeUndefined()
  })
})
