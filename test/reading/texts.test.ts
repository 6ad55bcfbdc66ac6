import { describe, expect, it } from 'vitest'
import { detected, labelsOf, only, type Read, readFiles } from './read.ts'

/** [text of the span, label] of all spans. */
function spansOf({ results }: Read): unknown[] {
  return results.filter(({ type }) => type === 'labels').map(({ value }) => [value.text, ...(value.labels as string[])])
}

function jsonl(...records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

describe('conll2003', () => {
  const sentences = `EU NNP I-NP I-ORG
rejects VBZ I-VP O
German JJ I-NP I-MISC
call NN I-NP O

Peter NNP I-NP I-PER
Blackburn NNP I-NP I-PER
`

  it('reads four columns with IOB1 tags, a task per sentence', async () => {
    const read = await readFiles({ 'eng.conll': sentences })
    expect(read.reader).toBe('conll2003')
    expect(read.tasks.map(({ data }) => data.text)).toEqual(['EU rejects German call', 'Peter Blackburn'])
    expect(spansOf(read)).toEqual([
      ['EU', 'ORG'],
      ['German', 'MISC'],
      ['Peter Blackburn', 'PER'],
    ])
    expect(labelsOf(read, 'label')).toEqual(['ORG', 'MISC', 'PER'])
    expect(read.told).toEqual([
      'field-unread: `column 2` has no place in a task (6 of them)',
      'field-unread: `column 3` has no place in a task (6 of them)',
    ])
    expect(
      read.files
        .get('set/eng.conll')
        ?.split('\n')
        .findIndex((line) => line.includes('Peter')),
    ).toBe(5)
  })

  it('reads a document between each two -DOCSTART- lines as one task', async () => {
    const doc = `-DOCSTART- -X- -X- O\n\n${sentences}\n`
    const read = await readFiles({ 'a.txt': doc + doc })
    expect(read.tasks.map(({ data }) => data.text)).toEqual(Array(2).fill('EU rejects German call\nPeter Blackburn'))
    expect(read.tasks[1]?.annotations[0]?.result[2]?.value).toMatchObject({ start: 23, end: 38, text: 'Peter Blackburn' })
  })

  it.each([
    ['IOB1', 'I-A B-A O I-B'],
    ['IOB2', 'B-A B-A O B-B'],
    ['BILOU', 'U-A U-A O U-B'],
    ['BIOES', 'S-A S-A O S-B'],
  ])('reads %s', async (_, tags) => {
    const rows = tags.split(' ').map((tag, k) => `t${k}\t${tag}\n`)
    expect(spansOf(await readFiles({ 'a.bio': rows.join('') }))).toEqual([
      ['t0', 'A'],
      ['t1', 'A'],
      ['t3', 'B'],
    ])
  })

  it('joins B I L, and parts what another label follows', async () => {
    const rows = 'x B-A\ny I-A\nz L-A\nu I-B\nv I-C\n'
    expect(spansOf(await readFiles({ 'a.conll': rows }))).toEqual([
      ['x y z', 'A'],
      ['u', 'B'],
      ['v', 'C'],
    ])
  })

  it('counts code points', async () => {
    const read = await readFiles({ 'a.conll': '😀 O\nAnn B-PER\n' })
    expect(only(read.results).value).toEqual({ start: 2, end: 5, text: 'Ann', labels: ['PER'] })
  })

  it('keeps a token without a tag, and says so', async () => {
    const read = await readFiles({ 'a.conll': 'Ann B-PER\nsings\n' }, { from: 'conll2003' })
    expect(only(read.tasks).data.text).toBe('Ann sings')
    expect(read.told).toEqual(['tag-missing: the token `sings` has no tag; it is read as outside of all entities'])
    expect(read.issues[0]?.where).toEqual({ file: 'set/a.conll', line: 2 })
  })

  it('cannot be told from plain text that ends its lines with O', async () => {
    await expect(detected({ 'a.txt': 'an O\nB-x O\n' })).rejects.toMatchObject({ code: 'input-ambiguous' })
    expect(await detected({ 'a.txt': 'One line of a poem.\nAnd another.\n' })).toBe('text')
  })
})

describe('doccano-jsonl', () => {
  it('reads spans in code points, and what else the line says as data', async () => {
    const read = await readFiles({ 'a.jsonl': jsonl({ id: 3, text: '😀 Ann', label: [[2, 5, 'PER']], meta: { a: 1 } }) })
    expect(read.reader).toBe('doccano-jsonl')
    expect(only(read.tasks).data).toEqual({ text: '😀 Ann', id: 3, meta: { a: 1 } })
    expect(only(read.results).value).toEqual({ start: 2, end: 5, text: 'Ann', labels: ['PER'] })
  })

  it('reads entities with relations', async () => {
    const entities = [
      { id: 10, label: 'PER', start_offset: 0, end_offset: 3 },
      { id: 11, label: 'LOC', start_offset: 7, end_offset: 12 },
    ]
    const relations = [
      { id: 1, from_id: 10, to_id: 11, type: 'lives in' },
      { id: 2, from_id: 10, to_id: 99, type: 'x' },
    ]
    const read = await readFiles({ 'a.jsonl': jsonl({ text: 'Ann in Paris', entities, relations }) })
    expect(read.results[2]).toEqual({ from_id: '10', to_id: '11', type: 'relation', direction: 'right', labels: ['lives in'] })
    expect(read.told[0]).toMatch(/^record-invalid: not readable: the relation .* is not between two spans$/)
    expect(read.xml).toContain('<Relation value="lives in"/>')
  })

  it('reads categories of whole texts', async () => {
    const read = await readFiles({ 'a.jsonl': jsonl({ text: 'Fine', label: ['good', 'short'] }, { text: 'x', label: [] }) })
    expect(only(read.results)).toMatchObject({ type: 'choices', value: { choices: ['good', 'short'] } })
    expect(read.tasks).toHaveLength(2)
  })

  it('reports lines that are none and spans outside, with their place', async () => {
    const text = `${jsonl({ text: 'Ann', label: [[0, 9, 'PER']] })}{"text":\n${jsonl({ text: 'Ann', label: [[0, 3, 'PER']] })}`
    const read = await readFiles({ 'a.jsonl': text })
    expect(read.issues.map(({ code, where }) => [code, where.line])).toEqual([
      ['span-outside', 1],
      ['record-invalid', 2],
    ])
    expect(read.tasks).toHaveLength(2)
  })
})

describe('spacy-jsonl', () => {
  it('reads entities, span groups without repeating them, and categories', async () => {
    const record = {
      text: 'Ann in Paris',
      entities: [[0, 3, 'PER']],
      spans: {
        sc: [
          [0, 3, 'PER'],
          [0, 12, 'PHRASE'],
        ],
      },
      cats: { good: 1, bad: 0.2 },
    }
    const read = await readFiles({ 'a.jsonl': jsonl(record) })
    expect(read.reader).toBe('spacy-jsonl')
    expect(spansOf(read)).toEqual([
      ['Ann', 'PER'],
      ['Ann in Paris', 'PHRASE'],
    ])
    expect(read.results.at(-1)?.value).toEqual({ choices: ['good'] })
  })

  it('reads what Doc.to_json gives, in a list', async () => {
    const docs = [{ text: 'Ann', ents: [{ start: 0, end: 3, label: 'PER' }], tokens: [{ id: 0, start: 0, end: 3 }] }]
    const read = await readFiles({ 'a.json': JSON.stringify(docs, null, 1) })
    expect([read.reader, spansOf(read)]).toEqual(['spacy-jsonl', [['Ann', 'PER']]])
    expect(only(read.tasks).data).toEqual({ text: 'Ann' })
  })
})

describe('prodigy-jsonl', () => {
  const record = {
    text: 'Ann in Paris',
    _input_hash: 1,
    spans: [
      { start: 0, end: 3, label: 'PER', token_start: 0, token_end: 0 },
      { start: 7, end: 12, label: 'LOC', token_start: 2, token_end: 2 },
    ],
    relations: [{ head: 0, child: 2, label: 'in' }],
    answer: 'accept',
    meta: { source: 'x' },
  }

  it('reads spans, relations by their tokens, and the rest as data', async () => {
    const read = await readFiles({ 'a.jsonl': jsonl(record) })
    expect(read.reader).toBe('prodigy-jsonl')
    expect(spansOf(read)).toEqual([
      ['Ann', 'PER'],
      ['Paris', 'LOC'],
    ])
    expect(read.results[2]).toMatchObject({ from_id: '1', to_id: '2', labels: ['in'] })
    expect(only(read.tasks).data).toEqual({ text: 'Ann in Paris', meta: { source: 'x' } })
  })

  it('takes ignored and rejected lines for skipped ones, and reads what was chosen', async () => {
    const options = [
      { id: 'a', text: 'Alpha' },
      { id: 2, text: 'Beta' },
    ]
    const read = await readFiles({
      'a.jsonl': jsonl({ ...record, answer: 'reject' }, { text: 'x', options, accept: [2], answer: 'accept', _task_hash: 3 }),
    })
    expect(read.tasks.map(({ annotations }) => only(annotations))).toMatchObject([
      { was_cancelled: true },
      { was_cancelled: false },
    ])
    expect(read.results.at(-1)?.value).toEqual({ choices: ['Beta'] })
    expect(labelsOf(read, 'choice')).toEqual(['a', 'Beta'])
  })
})

describe('brat', () => {
  const files = {
    'd/a.txt': '😀 Ann lives\nin Paris.',
    'd/a.ann': `T1\tPER 2 5\tAnn
T2\tLOC 15 20\tParis
T3\tVERB 6 11;12 14\tlives in
T4\tGAP 2 5;15 20\tAnn Paris
R1\tlives_in Arg1:T1 Arg2:T2\t
E1\tLive:T3 Who:T1 Where:T2
A1\tSure T1
A2\tDegree T2 high
N1\tReference T2 Wiki:90\tParis, France
#1\tAnnotatorNotes T1\tthe singer
*\tAlias T1 T2
R2\tx Arg1:T1 Arg2:T9
`,
    'd/b.txt': 'not looked at',
  }

  it('reads spans, relations, events, attributes and notes', async () => {
    const read = await readFiles(files)
    expect(read.reader).toBe('brat')
    expect(read.tasks.map(({ data, annotations }) => [data.text, annotations.length])).toEqual([
      [files['d/a.txt'], 1],
      ['not looked at', 0],
    ])
    expect(spansOf(read)).toEqual([
      ['Ann', 'PER'],
      ['Paris', 'LOC'],
      ['lives\nin', 'VERB'],
      ['Ann', 'GAP'],
      ['Paris', 'GAP'],
    ])
    expect(
      read.results.filter(({ type }) => type === 'relation').map(({ from_id, to_id, labels }) => [from_id, to_id, labels]),
    ).toEqual([
      ['T3', 'T1', ['Who']],
      ['T3', 'T2', ['Where']],
      ['T1', 'T2', ['lives_in']],
      ['T1', 'T2', ['Alias']],
    ])
    const answers = read.results.filter(({ type }) => ['choices', 'textarea'].includes(type))
    expect(answers.map(({ id, from_name, value }) => [id, from_name, value.text ?? value.choices])).toEqual([
      ['T1', 'Sure', ['true']],
      ['T2', 'Degree', ['high']],
      ['T2', 'Reference', ['Wiki:90 Paris, France']],
      ['T1', 'AnnotatorNotes', ['the singer']],
    ])
    expect(read.told).toEqual([
      'object-split: the object has 2 parts; each is a region of its own',
      'record-invalid: not readable: the relation `x` is not between two spans',
    ])
    expect(read.issues[1]?.where).toEqual({ file: 'set/d/a.ann', line: 12 })
  })

  it('says so when the text is missing', async () => {
    const read = await readFiles({ 'a.ann': files['d/a.ann'], 'b.ann': '', 'b.txt': 'x' })
    expect(read.told).toEqual(['record-invalid: not readable: there is no .txt file of its name'])
    expect(read.tasks).toHaveLength(1)
  })
})
