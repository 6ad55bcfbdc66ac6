import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/export/options.ts'
import { coco } from '../../src/formats/coco.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { type Json, parseJson } from '../../src/json/node.ts'
import { areaOfCounts, maskOfCounts, parseCounts } from '../../src/model/coco-rle.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { convert } from '../convert.ts'

const GOLDENS = new URL('../fixtures/goldens/', import.meta.url)

/** What the tests ask of a result.json. */
interface Dataset {
  readonly images: readonly { id: number; file_name: string; width?: number; height?: number; task: number | string }[]
  readonly categories: readonly {
    id: number
    name: string
    supercategory?: string
    keypoints?: readonly string[]
    skeleton?: readonly unknown[]
  }[]
  readonly annotations: readonly Annotation[]
  readonly info: Readonly<Record<string, unknown>>
}
interface Annotation {
  readonly id: number
  readonly image_id: number
  readonly category_id: number
  readonly segmentation: readonly number[][] | { size: [number, number]; counts: string | number[] }
  readonly bbox: readonly [number, number, number, number]
  readonly area: number
  readonly iscrowd: number
  readonly keypoints?: readonly number[]
  readonly num_keypoints?: number
  readonly score?: number
  readonly attributes?: Readonly<Record<string, Json>>
}

/** What the engine says of every format. */
const ENGINE = new Set(['task-unreviewed', 'annotations-several', 'annotation-cancelled'])

interface Input {
  readonly tasks: string | readonly unknown[]
  readonly config?: string
  readonly options?: Readonly<Record<string, OptionValue>>
  readonly selection?: Readonly<Record<string, OptionValue>>
  readonly mediaRoot?: string
}

async function exportCoco(input: Input) {
  const { text, issues, wrote } = await convert({ ...input, to: coco })
  const file = text('result.json')
  const dataset: Dataset = JSON.parse(file)
  const nameOf = (annotation: Annotation) => dataset.categories.find(({ id }) => id === annotation.category_id)?.name
  const codes = issues
    .filter(({ code }) => !ENGINE.has(code))
    .map(({ code, region, task }) => `${code} ${region ?? task ?? ''}`.trim())
  return { file, dataset, issues, codes, wrote, nameOf }
}

function golden(name: string) {
  const read = (file: string) => readFileSync(new URL(`${name}/${file}`, GOLDENS), 'utf8')
  return { tasks: read('tasks.json'), config: read('config.xml'), peer: () => JSON.parse(read('COCO/result.json')) as Dataset }
}

const CONFIG = `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image"><Label value="car"/><Label value="person"/></RectangleLabels>
  <EllipseLabels name="ellipse" toName="image"><Label value="ball"/></EllipseLabels>
  <PolygonLabels name="polygon" toName="image"><Label value="roof"/></PolygonLabels>
  <BrushLabels name="brush" toName="image"><Label value="cell"/></BrushLabels>
  <KeyPointLabels name="point" toName="image"><Label value="nose"/><Label value="eye"/></KeyPointLabels>
  <Choices name="weather" toName="image" perRegion="true"><Choice value="sun"/><Choice value="rain"/></Choices>
</View>`

const BOX = { x: 10, y: 20, width: 30, height: 40, rotation: 0 }

function result(id: string, type: string, value: object, more: object = {}) {
  const from: Record<string, string> = {
    rectanglelabels: 'box',
    ellipselabels: 'ellipse',
    polygonlabels: 'polygon',
    brushlabels: 'brush',
    keypointlabels: 'point',
    choices: 'weather',
  }
  return {
    id,
    type,
    from_name: from[type],
    to_name: 'image',
    original_width: 200,
    original_height: 100,
    value,
    ...more,
  }
}

function box(id: string, labels: readonly string[], value: object = BOX, more: object = {}) {
  return result(id, 'rectanglelabels', { ...value, rectanglelabels: labels }, more)
}

function point(id: string, label: string, x: number, y: number, more: object = {}) {
  return result(id, 'keypointlabels', { x, y, width: 0.5, keypointlabels: [label] }, more)
}

