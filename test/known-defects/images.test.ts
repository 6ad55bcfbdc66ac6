import { describe, expect, it } from 'vitest'
import { codes, exported, type Options } from './exported.ts'

describe('turned boxes at the edge', () => {
  it('G1 G3: the hull of the corners, turned in pixels', async () => {
    const { annotations } = await coco('bbox_rotation_edge')
    expect(annotations.filter(({ image_id }) => image_id === 0).map(({ bbox, area }) => [bbox, area])).toEqual([
      [[100, 100, 100, 300], 30000],
      [[600, 229.289322, 106.066017, 106.066017], 5000],
      [[150, 100, 50, 100], 5000],
      [[500, 250, 200, 100], 20000],
      [[300, 150, 200, 100], 20000],
    ])
    expect(annotations[0]!.segmentation).toEqual([[200, 100, 200, 400, 100, 400, 100, 100]])
  })

  it('G2 G9: whole pixels in VOC, corners rounded half up', async () => {
    const { objects } = await voc('bbox_rotation_edge')
    expect(objects['one.xml']).toEqual([
      ['Car', 100, 100, 200, 400],
      ['Bus', 600, 229, 706, 335],
      ['Car', 150, 100, 200, 200],
      ['Bus', 500, 250, 700, 350],
      ['Bus', 300, 150, 500, 250],
    ])
  })

  it('G8: what reaches beyond the image is cut, what lies outside is told', async () => {
    const { objects, issues } = await voc('bbox_rotation_edge')
    expect(objects['two.xml']).toEqual([
      ['Car', 0, 0, 150, 75],
      ['Car', 900, 450, 1000, 500],
      ['Bus', 925, 50, 1000, 193],
    ])
    expect(codes(issues.filter(({ code }) => code === 'region-empty'))).toEqual(['region-empty 2/c'])
    const clipped = await coco('bbox_rotation_edge', { clip: true })
    expect(clipped.annotations.filter(({ image_id }) => image_id === 1).map(({ bbox }) => bbox)).toEqual([
      [0, 0, 150, 75],
      [900, 450, 100, 50],
      [925, 50, 75, 86.60254], // of what is left of the turned box, not of its hull
    ])
  })

  it('G6: no `rotation` is 0', async () => {
    const { annotations } = await coco('bbox_rotation_edge')
    expect(annotations.at(-1)!.bbox).toEqual([100, 50, 200, 100])
  })

  it('G5: a turned box of width 0 costs only itself', async () => {
    const { annotations, issues } = await coco('bbox_zero_width_rotated')
    expect(annotations.map(({ bbox }) => bbox)).toEqual([[175, 100, 111.60254, 93.30127]])
    expect(codes(issues)).toEqual(['region-empty 1/w0', 'region-empty 1/h0', 'region-empty 1/wh0'])
    expect((await voc('bbox_zero_width_rotated')).objects).toEqual({ 'z.xml': [['Car', 175, 100, 287, 193]] })
  })
})

describe('polygons and brushes', () => {
  it('R6 R7 G12: a polygon of two points is told, two labels are two annotations', async () => {
    const { annotations, issues } = await coco('polygon_multi')
    expect(annotations.map(({ bbox, area, category_id }) => [category_id, bbox, area])).toEqual([
      [0, [100, 50, 200, 100], 20000],
      [1, [100, 50, 200, 100], 10000],
      [0, [800, 400, 400, 200], 80000],
      [1, [400, 200, 200, 100], 20000],
      [0, [400, 200, 200, 100], 20000],
    ])
    expect(codes(issues)).toEqual(['region-invalid 1/two', 'region-empty 1/flat'])
    expect((await voc('polygon_multi')).objects['p.xml']).toContainEqual(['Tree', 100, 50, 300, 150])
  })

  it('R4 R8 R9 R10: one annotation per region and label, areas in pixels, any file name', async () => {
    const { images, annotations, issues } = await coco('brush_mixed')
    expect(images.map(({ file_name, width, height }) => [file_name, width, height])).toEqual([
      ['img.png', 20, 10],
      ['img.webp', 20, 10],
      ['17', 20, 10],
    ])
    expect(annotations.map(({ image_id, bbox, area }) => [image_id, bbox, area])).toEqual([
      [0, [2, 2, 7, 7], 40], // 7×7 with a hole of 3×3
      [0, [11, 1, 7, 8], 8], // a dot and a line, one pixel thick
      [0, [12, 2, 6, 6], 36],
      [0, [8.631919, 2, 5.126851, 5.126851], 16], // G4: turned by 20°
      [0, [0.25, 0.125, 6.41, 4.945], 15.26435],
      [1, [0, 0, 4, 6], 24],
      [2, [0, 0, 4, 6], 24],
      [2, [0, 0, 4, 6], 24],
    ])
    expect(codes(issues)).toEqual(['region-empty 3/none', 'region-invalid 3/bad'])
  })
})

