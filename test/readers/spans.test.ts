import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { askPython, formatOf, writeFiles } from './python.ts'

type Spans = readonly (readonly [label: string, text: string])[]

const project = bigProject('text')

/** What the annotations say that they mark, where it is in the text; white space at the ends cut off. */
async function expected(): Promise<Spans[]> {
  const lines = (await convert({ ...project, to: formatOf('spacy-jsonl') })).text('result.jsonl').trimEnd().split('\n')
  return lines.map((line) => {
    const { text, spans } = JSON.parse(line) as { text: string; spans: { sc: [number, number, string][] } }
    return spans.sc.map(([start, end, label]) => [label, [...text].slice(start, end).join('')])
  })
}

async function look(kind: 'doccano' | 'prodigy' | 'brat'): Promise<Spans[]> {
  const format = formatOf(kind === 'brat' ? kind : `${kind}-jsonl`)
  const selection = { excludeUnannotated: true }
  const folder = writeFiles(await convert({ ...project, to: format, selection }))
  return askPython('spans.py', kind, join(folder, format.singleFile ?? '')) as Spans[]
}

describe('Python', () => {
  it('finds in doccano what was marked', async () => {
    const found = await look('doccano')
    const trimmed = found.map((spans) =>
      spans.map(([label, text]) => [label, text.trim()] as const).filter(([, text]) => text !== ''),
    )
    expect(trimmed).toEqual(await expected())
    expect(found.flat().length).toBeGreaterThan(100)
  })

  it('finds in Prodigy what was marked, and tokens that fit', async () => {
    expect(await look('prodigy')).toEqual(await expected())
  })

  it('finds in brat what was marked', async () => {
    const named = (label: string) => label.replaceAll(' ', '_')
    const inPieces = (text: string) => text.split(/[\n\u2028]+/).join(' ')
    const spans = (await expected()).map((texts) => texts.map(([label, text]) => [named(label), inPieces(text)]))
    expect(await look('brat')).toEqual(spans)
  })
})