function task(id: number, results: readonly unknown[], more: object = {}, image = `https://x.org/img/${id}.jpg`) {
  return { id, data: { image }, annotations: [{ id: id * 10, completed_by: 7, result: results, ...more }] }
}

describe('coco goldens', () => {
  const right = parseJson(readFileSync(new URL('right_geometry.json', GOLDENS))).value() as Record<
    string,
    readonly { task: number; labels: readonly string[]; coco_bbox: readonly number[] }[]
  >
  const cases = [
    'bbox_basic',
    'bbox_rotation',
    'choices_before_boxes',
    'ellipse_and_box',
    'keypoints_one_person',
    'labels_plus_shapes',
    'long_file_name',
    'multi_annotator_image',
    'repo_coco',
    'repo_yolo_obb',
    'uploaded_images',
  ]

  it.each(cases)('G3: every rectangle of %s has the right box', async (name) => {
    const { dataset, nameOf } = await exportCoco(golden(name))
    const left = dataset.annotations.map((annotation) => ({
      task: dataset.images.find(({ id }) => id === annotation.image_id)!.task,
      label: nameOf(annotation),
      bbox: annotation.bbox,
    }))
    const expected = right[`open/${name}`]!
    expect(expected.length).toBeGreaterThan(0)
    for (const { task, labels, coco_bbox } of expected)
      for (const label of labels) {
        const at = left.findIndex(
          (one) => one.task === task && one.label === label && one.bbox.every((n, k) => Math.abs(n - coco_bbox[k]!) < 1e-6),
        )
        expect(at, `${label} of task ${task} at ${coco_bbox}`).toBeGreaterThanOrEqual(0)
        left.splice(at, 1)
      }
  })

  it('bbox_basic: the peer is matched but for known faults', async () => {
    const { dataset } = await exportCoco(golden('bbox_basic'))
    const peer = golden('bbox_basic').peer()
    expect(dataset.categories).toEqual([
      { id: 0, name: 'Truck' },
      { id: 1, name: 'car' },
      { id: 2, name: 'Ärger & Co' },
      { id: 3, name: 'human' },
    ])
    const first = dataset.annotations[0]!
    expect(Object.keys(first).slice(0, 8)).toEqual(Object.keys(peer.annotations[0]!))
    expect(first).toMatchObject({ id: 1, image_id: 0, segmentation: [], bbox: [128, 144, 384, 288], iscrowd: 0, area: 110592 })
    expect(Object.keys(dataset)).toEqual(Object.keys(peer))
    expect(dataset.images.map(({ file_name }) => file_name)).toEqual([
      'street_001.jpg',
      'street_002.jpg',
      'my photo.jpg',
      'my%20photo.jpeg',
      expect.stringMatching(/^street_001-[0-9a-f]{8}\.jpg$/), // of another folder
    ])
  })

  it('R7: bbox_basic has one annotation per label', async () => {
    const { dataset, nameOf, codes } = await exportCoco(golden('bbox_basic'))
    const thin = dataset.annotations.filter(({ bbox }) => bbox[1] === 480)
    expect(thin.map(nameOf)).toEqual(['car', 'Truck'])
    expect(codes.filter((code) => code.startsWith('labels-cut'))).toEqual([])
  })

  it('polygons: the same as the peer', async () => {
    const { dataset, nameOf } = await exportCoco(golden('polygons'))
    const peer = golden('polygons').peer()
    expect(dataset.annotations).toHaveLength(peer.annotations.length)
    for (const [k, annotation] of dataset.annotations.entries()) {
      const other = peer.annotations[k]!
      const numbers = ({ bbox, area, segmentation }: Annotation) => [...bbox, area, ...(segmentation as number[][]).flat()]
      for (const [at, value] of numbers(annotation).entries()) expect(value).toBeCloseTo(numbers(other)[at]!, 5)
      expect(nameOf(annotation)).toBe(peer.categories.find(({ id }) => id === other.category_id)!.name)
    }
    expect(dataset.images[0]).toEqual({ width: 2000, height: 1000, id: 0, file_name: 'house1.tif', task: 1 })
  })

  it('G3: bbox_rotation keeps the four corners', async () => {
    const { dataset } = await exportCoco(golden('bbox_rotation'))
    const c = dataset.annotations[2]!
    expect(c.bbox).toEqual([100, 100, 100, 300])
    expect(c.segmentation).toEqual([[200, 100, 200, 400, 100, 400, 100, 100]])
    expect(c.area).toBe(30000)
  })

  it('R3: ellipse_and_box has the ellipses, with exact box and area', async () => {
    const { dataset, codes, nameOf } = await exportCoco(golden('ellipse_and_box'))
    expect(dataset.annotations.map(nameOf)).toEqual(['ball', 'goal', 'ball'])
    expect(codes).toEqual(['outline-sampled l1', 'outline-sampled l3'])
    for (const annotation of [dataset.annotations[0]!, dataset.annotations[2]!])
      expect((annotation.segmentation as number[][])[0]).toHaveLength(128)
  })

  it('R8: brush has one annotation per region, with its hole and its exact area', async () => {
    const { dataset, nameOf, wrote } = await exportCoco(golden('brush'))
    expect(wrote.get('regions')).toBe(4)
    expect(dataset.annotations.map(nameOf)).toEqual(['cell', 'cell', 'n/a zone', 'cell', 'n/a zone'])
    const [ring] = dataset.annotations
    expect(nameOf(ring!)).toBe('cell')
    const { size, counts } = ring!.segmentation as { size: [number, number]; counts: string }
    expect(size).toEqual([48, 64])
    const pixels = maskOfCounts(parseCounts(counts)!, { width: 64, height: 48 })
    expect(pixels.reduce((sum, pixel) => sum + pixel, 0)).toBe(ring!.area)
    const [x, y, width, height] = ring!.bbox
    expect(pixels[(y + Math.floor(height / 2)) * 64 + x + Math.floor(width / 2)], 'the hole').toBe(0)
    expect(ring!.iscrowd).toBe(0)
  })

  it('R1: labels_plus_shapes has all shapes', async () => {
    const { dataset, nameOf, wrote, codes } = await exportCoco(golden('labels_plus_shapes'))
    expect(codes.filter((code) => !code.startsWith('outline-sampled') && !code.startsWith('keypoint-loose'))).toEqual([])
    expect(dataset.annotations.map(nameOf)).toEqual(['Car', 'Airplane', 'Car', 'Airplane', 'default', 'Airplane'])
    expect(wrote.get('regions')).toBe(6)
  })

  it('C1, C12: choices_before_boxes has the labels of boxes as categories, and all images', async () => {
    const { dataset, codes } = await exportCoco(golden('choices_before_boxes'))
    expect(dataset.categories).toEqual([
      { id: 0, name: 'zebra' },
      { id: 1, name: 'lion' },
    ])
    expect(dataset.images.map(({ file_name }) => file_name)).toEqual(['z1.jpg', 'z2.jpg', 'z3.jpg', 'z4.jpg'])
    expect(dataset.images[0]).toMatchObject({ width: 1280, height: 720 })
    expect(codes).toContain('size-absent 3')
  })

  it('R11: keypoints_one_person is one annotation of the parent box', async () => {
    const { dataset, wrote } = await exportCoco(golden('keypoints_one_person'))
    expect(dataset.categories).toEqual([
      { id: 0, name: 'person', supercategory: 'person', keypoints: ['nose', 'left_eye', 'right_eye'], skeleton: [] },
      { id: 1, name: 'dog' },
    ])
    expect(dataset.annotations).toHaveLength(2)
    expect(dataset.annotations[0]).toMatchObject({
      category_id: 0,
      bbox: [128, 72, 640, 576],
      area: 368640,
      num_keypoints: 2,
      keypoints: [385.28, 145.44, 2, 0, 0, 0, 409.6, 129.6, 2],
    })
    expect(dataset.annotations[1]!.keypoints).toBeUndefined()
    expect(wrote.get('regions')).toBe(4)
  })

  it('C6, T7: multi_annotator_image has every image once, cancelled ones too', async () => {
    const { dataset } = await exportCoco(golden('multi_annotator_image'))
    expect(dataset.images.map(({ file_name, id }) => `${id} ${file_name}`)).toEqual([
      '0 m1.jpg',
      '1 m2.jpg',
      '2 m3.jpg',
      '3 m4.jpg',
      '4 m5.jpg',
    ])
    const first = dataset.annotations.filter(({ image_id }) => image_id === 0)
    expect(first).toHaveLength(3)
    expect(new Set(first.map(({ attributes }) => JSON.stringify(attributes?.annotator))).size).toBe(2)
    expect(dataset.images[2], 'sizes of cancelled annotations do not count').not.toHaveProperty('width')
  })

  it('C9, C13: uploaded_images and long_file_name are called as they are', async () => {
    const uploaded = await exportCoco({ ...golden('uploaded_images'), options: { imagePrefix: 'images/' } })
    expect(uploaded.dataset.images.map(({ file_name }) => file_name).slice(0, 3)).toEqual([
      'images/ab12-one.png',
      'images/cd34-grey.png',
      'images/missing.png',
    ])
    const long = await exportCoco(golden('long_file_name'))
    expect(long.dataset.images[0]!.file_name).toBe('ok.jpg')
    expect(new Set(long.dataset.images.map(({ file_name }) => file_name)).size).toBe(3)
  })

  it('R11: loose points of repo_coco are an instance of their own', async () => {
    const { dataset, nameOf, codes } = await exportCoco(golden('repo_coco'))
    expect(dataset.annotations.map(nameOf)).toEqual(['rectangle_label', 'polygon_label', 'default'])
    expect(dataset.annotations[2]).toMatchObject({ num_keypoints: 2, category_id: 2 })
    expect(dataset.categories[2]).toMatchObject({ id: 2, keypoints: ['keypoint_label1', 'keypoint_label2'] })
    expect(codes).toEqual(['keypoint-loose MN4-3s5uh2', 'keypoint-loose QvmP--AeAj'])
  })

  it('info has the newest date of the data, no clock', async () => {
    const { dataset } = await exportCoco(golden('bbox_basic'))
    expect(dataset.info).toEqual({
      year: 2024,
      version: '1.0',
      description: '',
      contributor: 'Goldpan',
      url: '',
      date_created: '2024-03-16 06:42:18.518946',
    })
  })
})

