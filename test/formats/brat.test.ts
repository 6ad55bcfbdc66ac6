import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { BratNames } from '../../src/formats/brat/names.ts'
import { brat } from '../../src/formats/brat.ts'
import { answer, convertTexts, issuesOf, relation, span, textTask } from './text-cases.ts'

const TEXT = '😀 Ann lives in New York.'

describe('brat', () => {
  it('writes entities, attributes, notes and relations beside the text', async () => {
    const result = [
      span('a', TEXT, 'Ann'),
      answer('a', 'sure', 'choices', { start: 2, end: 5, choices: ['yes'] }),
      answer('a', 'note', 'textarea', { start: 2, end: 5, text: ['two\nlines'] }),
      span('b', TEXT, 'New York', ['Big City', 'PER']),
      relation('a', 'b'),
    ]
    const converted = await convertTexts(brat, [textTask(1, TEXT, result)])
    expect([...converted.files.keys()].sort()).toEqual(['annotation.conf', 'task-1.ann', 'task-1.txt', 'visual.conf'])
    expect(converted.text('task-1.txt')).toBe(TEXT)
    expect(converted.text('task-1.ann').split('\n')).toEqual([
      'T1\tPER 2 5\tAnn',
      'A1\tsure T1 yes',
      '#1\tAnnotatorNotes T1\tnote: two lines',
      'T2\tBig_City 15 23\tNew York',
      'T3\tPER 15 23\tNew York',
      'R1\tlives_in Arg1:T1 Arg2:T2',
      '',
    ])
    expect(converted.text('annotation.conf').split('\n')).toEqual([
      ...['[entities]', 'PER', 'Big_City', ''],
      ...['[relations]', 'lives_in\tArg1:<ENTITY>, Arg2:<ENTITY>', ''],
      ...['[events]', ''],
      ...['[attributes]', 'sure\tArg:<ENTITY>, Value:yes', ''],
    ])
    expect(converted.text('visual.conf')).toContain('Big_City | Big City\n')
    expect(issuesOf(converted)).toEqual([['label-renamed', 1, 'b']])
  })

  it('writes spans over line breaks in pieces', async () => {
    const text = 'a\n\n b\u2028c'
    const converted = await convertTexts(brat, [textTask(1, text, [span('a', text, text)])])
    expect(converted.text('task-1.ann')).toBe('T1\tPER 0 1;3 5;6 7\ta  b c\n')
  })

  it('gives every annotation files of its own when there are several', async () => {
    const annotations = [3, 4].map((id) => ({ id, result: [span('a', 'Ann', 'Ann')] }))
    const tasks = [{ id: 'x.1', data: { text: 'Ann' }, annotations }, textTask(2, 'y')]
    const converted = await convertTexts(brat, tasks, { selection: { annotations: 'all' } })
    expect([...converted.files.keys()].filter((path) => !path.endsWith('.conf')).sort()).toEqual([
      'task-2.ann',
      'task-2.txt',
      'task-x.1-annotation-3.ann',
      'task-x.1-annotation-3.txt',
      'task-x.1-annotation-4.ann',
      'task-x.1-annotation-4.txt',
    ])
    expect(converted.text('task-2.ann')).toBe('')
  })
})

describe('names in brat', () => {
  const labels = ['a b', 'a_b', 'a.b', 'ü'].map((label) => `<Label value="${label}"/>`).join('')
  const names = new BratNames(
    parseLabelConfig(`<View><Text name="t" value="$t"/><Labels name="l" toName="t">${labels}</Labels></View>`),
  )

  it.each([
    ['a b', 'a_b'],
    ['a_b', 'a_b_2'],
    ['a.b', 'a_b_3'],
    ['ü', 'ü'],
    ['a/b', 'a_2f_b'], // not in the config, and its name is taken
    ['c d', 'c_d'],
    ['', '_'],
  ])('%j is %j', (label, name) => {
    expect(names.of(label)).toBe(name)
  })
})
