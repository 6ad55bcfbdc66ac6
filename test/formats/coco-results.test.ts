import { describe, expect, it } from 'vitest'
import { coco } from '../../src/formats/coco.ts'
import { cocoResults } from '../../src/formats/coco-results.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box, polygon, task } from './drawing.ts'

const TASKS = [
  task(1, [box('truth', 0, 0, 10, 10)]),
  {
    ...task(2, [box('truth', 0, 0, 10, 10, 0, ['dog'])]),
    predictions: [
      {
        id: 7,
        model_version: 'v1',
        score: 0.5,
        result: [
          { ...box('sure', 10, 20, 30, 40, 0, ['dog']), score: 0.9 },
          polygon('unsure', [
            [10, 10],
            [30, 10],
            [20, 50],
          ]),
        ],
      },
    ],
  },
]

describe('coco-results', () => {
  it('lists what models said, with the ids of the coco file of the same tasks', async () => {
    const { text, issues, wrote } = await convert({ tasks: TASKS, config: ALL_SHAPES, to: cocoResults })
    const truth = JSON.parse((await convert({ tasks: TASKS, config: ALL_SHAPES, to: coco })).text('result.json'))
    const image = truth.images.find(({ task: id }: { task: number }) => id === 2).id
    const category = (label: string) => truth.categories.find(({ name }: { name: string }) => name === label).id
    expect(JSON.parse(text('results.json'))).toEqual([
      { image_id: image, category_id: category('dog'), bbox: [100, 100, 300, 200], score: 0.9 },
      {
        image_id: image,
        category_id: category('roof'),
        bbox: [100, 50, 200, 200],
        segmentation: [[100, 50, 300, 50, 200, 250]],
        score: 0.5,
      },
    ])
    expect(issues.map(({ code, task: id }) => `${code} ${id}`)).toEqual(['annotation-unscored 1', 'annotation-unscored 2'])
    expect(Object.fromEntries(wrote)).toEqual({ regions: 2, results: 2 })
  })

  it('writes 1 where there is no score, and says so', async () => {
    const tasks = [{ ...task(1, []), predictions: [{ id: 1, result: [box('a', 0, 0, 10, 10)] }] }]
    const { text, issues } = await convert({ tasks, config: ALL_SHAPES, to: cocoResults, options: { firstId: 1 } })
    expect(JSON.parse(text('results.json'))).toEqual([{ image_id: 0, category_id: 1, bbox: [0, 0, 100, 50], score: 1 }])
    expect(issues.map(({ code }) => code)).toEqual(['score-missing'])
  })

  it('leaves out low scores where it is told to', async () => {
    const { wrote } = await convert({ tasks: TASKS, config: ALL_SHAPES, to: cocoResults, selection: { minScore: 0.6 } })
    expect(wrote.get('regions')).toBeUndefined()
  })
})
