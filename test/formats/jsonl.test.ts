import { describe, expect, it } from 'vitest'
import { jsonl } from '../../src/formats/jsonl.ts'
import { convert } from '../convert.ts'
import { answer, convertTexts, recordsIn, relation, span, textTask } from './text-cases.ts'

const RESULT = [
  span('a', 'Ann', 'Ann'),
  answer('a', 'sure', 'choices', { start: 0, end: 3, choices: ['yes'] }),
  relation('a', 'a'),
]

describe('jsonl', () => {
  it('writes tasks as they came in, one on each line, numbers as they are spelled', async () => {
    const tasks = '[ {"id": 1,\n "data": {"n": 1.0, "big": 12345678901234567890, "text": "a\\nb"} } ,\n{"id":2,"data":{}}]'
    const converted = await convert({ tasks, to: jsonl })
    expect(converted.text('result.jsonl')).toBe(
      '{"id":1,"data":{"n":1.0,"big":12345678901234567890,"text":"a\\nb"}}\n{"id":2,"data":{}}\n',
    )
  })

  it('writes skipped annotations and predictions too, unless they are not selected', async () => {
    const annotations = [
      { id: 1, was_cancelled: true, result: [] },
      { id: 2, result: RESULT },
    ]
    const tasks = [{ id: 1, data: { text: 'Ann' }, annotations, predictions: [{ id: 3, result: [] }] }]
    expect(recordsIn(await convertTexts(jsonl, tasks), 'result.jsonl')).toEqual(tasks)
    const selection = { cancelled: 'drop', predictions: 'none' }
    expect(recordsIn(await convertTexts(jsonl, tasks, { selection }), 'result.jsonl')).toEqual([
      { ...tasks[0], annotations: [annotations[1]], predictions: [] },
    ])
  })

  it('writes a line per region, answer and relation', async () => {
    const tone = answer('t', 'tone', 'choices', { choices: ['good'] })
    const tasks = [textTask(1, 'Ann', [...RESULT, tone]), textTask(2, 'x')]
    const converted = await convertTexts(jsonl, tasks, { options: { rows: 'regions' } })
    const common = { task_id: 1, origin: 'annotation', annotator: 5, annotation_id: 10, data: { text: 'Ann' } }
    const { id: _, ...region } = RESULT[0] as { id: string }
    expect(recordsIn(converted, 'result.jsonl')).toEqual([
      { ...common, ...region, region_id: 'a', labels: ['PER'], attributes: { sure: ['yes'] } },
      { ...common, region_id: 't', from_name: 'tone', to_name: 'text', type: 'choices', value: { choices: ['good'] } },
      { ...common, type: 'relation', from_id: 'a', to_id: 'a', direction: 'right', labels: ['lives in'] },
      { task_id: 2, data: { text: 'x' } },
    ])
    const bare = await convertTexts(jsonl, tasks, { options: { rows: 'regions', data: false } })
    expect(recordsIn(bare, 'result.jsonl').at(-1)).toEqual({ task_id: 2 })
  })

  it('keeps a shape and the labels that another control gave it', async () => {
    const value = { x: 1, y: 2, width: 3, height: 4, rotation: 0 }
    const shape = { id: 'b', from_name: 'box', to_name: 'img', type: 'rectangle', value }
    const labels = { ...shape, from_name: 'kind', type: 'labels', value: { ...value, labels: ['car'] } }
    const tasks = [{ id: 1, data: {}, annotations: [{ id: 10, result: [shape, labels] }] }]
    const [line] = recordsIn(await convert({ tasks, to: jsonl, options: { rows: 'regions' } }), 'result.jsonl')
    expect(line).toMatchObject({
      from_name: 'kind',
      value: { width: 3, labels: ['car'] },
      others: [{ from_name: 'box', type: 'rectangle', value }],
    })
  })
})
