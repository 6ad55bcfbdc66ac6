import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Dataset {
  readonly splits: Readonly<Record<string, number>>
  readonly features: Readonly<Record<string, unknown>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

const load = (converted: Converted) => askPython('load_dataset.py', writeFiles(converted)) as Dataset

describe('Hugging Face datasets opens hf-tokens', () => {
  it('with tags as classes', async () => {
    const converted = await convertGolden('ner_basic', 'hf-tokens')
    const { features, rows } = load(converted)
    const tags = JSON.parse(converted.text('labels.json'))
    expect(features).toEqual({ id: 'string', tokens: ['List', 'string'], ner_tags: ['List', ['ClassLabel', tags]] })
    const named = await convertGolden('ner_basic', 'hf-tokens', { options: { tags: 'names' } })
    expect(rows).toEqual(load(named).rows)
    expect(rows.flatMap(({ ner_tags }) => ner_tags)).toContain('B-ORG')
  })

  it('with all sentences of random projects', async () => {
    const converted = await convert({ ...bigProject('text'), to: formatOf('hf-tokens') })
    const { rows } = load(converted)
    expect(rows.length).toBe(converted.wrote.get('sentences'))
    const lengths = rows.map(({ tokens, ner_tags }) => [(tokens as unknown[]).length, (ner_tags as unknown[]).length])
    for (const [tokens, tags] of lengths) expect(tokens).toBe(tags)
    const begins = rows.flatMap(({ ner_tags }) => (ner_tags as string[]).filter((tag) => tag.startsWith('B-')))
    expect(begins.length).toBe(converted.wrote.get('regions'))
  })
})
