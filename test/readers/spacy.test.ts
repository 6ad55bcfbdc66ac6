import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashString } from '../../src/formats/spacy/string-hash.ts'
import { bigProject } from '../arbitrary.ts'
import { type ConvertInput, convert } from '../convert.ts'
import { goldenInput } from '../formats/goldens.ts'
import { askPython, formatOf, writeFiles } from './python.ts'

type Span = readonly [start: number, end: number, label: string, text: string]
interface Document {
  readonly text: string
  readonly words: readonly string[]
  readonly entities: readonly Span[]
  readonly spans: readonly Span[]
  readonly cats: Readonly<Record<string, number>>
  readonly meta: Readonly<Record<string, unknown>>
}
interface Read {
  readonly docs: readonly Document[]
  readonly records: readonly (Pick<Document, 'text' | 'entities' | 'cats' | 'meta'> & { readonly example: Document | null })[]
}

async function look(input: Omit<ConvertInput, 'to'>): Promise<Read> {
  const [binary, lines] = await Promise.all(
    ['spacy', 'spacy-jsonl'].map(async (id) => {
      const format = formatOf(id)
      return join(writeFiles(await convert({ ...input, to: format })), format.singleFile!)
    }),
  )
  return askPython('spacy_docs.py', binary!, lines!) as Read
}

describe('spaCy', () => {
  it('knows strings and symbols by the same numbers', () => {
    const texts = ['PER', 'Big Person', '北京', '😀', ' ', 'abcdefg', 'abcdefgh', 'abcdefghi', 'x'.repeat(100)]
    const numbers = Object.entries(askPython('spacy_docs.py', '--numbers', ...texts) as Record<string, string>)
    expect(numbers.length).toBeGreaterThan(450)
    for (const [text, number] of numbers) expect(String(hashString(text)), text).toBe(number)
  })

  it('finds the entities of ner_basic in the DocBin, with the text that Label Studio stored', async () => {
    const { docs } = await look(goldenInput('ner_basic'))
    expect(docs.flatMap(({ entities }) => entities.map(([, , label, text]) => [label, text]))).toEqual([
      ['PER', "Jane O'Connor"],
      ['ORG', 'Acme Corp.'],
      ['MONEY', '$3.99'],
      ['DATE', '12/05/2023'],
      ['PER', 'Bob Smith'],
      ['LOC', 'New York'],
      ['PER', 'Bob'],
      ['LOC', 'New   York'],
      ['ORG', 'AHU-G1-V-1-1'],
    ])
  })

  it('reads the same from the DocBin and from JSON lines, of random projects', async () => {
    const project = bigProject('text')
    const { docs, records } = await look(project)
    expect(docs.length).toBeGreaterThan(50)
    expect(docs.map(({ text, entities, cats, meta }) => ({ text, entities, cats, meta }))).toEqual(
      records.map(({ text, entities, cats, meta }) => ({ text, entities, cats, meta })),
    )
    const texts = new Map(project.tasks.map(({ id, data }) => [id, (data as { text?: string }).text]))
    for (const { text, words, entities, spans, meta } of docs) {
      expect(text).toBe(texts.get(meta.task_id))
      expect(words.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      for (const [start, end, , slice] of [...entities, ...spans]) expect([...text].slice(start, end).join('')).toBe(slice)
    }
    expect(docs.flatMap(({ spans }) => spans).length).toBeGreaterThan(docs.flatMap(({ entities }) => entities).length)
  })

  it('makes training examples of the JSON lines', async () => {
    const { records, docs } = await look(bigProject('text'))
    const examples = records.flatMap(({ example }, index) => (example === null ? [] : [{ example, doc: docs[index]! }]))
    expect(examples.length).toBeGreaterThan(20)
    for (const { example, doc } of examples) {
      expect(example.entities).toEqual(doc.entities)
      expect(example.spans).toEqual(doc.spans)
      expect(example.cats).toEqual(doc.cats)
    }
  })

  it('opens a DocBin without documents', async () => {
    expect(await look({ ...bigProject('text', 1), tasks: [] })).toEqual({ docs: [], records: [] })
  })
})
