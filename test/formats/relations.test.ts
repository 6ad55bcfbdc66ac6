import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { relations } from '../../src/formats/relations.ts'
import { convertTexts, issuesOf, relation, span, textTask } from './text-cases.ts'

const TEXT = '😀 "Ann", New York'
const RESULT = [span('a', TEXT, '"Ann"'), span('b', TEXT, 'New York', ['Big City', 'PER'])]

async function run(...result: object[]) {
  const converted = await convertTexts(relations, [textTask(1, TEXT, result)])
  return { rows: parse(converted.text('relations.csv'), { columns: true }) as Record<string, string>[], converted }
}

describe('relations', () => {
  it('writes both ends of each', async () => {
    const { rows, converted } = await run(...RESULT, relation('a', 'b'))
    expect(rows).toEqual([
      {
        ...{ task_id: '1', annotation_id: '10', annotator: '5', relation: 'lives in', direction: 'right' },
        ...{ from_id: 'a', from_label: 'PER', from_type: 'span', from_start: '2', from_end: '7', from_text: '"Ann"' },
        from_value: '{"start":2,"end":7,"text":"\\"Ann\\"","labels":["PER"]}',
        ...{ to_id: 'b', to_label: 'Big City|PER', to_type: 'span', to_start: '9', to_end: '17', to_text: 'New York' },
        to_value: '{"start":9,"end":17,"text":"New York","labels":["Big City","PER"]}',
      },
    ])
    expect(issuesOf(converted)).toEqual([])
    expect(converted.wrote.get('regions')).toBe(2)
  })

  it('turns those that point to the left, and writes a row for each label', async () => {
    const { rows } = await run(...RESULT, relation('a', 'b', ['x', 'y'], 'left'), relation('a', 'b', [], 'bi'))
    expect(rows.map((row) => [row.from_id, row.relation, row.direction, row.to_id])).toEqual([
      ['b', 'x', 'right', 'a'],
      ['b', 'y', 'right', 'a'],
      ['a', '', 'bi', 'b'],
    ])
  })

  it('writes the id of an end that is nowhere', async () => {
    const { rows } = await run(RESULT[0]!, relation('a', 'gone'))
    expect(rows).toMatchObject([{ from_id: 'a', to_id: 'gone', to_label: '', to_value: '' }])
  })

  it('reports regions in no relation', async () => {
    const { rows, converted } = await run(...RESULT, relation('a', 'a'))
    expect(rows).toHaveLength(1)
    expect(issuesOf(converted)).toEqual([['region-unrelated', 1, 'b']])
  })
})
