import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { recordsIn } from '../formats/text-cases.ts'
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
    const named = await convertGolden('ner_basic', 'hf-tokens', { options: { tagValues: 'names' } })
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

describe('Hugging Face datasets opens huggingface', () => {
  it.each(['image', 'audio', 'text'] as const)(
    'Parquet of %s, with features, and finds in it what JSON lines say',
    async (kind) => {
      const project = bigProject(kind)
      const [lines, table] = await Promise.all(
        ['jsonl', 'parquet'].map((container) => convert({ ...project, to: formatOf('huggingface'), options: { container } })),
      )
      const { features, rows } = load(table!)
      const path = [...lines!.files.keys()][0]!
      expect(rows).toEqual(recordsIn(lines!, path))
      expect(rows.length).toBeGreaterThan(40)
      expect(features).toMatchObject({ task_id: 'string' })
    },
  )

  it('an ImageFolder, with boxes beside each image', async () => {
    const converted = await convertGolden('bbox_basic', 'huggingface')
    const folder = writeFiles(converted)
    const lines = recordsIn(converted, 'train/metadata.jsonl') as { file_name: string; objects: object }[]
    for (const { file_name } of lines) writeFileSync(join(folder, 'train', file_name), 'never decoded')
    const { features, rows } = askPython('load_dataset.py', folder) as Dataset
    expect(features).toMatchObject({
      image: 'Image',
      objects: { bbox: ['List', ['List', 'float64']], category: ['List', 'string'] },
    })
    expect(rows.map(({ image, objects }) => [image, objects])).toEqual(
      lines.map(({ file_name, objects }) => [file_name, objects]),
    )
    expect(rows.length).toBeGreaterThan(1)
  })

  it('an AudioFolder, with what was said beside each recording', async () => {
    const converted = await convertGolden('audio_transcription', 'huggingface')
    const folder = writeFiles(converted)
    const lines = recordsIn(converted, 'train/metadata.jsonl') as { file_name: string; segments: object }[]
    for (const { file_name } of lines) writeFileSync(join(folder, 'train', file_name), 'never decoded')
    const { features, rows } = askPython('load_dataset.py', folder) as Dataset
    expect(features).toMatchObject({ audio: 'Audio' })
    expect(rows.map(({ audio, segments }) => [audio, segments])).toEqual(
      lines.map(({ file_name, segments }) => [file_name, segments]),
    )
    expect(rows.length).toBeGreaterThan(1)
  })

  it('texts', async () => {
    const { features, rows } = load(await convertGolden('ner_basic', 'huggingface'))
    expect(features).toMatchObject({ text: 'string', spans: { start: ['List', 'int64'], label: ['List', 'string'] } })
    for (const { text, spans } of rows) {
      const { start, end, label } = spans as Record<string, (number | string)[]>
      for (const [k] of label!.entries())
        expect([...String(text)].slice(Number(start![k]), Number(end![k])).join('')).not.toBe('')
    }
  })
})
