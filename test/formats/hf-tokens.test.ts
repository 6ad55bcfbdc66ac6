import { describe, expect, it } from 'vitest'
import { hfTokens } from '../../src/formats/hf-tokens.ts'
import { convertTexts, issuesOf, recordsIn, span, textTask } from './text-cases.ts'

const TEXT = 'Ann lives in New York. Bob left.'
const RESULT = [span('a', TEXT, 'Ann'), span('b', TEXT, 'New York', ['Big City']), span('c', TEXT, 'Bob', ['new'])]

describe('hf-tokens', () => {
  it('writes a line per sentence, with numbers for tags: labels of the config first', async () => {
    const converted = await convertTexts(hfTokens, [textTask(1, TEXT, RESULT)])
    expect(recordsIn(converted, 'train.jsonl')).toEqual([
      { id: '1-10-0', tokens: ['Ann', 'lives', 'in', 'New', 'York', '.'], ner_tags: [1, 0, 0, 3, 4, 0] },
      { id: '1-10-1', tokens: ['Bob', 'left', '.'], ner_tags: [5, 0, 0] },
    ])
    expect(JSON.parse(converted.text('labels.json'))).toEqual([
      'O',
      'B-PER',
      'I-PER',
      'B-Big City',
      'I-Big City',
      'B-new',
      'I-new',
    ])
    expect(issuesOf(converted)).toEqual([['label-unknown', 1, 'c']])
  })

  it('numbers labels alike however the input is cut', async () => {
    const tasks = [
      textTask(1, TEXT, [RESULT[2]!]),
      textTask(2, TEXT, RESULT),
      textTask(3, 'x y', [span('x', 'x y', 'y', ['other'])]),
    ]
    const whole = await convertTexts(hfTokens, tasks)
    const cut = await convertTexts(hfTokens, tasks, { batchTasks: 1 })
    expect(cut.files).toEqual(whole.files)
    expect(JSON.parse(whole.text('labels.json')).slice(5)).toEqual(['B-new', 'I-new', 'B-other', 'I-other'])
  })

  it('writes names and other schemes and pieces on request', async () => {
    const options = { tagValues: 'names', scheme: 'BILOU', sentences: 'document', tokenizer: 'whitespace' }
    const converted = await convertTexts(hfTokens, [textTask(1, TEXT, RESULT)], { options })
    expect(recordsIn(converted, 'train.jsonl')).toEqual([
      {
        id: '1-10-0',
        tokens: ['Ann', 'lives', 'in', 'New', 'York', '.', 'Bob', 'left.'],
        ner_tags: ['U-PER', 'O', 'O', 'B-Big City', 'L-Big City', 'O', 'U-new', 'O'],
      },
    ])
    expect(converted.text('README.md')).not.toContain('class_label')
  })

  it('reports what one tag per token cannot hold', async () => {
    const result = [span('a', TEXT, 'York'), span('b', TEXT, 'New York', ['Big City', 'PER'])]
    const converted = await convertTexts(hfTokens, [textTask(1, TEXT, result)], { options: { tagValues: 'names' } })
    expect(recordsIn(converted, 'train.jsonl')).toMatchObject([
      { ner_tags: ['O', 'O', 'O', 'B-Big City', 'I-Big City', 'O'] },
      { ner_tags: ['O', 'O', 'O'] },
    ])
    expect(issuesOf(converted)).toEqual([
      ['span-overlapped', 1, 'a'],
      ['labels-cut', 1, 'b'],
    ])
  })
})