describe('coco geometry', () => {
  it('G5: boxes without width are reported, the others written', async () => {
    const zero = { x: 10, y: 10, width: 0, height: 20, rotation: 45 }
    const { dataset, codes, wrote } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, [box('a', ['car'], zero), box('b', ['car'])])],
    })
    expect(dataset.annotations.map(({ bbox }) => bbox)).toEqual([[20, 20, 60, 40]])
    expect(codes).toEqual(['region-empty a'])
    expect(wrote.get('regions')).toBe(1)
  })

  it('G8: --clip cuts at the image, and drops what lies outside', async () => {
    const tasks = [
      task(1, [
        box('a', ['car'], { x: 90, y: -10, width: 20, height: 30, rotation: 0 }),
        box('b', ['car'], { x: 100, y: 10, width: 20, height: 30 }),
        box('c', ['car'], { x: 50, y: 90, width: 10, height: 20, rotation: 45 }),
      ]),
    ]
    const as = await exportCoco({ config: CONFIG, tasks })
    expect(as.dataset.annotations.map(({ bbox }) => bbox.slice(0, 2))).toEqual([
      [180, -10],
      [200, 10],
      [85.857864, 90],
    ])
    expect(as.codes).toEqual([])
    const { dataset, codes } = await exportCoco({ config: CONFIG, tasks, options: { clip: true } })
    expect(dataset.annotations.map(({ bbox, area }) => [...bbox, area])).toEqual([
      [180, 0, 20, 20, 400],
      [90, 90, 20, 10, 100],
    ])
    expect(codes).toEqual(['region-clipped a', 'region-empty b', 'region-clipped c'])
  })

  it('G10: all regions of an image are written in the frame of its entry', async () => {
    const tasks = [task(1, [box('a', ['car']), box('b', ['car'], BOX, { original_width: 400, original_height: 200 })])]
    const { dataset, codes } = await exportCoco({ config: CONFIG, tasks })
    expect(dataset.images[0]).toMatchObject({ width: 200, height: 100 })
    expect(dataset.annotations.map(({ bbox }) => bbox)).toEqual([
      [20, 20, 60, 40],
      [20, 20, 60, 40],
    ])
    expect(codes).toEqual(['size-mismatch b'])
  })

  it('G10, C11: files are asked only where no region tells; where they differ it is reported once', async () => {
    const mediaRoot = fileURLToPath(new URL('uploaded_images/media', GOLDENS))
    const image = '/data/upload/3/ab12-one.png' // 40×20
    const tasks = [task(1, [box('a', ['car']), box('b', ['car'])], {}, image), task(2, [], {}, image)]
    const { dataset, issues } = await exportCoco({ config: CONFIG, tasks, mediaRoot })
    expect(dataset.images.map(({ width, height, task }) => [task, width, height])).toEqual([
      [1, 200, 100],
      [2, 40, 20],
    ])
    expect(dataset.annotations.map(({ bbox }) => bbox)).toEqual([
      [20, 20, 60, 40],
      [20, 20, 60, 40],
    ])
    expect(issues.filter(({ code }) => code === 'size-mismatch').map(({ message }) => message)).toEqual([
      'labelled on 200×100, but the file has 40×20',
    ])
  })

  it('G11: a region without a size takes that of another region', async () => {
    const bare = { original_width: undefined, original_height: undefined }
    const { dataset, codes } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, [box('a', ['car'], BOX, bare), box('b', ['car'])]), task(2, [box('c', ['car'], BOX, bare)])],
    })
    expect(dataset.annotations.map(({ bbox, image_id }) => [image_id, ...bbox])).toEqual([
      [0, 20, 20, 60, 40],
      [0, 20, 20, 60, 40],
    ])
    expect(codes).toEqual(['size-assumed a', 'size-unknown c', 'size-absent 2'])
    expect(dataset.images[1]).toEqual({ id: 1, file_name: '2.jpg', task: 2 })
  })

  it('C11: no size is ever null', async () => {
    const { file, dataset } = await exportCoco({ config: CONFIG, tasks: [{ id: 5, data: { image: 'a.png' }, annotations: [] }] })
    expect(file).not.toContain('null')
    expect(dataset.images).toEqual([{ id: 0, file_name: 'a.png', task: 5 }])
    expect(dataset.info).not.toHaveProperty('date_created')
  })

  it('turns an ellipse in pixels', async () => {
    const value = { x: 50, y: 50, radiusX: 10, radiusY: 5, rotation: 90, ellipselabels: ['ball'] }
    const { dataset } = await exportCoco({ config: CONFIG, tasks: [task(1, [result('e', 'ellipselabels', value)])] })
    expect(dataset.annotations[0]).toMatchObject({ bbox: [95, 30, 10, 40], area: 314.159265 })
  })

  it('R10: polygons keep fractions of pixels', async () => {
    const points = [
      [10.25, 10],
      [20.5, 10],
      [20.5, 30.3],
    ]
    const { dataset } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, [result('p', 'polygonlabels', { points, polygonlabels: ['roof'] })])],
    })
    expect(dataset.annotations[0]).toMatchObject({
      segmentation: [[20.5, 10, 41, 10, 41, 30.3]],
      bbox: [20.5, 10, 20.5, 20.3],
      area: 208.075,
    })
  })

  it('boxSegmentation all gives upright boxes their corners', async () => {
    const { dataset } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, [box('a', ['car'])])],
      options: { boxSegmentation: 'all', decimals: 2 },
    })
    expect(dataset.annotations[0]!.segmentation).toEqual([[20, 20, 80, 20, 80, 60, 20, 60]])
  })
})

