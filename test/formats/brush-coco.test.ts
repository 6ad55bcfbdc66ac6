import { describe, expect, it } from 'vitest'
import { brushCoco } from '../../src/formats/brush-coco.ts'
import { polygonArea } from '../../src/model/geometry.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, polygon, task } from './drawing.ts'
import { goldenInput } from './goldens.ts'

interface Written {
  images: { id: number; file_name: string; path: string }[]
  annotations: { segmentation: unknown; area: number; bbox: number[]; category_id: number; annotator: unknown }[]
  categories: { id: number; name: string }[]
}

describe('brush-coco', () => {
  it('has the keys of Label Studio’s file', async () => {
    const { text } = await convert({ tasks: [task(1, [box('a', 10, 20, 30, 40)])], config: ALL_SHAPES, to: brushCoco })
    expect(JSON.parse(text('result_coco.json'))).toEqual({
      images: [{ id: 0, file_name: '1.jpg', path: 'http://localhost/1.jpg', width: 1000, height: 500 }],
      annotations: [
        {
          id: 1,
          image_id: 0,
          category_id: 1,
          segmentation: [[100, 100, 400, 100, 400, 300, 100, 300]],
          area: 60_000,
          bbox: [100, 100, 300, 200],
          iscrowd: 0,
          annotator: 3,
        },
      ],
      categories: ['car', 'dog', 'roof', 'ball', 'cell'].map((name, k) => ({
        id: k + 1,
        name,
        supercategory: '',
        color: ['#800000', '#008000', '#808000', '#000080', '#800080'][k],
        metadata: {},
      })),
      info: { version: '1.0', contributor: 'Goldpan' },
    })
  })

  it('R8: a region is one annotation with its holes and parts; area counts pixels', async () => {
    const { text } = await convert({ ...goldenInput('brush'), to: brushCoco })
    const { images, annotations } = JSON.parse(text('result_coco.json')) as Written
    expect(images.map(({ id }) => id)).toEqual([0, 1])
    expect(annotations.map(({ area, bbox }) => [area, ...bbox])).toEqual([
      [420, 6, 6, 29, 29],
      [253, 36, 21, 19, 19],
      [107, 2, 2, 58, 45],
      [253, 36, 21, 19, 19],
      [253, 36, 21, 19, 19],
    ])
  })

  it('writes masks as polygons for those who want them, with the same area', async () => {
    const { text, issues } = await convert({ ...goldenInput('brush'), to: brushCoco, options: { masks: 'polygon' } })
    const { annotations } = JSON.parse(text('result_coco.json')) as Written
    for (const { segmentation, area } of annotations) {
      const [numbers] = segmentation as [number[]]
      const points = numbers.flatMap((x, k) => (k % 2 === 0 ? [{ x, y: numbers[k + 1]! }] : []))
      expect(polygonArea(points)).toBeCloseTo(area, 6)
    }
    expect(issues.filter(({ code }) => code === 'outline-sampled').length).toBe(4)
  })

  it('G4 R9 R10: turns boxes, finds images of any name, and keeps fractions of pixels', async () => {
    const { text } = await exported('brush_mixed', 'brush-coco')
    const { images, annotations } = JSON.parse(text('result_coco.json')) as Written
    expect(images.length).toBe(3)
    expect(images.some(({ path }) => path.includes('?token'))).toBe(true)
    expect(
      annotations.some(
        ({ segmentation }) => Array.isArray(segmentation) && !Number.isInteger((segmentation as number[][])[0]![0]),
      ),
    ).toBe(true)
    const outline = polygon('p', [
      [10.05, 10],
      [30, 10],
      [20, 50],
    ])
    const one = await convert({ tasks: [task(1, [outline])], config: ALL_SHAPES, to: brushCoco })
    expect((JSON.parse(one.text('result_coco.json')) as Written).annotations[0]!.bbox).toEqual([100.5, 50, 199.5, 200])
  })

  it('C6: lists an image once', async () => {
    const { text } = await convert({ ...goldenInput('multi_annotator_image'), to: brushCoco })
    const { images } = JSON.parse(text('result_coco.json')) as Written
    expect(new Set(images.map(({ file_name }) => file_name)).size).toBe(images.length)
  })
})