describe('key points', () => {
  it('R11 R13: an instance per person, hidden is 1, loose ones apart, every instance of the category has the keys', async () => {
    const { annotations, categories, issues } = await coco('keypoints_two_people')
    expect(categories.map(({ name, keypoints }) => [name, keypoints])).toEqual([
      ['Person', ['nose', 'right', 'left']],
      ['default', ['nose', 'right', 'left']],
    ])
    expect(annotations.map(({ bbox, num_keypoints, keypoints }) => [bbox, num_keypoints, keypoints])).toEqual([
      [[100, 50, 200, 300], 2, [150, 75, 2, 0, 0, 0, 120, 200, 1]],
      [[600, 50, 200, 300], 2, [650, 75, 2, 620, 200, 2, 0, 0, 0]],
      [[400, 50, 100, 300], 0, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
      [[0, 0, 900, 450], 2, [900, 450, 2, 0, 0, 0, 0, 0, 2]],
    ])
    expect(codes(issues)).toEqual(['keypoint-loose 1/k5', 'keypoint-loose 1/k6'])
  })

  it('R12: without model_index in config order', async () => {
    const { annotations, categories } = await coco('keypoints_no_model_index')
    expect(categories[0]!.keypoints).toEqual(['nose', 'left', 'right'])
    expect(annotations[0]!.keypoints).toEqual([150, 75, 2, 120, 200, 1, 0, 0, 0])
  })
})

describe('which image', () => {
  it('R22: Repeater', async () => {
    const { images, annotations } = await coco('repeater')
    expect(images.map(({ file_name }) => file_name)).toEqual(['a.jpg', 'b.jpg'])
    expect(annotations.map(({ image_id, category_id }) => [image_id, category_id])).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect((await voc('repeater')).objects).toEqual({
      'a.xml': [['Title', 100, 50, 300, 150]],
      'b.xml': [['Body', 300, 150, 500, 250]],
    })
  })

  it('R23: one image and one file per page', async () => {
    const { images, annotations } = await coco('multipage_image')
    expect(images.map(({ file_name, width }) => [file_name, width])).toEqual([
      ['p1.jpg', 1000],
      ['p2.jpg', undefined],
      ['p3.jpg', 400],
    ])
    expect(annotations.map(({ image_id, bbox }) => [image_id, bbox])).toEqual([
      [0, [100, 50, 200, 100]],
      [2, [120, 240, 80, 160]],
    ])
    expect((await voc('multipage_image')).objects).toEqual({
      'p1.xml': [['Title', 100, 50, 300, 150]],
      'p2.xml': [],
      'p3.xml': [['Body', 120, 240, 200, 400]],
    })
  })

  it('C16: the data key of the Image tag', async () => {
    expect((await coco('two_data_keys')).images.map(({ file_name }) => file_name)).toEqual(['real.jpg'])
  })

  it('C7 C8: every image has a file of its own, and its own boxes', async () => {
    const { objects } = await voc('same_file_names')
    const names = Object.keys(objects)
    expect(names).toHaveLength(11)
    expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(11)
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(215)
    expect(names.map((name) => objects[name])).toEqual(names.map((_, k) => [['Car', 100, 50, 200 + 10 * k, 100]]))
  })

  it('C6: the same image in two tasks is one entry', async () => {
    const { images, annotations } = await coco('same_file_names')
    expect(images).toHaveLength(10)
    expect(annotations.map(({ image_id }) => image_id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0])
  })
})

it('C2 C3: `category` is the id, the others get free ones', async () => {
  const { annotations, categories, issues } = await coco('bbox_categories')
  expect(categories.map(({ id, name }) => [id, name])).toEqual([
    [0, 'bike'],
    [1, 'new label'],
    [2, 'bus'],
    [5, 'truck'],
    [10, 'car'],
  ])
  expect(annotations.map(({ category_id }) => category_id)).toEqual([10, 5, 1, 0])
  expect(codes(issues)).toEqual(['label-unknown 1/c'])
})

interface CocoFile {
  readonly images: readonly { id: number; file_name: string; width?: number; height?: number }[]
  readonly categories: readonly { id: number; name: string; keypoints?: readonly string[] }[]
  readonly annotations: readonly {
    image_id: number
    category_id: number
    bbox: readonly number[]
    area: number
    segmentation: unknown
    keypoints?: readonly number[]
    num_keypoints?: number
  }[]
}

async function coco(name: string, options: Options = {}) {
  const converted = await exported(name, 'coco', options)
  const file: CocoFile = JSON.parse(converted.text('result.json'))
  return { ...file, issues: converted.issues }
}

/** File → label and xmin, ymin, xmax, ymax of each object. */
async function voc(name: string) {
  const { files, text, issues } = await exported(name, 'pascal-voc')
  const paths = [...files.keys()].filter((path) => path.startsWith('Annotations/'))
  const number = (xml: string, tag: string) => Number(new RegExp(`<${tag}>(.*?)</${tag}>`).exec(xml)?.[1])
  const objects = paths.map((path): [string, unknown[]] => [
    path.slice('Annotations/'.length),
    [...text(path).matchAll(/<object>.*?<\/object>/gs)].map(([xml]) => [
      /<name>(.*?)<\/name>/s.exec(xml)?.[1],
      ...['xmin', 'ymin', 'xmax', 'ymax'].map((tag) => number(xml, tag)),
    ]),
  ])
  return { objects: Object.fromEntries(objects), issues }
}
