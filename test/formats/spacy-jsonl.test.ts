import { describe, expect, it } from 'vitest'
import { spacyJsonl } from '../../src/formats/spacy-jsonl.ts'
import { answer, convertTexts, issuesOf, recordsIn, relation, span, textTask } from './text-cases.ts'

const TEXT = '😀 Ann lives in New York.'
const run = async (...args: Parameters<typeof convertTexts> extends [unknown, ...infer Rest] ? Rest : never) => {
  const converted = await convertTexts(spacyJsonl, ...args)
  return { records: recordsIn(converted, 'result.jsonl'), issues: issuesOf(converted), wrote: converted.wrote }
}

describe('spacy-jsonl', () => {
  it('counts characters as Python does', async () => {
    const { records, issues } = await run([
      textTask(1, TEXT, [span('a', TEXT, 'Ann'), span('b', TEXT, 'New York', ['Big City'])]),
    ])
    const spans = [
      [2, 5, 'PER'],
      [15, 23, 'Big City'],
    ]
    expect(records).toEqual([
      {
        text: TEXT,
        entities: spans,
        spans: { sc: spans },
        cats: { good: 0, bad: 0 },
        meta: { task_id: 1, annotation_id: 10, annotator: 5 },
      },
    ])
    expect(issues).toEqual([])
  })

  it('has overlapping spans and all labels among the spans, the longest among the entities', async () => {
    const result = [span('a', TEXT, 'York'), span('b', TEXT, 'New York', ['Big City', 'PER'])]
    const { records, issues, wrote } = await run([textTask(1, TEXT, result)], { options: { spansKey: 'all' } })
    expect(records).toMatchObject([
      {
        entities: [[15, 23, 'Big City']],
        spans: {
          all: [
            [19, 23, 'PER'],
            [15, 23, 'Big City'],
            [15, 23, 'PER'],
          ],
        },
      },
    ])
    expect(issues).toEqual([['span-overlapped', 1, 'a']])
    expect(wrote.get('regions')).toBe(2)
  })

  it('leaves white space at the ends out, and says so', async () => {
    const { records, issues } = await run([textTask(1, TEXT, [span('a', TEXT, ' Ann ')])])
    expect(records).toMatchObject([{ entities: [[2, 5, 'PER']] }])
    expect(issues).toEqual([['span-trimmed', 1, 'a']])
  })

  it('has what was chosen about the text as categories, and reports what has no place', async () => {
    const result = [
      answer('t', 'tone', 'choices', { choices: ['good'] }),
      answer('s', 'stars', 'rating', { rating: 4 }),
      span('a', TEXT, 'Ann'),
      span('b', TEXT, 'New York'),
      { ...answer('a', 'sure', 'choices', { start: 2, end: 5, text: 'Ann', choices: ['yes'] }) },
      relation('a', 'b'),
    ]
    const { records, issues } = await run([textTask(1, TEXT, result)])
    expect(records).toMatchObject([{ cats: { good: 1, bad: 0 } }])
    expect(issues).toEqual([
      ['relation-dropped', 1, 'a'],
      ['attribute-dropped', 1, 'a'],
      ['answer-dropped', 1, 's'],
    ])
  })

  it('says nothing about categories of a text that nobody annotated', async () => {
    const { records } = await run([textTask(1, 'x')], { selection: { includeUnannotated: true } })
    expect(records).toEqual([{ text: 'x', entities: [], spans: { sc: [] }, cats: {}, meta: { task_id: 1 } }])
  })
})
