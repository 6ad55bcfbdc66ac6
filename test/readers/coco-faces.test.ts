import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { goldenInput } from '../formats/goldens.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

describe('pycocotools', () => {
  it.each([
    ['brush', {}, { images: 2, annotations: 5, rle: 5, polygon: 0 }],
    ['brush', { masks: 'polygon' }, { images: 2, annotations: 5, rle: 0, polygon: 5 }],
    ['labels_plus_shapes', {}, { images: 2, annotations: 5, rle: 1, polygon: 4 }],
  ])('reads brush-coco of %s with %j', async (name, options, counts) => {
    const result = await convertGolden(name, 'brush-coco', { options })
    const found = askPython('coco.py', join(writeFiles(result), 'result_coco.json'))
    expect(found).toEqual([{ ...counts, keypoints: 0, averagePrecision: 1, problems: [] }])
  })

  it.each(['bbox_rotation', 'polygons', 'brush'])('loads the results of %s and finds them right', async (name) => {
    const { tasks, config } = goldenInput(name)
    const predicted = (JSON.parse(tasks) as { annotations: { result: object[] }[] }[]).map((task) => ({
      ...task,
      predictions: task.annotations.map(({ result }, k) => ({ id: k, score: 0.75, result })),
    }))
    const truth = await convert({ tasks: predicted, config, to: formatOf('coco'), options: { boxSegmentation: 'all' } })
    const results = await convert({ tasks: predicted, config, to: formatOf('coco-results') })
    const found = askPython('coco_results.py', join(writeFiles(truth), 'result.json'), join(writeFiles(results), 'results.json'))
    const count = JSON.parse(truth.text('result.json')).annotations.length
    expect(found).toEqual({ results: count, scores: Array(count).fill(0.75), averagePrecision: { bbox: 1, segm: 1 } })
  })
})

describe('the rule of panoptic PNGs', () => {
  it('holds for random projects, things and stuff', async () => {
    for (const stuff of ['', 'car,ü/ö']) {
      const result = await convert({ ...bigProject('image'), to: formatOf('coco-panoptic'), options: { stuff } })
      const found = askPython('panoptic.py', writeFiles(result)) as Record<string, unknown>
      expect(found).toEqual({ images: result.wrote.get('images'), segments: result.wrote.get('segments'), problems: [] })
      expect(found.segments).toBeGreaterThan(50)
    }
  })
})

it('Pillow opens mask-png, and finds the pixels of brush-npy', async () => {
  const look = async (to: string, options: Record<string, string>) =>
    askPython(
      'masks.py',
      writeFiles(await convert({ ...bigProject('image'), to: formatOf(to), options, selection: { annotations: 'all' } })),
    ) as Record<string, { mode: string; hash: string; type: string }>
  const png = await look('mask-png', {})
  const npy = await look('brush-npy', { mode: 'classes' })
  expect(Object.values(png).map(({ hash }) => hash)).toEqual(Object.values(npy).map(({ hash }) => hash))
  expect(Object.values(png).length).toBeGreaterThan(20)
  const instances = await look('mask-png', { values: 'instances' })
  expect(Object.keys(instances)).toEqual(Object.keys(png))
  expect(new Set(Object.values(instances).map(({ mode }) => mode))).toEqual(new Set(['I;16']))
})
