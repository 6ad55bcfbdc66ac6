import { describe, expect, it } from 'vitest'
import { doccanoJsonl } from '../../src/formats/doccano-jsonl.ts'
import { answer, convertTexts, issuesOf, recordsIn, relation, span, textTask } from './text-cases.ts'

const TEXT = '😀 Ann lives in New York.'
const RESULT = [
  span('a', TEXT, ' Ann', ['PER', 'Big City']),
  span('b', TEXT, 'New York', ['Big City']),
  relation('a', 'b'),
  answer('t', 'tone', 'choices', { choices: ['good'] }),
]
const META = { task_id: 1, annotation_id: 10, annotator: 5 }

async function run(task: string, tasks = [textTask(1, TEXT, RESULT)]) {
  const converted = await convertTexts(doccanoJsonl, tasks, { options: { task } })
  return { records: recordsIn(converted, 'result.jsonl'), issues: issuesOf(converted) }
}

describe('doccano-jsonl', () => {
  it('writes spans as they are, one for each label', async () => {
    const { records, issues } = await run('sequence-labeling')
    const label = [
      [1, 5, 'PER'],
      [1, 5, 'Big City'],
      [15, 23, 'Big City'],
    ]
    expect(records).toEqual([{ text: TEXT, label, ...META }])
    expect(issues).toEqual([
      ['answer-dropped', 1, 't'],
      ['relation-dropped', 1, 'a'],
    ])
  })

  it('writes relations between entities', async () => {
    const { records, issues } = await run('relation-extraction')
    expect(records).toEqual([
      {
        text: TEXT,
        entities: [
          { id: 0, label: 'PER', start_offset: 1, end_offset: 5 },
          { id: 1, label: 'Big City', start_offset: 1, end_offset: 5 },
          { id: 2, label: 'Big City', start_offset: 15, end_offset: 23 },
        ],
        relations: [{ id: 0, from_id: 0, to_id: 2, type: 'lives in' }],
        ...META,
      },
    ])
    expect(issues).toEqual([['answer-dropped', 1, 't']])
  })

  it('writes categories', async () => {
    const { records, issues } = await run('text-classification')
    expect(records).toEqual([{ text: TEXT, label: ['good'], ...META }])
    expect(issues).toEqual([
      ['shape-dropped', 1, 'a'],
      ['shape-dropped', 1, 'b'],
      ['relation-dropped', 1, 'a'],
    ])
  })

  it('writes texts that nobody annotated, to be annotated there', async () => {
    expect((await run('sequence-labeling', [textTask(1, 'x')])).records).toEqual([{ text: 'x', label: [], task_id: 1 }])
  })
})
