import { describe, expect, it } from 'vitest'
import { prodigyJsonl } from '../../src/formats/prodigy-jsonl.ts'
import { answer, convertTexts, issuesOf, recordsIn, relation, span, textTask } from './text-cases.ts'

const TEXT = '😀 Ann lives in New York.'

describe('prodigy-jsonl', () => {
  it('writes tokens, and spans with the tokens they are made of', async () => {
    const converted = await convertTexts(prodigyJsonl, [
      textTask(1, 'Ann, 😀', [span('a', 'Ann, 😀', 'Ann', ['PER', 'Big City'])]),
    ])
    expect(recordsIn(converted, 'result.jsonl')).toEqual([
      {
        text: 'Ann, 😀',
        tokens: [
          { text: 'Ann', start: 0, end: 3, id: 0, ws: false },
          { text: ',', start: 3, end: 4, id: 1, ws: true },
          { text: '😀', start: 5, end: 6, id: 2, ws: false },
        ],
        spans: [
          { start: 0, end: 3, token_start: 0, token_end: 0, label: 'PER' },
          { start: 0, end: 3, token_start: 0, token_end: 0, label: 'Big City' },
        ],
        options: [
          { id: 'good', text: 'good' },
          { id: 'bad', text: 'bad' },
        ],
        accept: [],
        answer: 'accept',
        meta: { task_id: 1, annotation_id: 10, annotator: 5 },
      },
    ])
    expect(issuesOf(converted)).toEqual([])
  })

  it('draws relations between the last tokens of spans, from head to child', async () => {
    const result = [span('a', TEXT, 'Ann'), span('b', TEXT, 'New York', ['Big City'])]
    const ends = {
      a: { start: 2, end: 5, token_start: 1, token_end: 1, label: 'PER' },
      b: expect.objectContaining({ token_end: 5 }),
    }
    const there = { head: 1, child: 5, head_span: ends.a, child_span: ends.b, label: 'lives in' }
    const back = { head: 5, child: 1, head_span: ends.b, child_span: ends.a, label: 'lives in' }
    for (const [direction, expected] of [
      ['right', [there]],
      ['left', [back]],
      ['bi', [there, back]],
    ] as const) {
      const links = [relation('a', 'b', ['lives in'], direction)]
      const converted = await convertTexts(prodigyJsonl, [textTask(1, TEXT, [...result, ...links])])
      expect(recordsIn(converted, 'result.jsonl')).toMatchObject([{ relations: expected }])
    }
  })

  it('reports relations to what is not written, and names those without a label', async () => {
    const result = [span('a', TEXT, 'Ann'), span('b', TEXT, 'York', []), relation('a', 'b'), relation('a', 'a', [])]
    const converted = await convertTexts(prodigyJsonl, [textTask(1, TEXT, result)])
    expect(recordsIn(converted, 'result.jsonl')).toMatchObject([{ relations: [{ head: 1, child: 1, label: 'related' }] }])
    expect(issuesOf(converted)).toEqual([
      ['region-unlabelled', 1, 'b'],
      ['relation-dropped', 1, 'a'],
    ])
  })

  it('accepts what was chosen, and ignores what was skipped', async () => {
    const chosen = textTask(1, 'x', [answer('t', 'tone', 'choices', { choices: ['bad'] })])
    const skipped = { id: 2, data: { text: 'y' }, annotations: [{ id: 20, was_cancelled: true, result: [] }] }
    const open = textTask(3, 'z')
    const selection = { cancelled: 'keep', includeUnannotated: true }
    const converted = await convertTexts(prodigyJsonl, [chosen, skipped, open], { selection })
    const records = recordsIn(converted, 'result.jsonl') as { accept: string[]; answer?: string }[]
    expect(records.map(({ accept, answer: answered }) => [accept, answered])).toEqual([
      [['bad'], 'accept'],
      [[], 'ignore'],
      [[], undefined],
    ])
  })
})