describe('coco masks', () => {
  it('R4: brush regions are in COCO, as numbers on request', async () => {
    const { tasks, config } = golden('brush')
    const compressed = await exportCoco({ tasks, config })
    const plain = await exportCoco({ tasks, config, options: { rle: 'uncompressed' } })
    for (const [k, { segmentation, area }] of plain.dataset.annotations.entries()) {
      const { counts } = segmentation as { counts: number[] }
      expect(areaOfCounts(counts)).toBe(area)
      expect(compressed.dataset.annotations[k]!.segmentation).toMatchObject({ size: [48, 64] })
      expect(parseCounts((compressed.dataset.annotations[k]!.segmentation as { counts: string }).counts)).toEqual(counts)
    }
  })

  it('a damaged mask is reported, not fatal', async () => {
    const value = { format: 'rle', rle: [0, 0, 1, 2, 3], brushlabels: ['cell'] }
    const { dataset, codes } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, [result('m', 'brushlabels', value), box('b', ['car'])])],
    })
    expect(dataset.annotations).toHaveLength(1)
    expect(codes).toEqual(['region-invalid m'])
  })
})

describe('coco key points', () => {
  it('R11: two people are two annotations; hidden points are v=1; loose ones are kept', async () => {
    const results = [
      box('p1', ['person']),
      box('p2', ['person'], { ...BOX, x: 50 }),
      point('n2', 'nose', 60, 30, { parentID: 'p2' }),
      point('n1', 'nose', 20, 30, { parentID: 'p1' }),
      result('e1', 'keypointlabels', { x: 22, y: 30, hidden: true, keypointlabels: ['eye'] }, { parentID: 'p1' }),
      point('n3', 'nose', 90, 90),
      point('n4', 'nose', 91, 92),
      point('e4', 'eye', 95, 96, { parentID: 'gone' }),
    ]
    const { dataset, nameOf, codes, wrote } = await exportCoco({ config: CONFIG, tasks: [task(1, results)] })
    expect(dataset.annotations.map((one) => [nameOf(one), one.bbox, one.keypoints, one.num_keypoints])).toEqual([
      ['person', [20, 20, 60, 40], [40, 30, 2, 44, 30, 1], 2],
      ['person', [100, 20, 60, 40], [120, 30, 2, 0, 0, 0], 1],
      ['default', [180, 90, 10, 6], [180, 90, 2, 190, 96, 2], 2],
      ['default', [182, 92, 0, 0], [182, 92, 2, 0, 0, 0], 1],
    ])
    expect(codes).toEqual(['keypoint-loose n3', 'keypoint-loose n4', 'keypoint-loose e4'])
    expect(wrote.get('regions')).toBe(8)
    expect(wrote.get('annotations')).toBe(4)
  })

  it('R12: the order is model_index, then that of the config', async () => {
    const config = `<View><Image name="image" value="$image"/>
      <KeyPointLabels name="point" toName="image">
        <Label value="tail"/><Label value="ear" model_index="3"/><Label value="nose" model_index="1"/><Label value="paw"/>
      </KeyPointLabels></View>`
    const { dataset, nameOf } = await exportCoco({ config, tasks: [task(1, [point('a', 'nose', 10, 10)])] })
    expect(dataset.categories).toEqual([
      { id: 0, name: 'default', supercategory: 'default', keypoints: ['nose', 'ear', 'tail', 'paw'], skeleton: [] },
    ])
    expect(dataset.annotations.map(nameOf)).toEqual(['default'])
    expect(dataset.annotations[0]!.keypoints).toEqual([20, 10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('a name that is not in the config has a place in every array, earlier ones too', async () => {
    const tasks = [1, 2, 3].map((id) => task(id, [point(`n${id}`, id === 2 ? 'tail' : 'nose', 10, 10)]))
    const { dataset, codes } = await exportCoco({ config: CONFIG, tasks })
    expect(dataset.annotations.map(({ keypoints }) => keypoints)).toEqual([
      [20, 10, 2, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 20, 10, 2],
      [20, 10, 2, 0, 0, 0, 0, 0, 0],
    ])
    expect(dataset.categories.at(-1)!.keypoints).toEqual(['nose', 'eye', 'tail'])
    expect(codes.filter((code) => code.startsWith('label-unknown'))).toEqual(['label-unknown n2'])
  })

  it('roundKeypoints gives whole pixels', async () => {
    const tasks = [task(1, [point('a', 'nose', 10.3, 10.6)])]
    const { dataset } = await exportCoco({ config: CONFIG, tasks, options: { roundKeypoints: true } })
    expect(dataset.annotations[0]!.keypoints!.slice(0, 3)).toEqual([21, 11, 2])
  })
})

describe('coco categories', () => {
  const config = `<View><Image name="image" value="$image"/>
    <RectangleLabels name="box" toName="image">
      <Label value="truck" category="5"/><Label value="zebra"/><Label value="bus" category="5"/><Label value="ape" category="x"/>
    </RectangleLabels></View>`

  it('C3: explicit ids are kept, others get the smallest free ones in config order, new labels the next', async () => {
    const results = ['new label', 'truck', 'other', 'zebra'].map((label, k) => box(`r${k}`, [label]))
    const { dataset, codes, nameOf } = await exportCoco({ config, tasks: [task(1, results)] })
    expect(dataset.categories).toEqual([
      { id: 0, name: 'zebra' },
      { id: 1, name: 'bus' },
      { id: 2, name: 'ape' },
      { id: 3, name: 'new label' },
      { id: 4, name: 'other' },
      { id: 5, name: 'truck' },
    ])
    expect(dataset.annotations.map(nameOf)).toEqual(['new label', 'truck', 'other', 'zebra'])
    expect(codes).toEqual(['category-repeated', 'label-unknown r0', 'label-unknown r2'])
  })

  it('firstId 1 keeps 0 free', async () => {
    const { dataset } = await exportCoco({ config: CONFIG, tasks: [task(1, [])], options: { firstId: 1 } })
    expect(dataset.categories.map(({ id, name }) => `${id} ${name}`)).toEqual(['1 car', '2 person', '3 ball', '4 roof', '5 cell'])
  })

  it('unlabelled regions are reported, or written under a name', async () => {
    const tasks = [task(1, [box('a', []), box('b', ['car'])])]
    const without = await exportCoco({ config: CONFIG, tasks })
    expect(without.codes).toEqual(['region-unlabelled a'])
    expect(without.dataset.annotations).toHaveLength(1)
    const named = await exportCoco({ config: CONFIG, tasks, options: { unlabelledAs: 'thing' } })
    expect(named.dataset.annotations.map(named.nameOf)).toEqual(['thing', 'car'])
  })
})

describe('coco images', () => {
  it('R9, C16: the image is what the Image tag points to, whatever its name', async () => {
    const both = `<View><Text name="caption" value="$caption"/>${CONFIG}</View>`
    const names = ['https://x.org/a.png?token=1', 's3://b/c.webp', '/data/local-files/?d=x/plain', 'gs://b/d.tif']
    const tasks = names.map((image, k) => ({
      id: k,
      data: { caption: 'caption.jpg', image },
      annotations: [{ id: k, result: [box('a', ['car'])] }],
    }))
    const { dataset } = await exportCoco({ config: both, tasks })
    expect(dataset.images.map(({ file_name }) => file_name)).toEqual(['a.png', 'c.webp', 'plain', 'd.tif'])
    expect(dataset.annotations.map(({ image_id }) => image_id)).toEqual([0, 1, 2, 3])
  })

  it('R23: each page is an image', async () => {
    const config = `<View><Image name="image" valueList="$pages"/>
      <RectangleLabels name="box" toName="image"><Label value="car"/></RectangleLabels></View>`
    const pages = { id: 1, data: { pages: ['p/1.png', 'p/2.png', 'p/3.png'] } }
    const results = [box('a', ['car'], BOX, { item_index: 1 }), box('b', ['car']), box('c', ['car'], BOX, { item_index: 9 })]
    const { dataset, codes } = await exportCoco({ config, tasks: [{ ...pages, annotations: [{ id: 1, result: results }] }] })
    expect(dataset.images.map(({ file_name }) => file_name)).toEqual(['1.png', '2.png', '3.png'])
    expect(dataset.annotations.map(({ image_id }) => image_id)).toEqual([0, 1])
    expect(dataset.images[2]).not.toHaveProperty('width')
    expect(codes).toEqual(['media-unnamed c', 'size-absent 1'])
  })

  it('R22, R23: pages of a Repeater and of Annotation Lab are images too', async () => {
    const repeater = `<View><Repeater on="$pages" indexFlag="{{idx}}"><Image name="page_{{idx}}" value="$pages[{{idx}}].url"/>
      <RectangleLabels name="box_{{idx}}" toName="page_{{idx}}"><Label value="car"/></RectangleLabels></Repeater></View>`
    const repeated = (id: string, page: number) => box(id, ['car'], BOX, { from_name: `box_${page}`, to_name: `page_${page}` })
    const pages = [{ url: 'a/1.png' }, { url: 'a/2.png' }]
    const one = await exportCoco({
      config: repeater,
      tasks: [{ id: 1, data: { pages }, annotations: [{ id: 1, result: [repeated('b', 1), repeated('a', 0)] }] }],
    })
    expect(one.dataset.images.map(({ file_name }) => file_name)).toEqual(['1.png', '2.png'])
    expect(one.dataset.annotations.map(({ id, image_id }) => [id, image_id])).toEqual([
      [1, 0],
      [2, 1],
    ])
    expect(one.dataset.categories).toEqual([{ id: 0, name: 'car' }])
    expect(one.codes).toEqual([])
    const lab = await exportCoco({
      config: CONFIG,
      tasks: [
        {
          id: 1,
          data: { image: ['a/1.png', 'a/2.png'] },
          completions: [{ id: 1, result: [box('a', ['car'], BOX, { pageNumber: 2 })] }],
        },
      ],
    })
    expect(lab.dataset.images.map(({ file_name }) => file_name)).toEqual(['1.png', '2.png'])
    expect(lab.dataset.annotations.map(({ image_id }) => image_id)).toEqual([1])
  })

  it('tasks that show the same image share its entry', async () => {
    const tasks = [1, 2, 3].map((id) => task(id, id < 3 ? [box(`r${id}`, ['car'])] : [], {}, 'a/same.jpg'))
    const { dataset, wrote } = await exportCoco({ config: CONFIG, tasks })
    expect(dataset.images).toHaveLength(1)
    expect(dataset.annotations.map(({ image_id }) => image_id)).toEqual([0, 0])
    expect(wrote.get('images')).toBe(1)
  })

  it('C12: a choice about the image tells its size', async () => {
    const config = `<View><Image name="image" value="$image"/><Choices name="weather" toName="image"><Choice value="sun"/></Choices>
      <RectangleLabels name="box" toName="image"><Label value="car"/></RectangleLabels></View>`
    const { dataset } = await exportCoco({ config, tasks: [task(1, [result('c', 'choices', { choices: ['sun'] })])] })
    expect(dataset.images).toEqual([{ width: 200, height: 100, id: 0, file_name: '1.jpg', task: 1 }])
  })
})

describe('coco attributes', () => {
  it('per-region answers and annotators are kept', async () => {
    const results = [box('a', ['car']), result('a', 'choices', { ...BOX, choices: ['sun', 'rain'] }), box('b', ['car'])]
    const { dataset, codes } = await exportCoco({
      config: CONFIG,
      tasks: [task(1, results, { completed_by: { id: 3, email: 'a@b.org' } })],
    })
    expect(dataset.annotations.map(({ attributes }) => attributes)).toEqual([
      { annotator: 'a@b.org', weather: ['sun', 'rain'] },
      { annotator: 'a@b.org' },
    ])
    expect(codes).toEqual([])
  })

  it('predictions have a score', async () => {
    const tasks = [
      { ...task(1, []), annotations: [], predictions: [{ id: 4, score: 0.5, model_version: 'v1', result: [box('a', ['car'])] }] },
    ]
    const { dataset } = await exportCoco({ config: CONFIG, tasks, selection: { predictions: 'only' } })
    expect(dataset.annotations[0]).toMatchObject({ score: 0.5, attributes: { model_version: 'v1' } })
  })

  it('the newest date is compared across time zones', async () => {
    const dates = ['2024-03-01T23:30:00-05:00', '2024-03-02T01:00:00.5Z', 'yesterday']
    const tasks = dates.map((created_at, k) => task(k, [], { created_at }))
    const { dataset } = await exportCoco({ config: CONFIG, tasks })
    expect(dataset.info.date_created).toBe('2024-03-02 04:30:00.000000')
  })

  it('says which configs have nothing for it', () => {
    expect(coco.unsuited(EMPTY_CONFIG, parseOptions(coco.options, {}, coco.id))).toMatch(/needs an Image/)
  })
})
