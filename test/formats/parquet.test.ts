import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { parquet } from '../../src/formats/parquet.ts'
import { type Converted, convert } from '../convert.ts'
import { answer, convertTexts, issuesOf, relation, span, textTask } from './text-cases.ts'

async function read(converted: Converted, name: string): Promise<Record<string, unknown>[]> {
  const bytes = converted.files.get(`${name}.parquet`)!
  return parquetReadObjects({ file: Uint8Array.from(bytes).buffer })
}

const RESULT = [
  span('a', 'Ann', 'Ann', ['PER', 'Big City']),
  answer('a', 'sure', 'choices', { start: 0, end: 3, choices: ['yes'] }),
  answer('t', 'tone', 'choices', { choices: ['good'] }),
  relation('a', 'a'),
]

describe('parquet', () => {
  it('has a row for each task, annotation, region, answer and relation', async () => {
    const converted = await convertTexts(parquet, [textTask(1, 'Ann', RESULT), textTask(2, 'Bob')])
    expect(await read(converted, 'tasks')).toEqual([
      { task_id: '1', annotations: 1, predictions: 0, text: 'Ann' },
      { task_id: '2', annotations: 0, predictions: 0, text: 'Bob' },
    ])
    expect(await read(converted, 'annotations')).toMatchObject([
      { task_id: '1', annotation_id: '10', origin: 'annotation', annotator: '5', was_cancelled: false, regions: 1, answers: 1 },
    ])
    const keys = { task_id: '1', annotation_id: '10' }
    const [region] = await read(converted, 'regions')
    expect(region).toMatchObject({
      ...keys,
      region_id: 'a',
      shape: 'span',
      label: 'PER',
      labels: ['PER', 'Big City'],
      start: 0,
      end: 3,
    })
    expect(JSON.parse(String(region!.results))).toEqual(RESULT.slice(0, 2))
    expect(await read(converted, 'answers')).toEqual([
      { ...keys, region_id: 'a', from_name: 'sure', to_name: 'text', type: 'choices', value: '["yes"]' },
      { ...keys, region_id: null, from_name: 'tone', to_name: 'text', type: 'choices', value: '["good"]' },
    ])
    expect(await read(converted, 'relations')).toMatchObject([{ ...keys, from_id: 'a', to_id: 'a', labels: ['lives in'] }])
    expect(issuesOf(converted)).toEqual([])
  })

  it('has a column per data key, renamed where its name is taken', async () => {
    const tasks = [
      { id: 1, data: { task_id: 'mine', n: 1.5, list: [1, 'a'], none: null } },
      { id: 2, data: { n: 'text', ['__proto__']: 'odd' } },
    ]
    const converted = await convert({ tasks, to: parquet })
    expect(await read(converted, 'tasks')).toMatchObject([
      { task_id: '1', _data_task_id: 'mine', n: '1.5', list: '[1,"a"]', none: null },
      { task_id: '2', _data_task_id: null, n: 'text' },
    ])
    expect(issuesOf(converted)).toContainEqual(['column-renamed', undefined, undefined])
  })

  it('writes tables without rows', async () => {
    const converted = await convert({ tasks: [], to: parquet })
    expect(await read(converted, 'regions')).toEqual([])
  })
})
