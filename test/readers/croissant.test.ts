import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/export/convert.ts'
import { scratch } from '../io/scratch.ts'
import { askPython } from './python.ts'

const folder = scratch()

interface Read {
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
}

async function read(source: string, to: string): Promise<Read> {
  const sink = join(folder.path, to)
  const output = { croissant: true, croissantLicense: 'CC-BY-4.0', split: 'train=0.6,test=0.4' }
  await convert({ source, to, sink, output, select: { includeUnannotated: true }, workers: 0 })
  return askPython('croissant.py', join(sink, 'croissant.json')) as Read
}

describe('mlcroissant takes croissant.json', () => {
  it.each([
    ['examples/image-shapes', 'coco'],
    ['examples/image-shapes', 'yolo'],
    ['examples/text-entities', 'jsonl'],
    ['examples/text-choices', 'csv'],
    ['examples/text-entities', 'hf-tokens'],
    ['examples/audio-transcripts', 'asr-manifest'],
  ])('of %s as %s', async (source, to) => {
    const { errors, warnings } = await read(source, to)
    expect(errors).toEqual([])
    const unknowable = /(citeAs|datePublished|version|url)" is recommended/ // nobody has told us
    expect(warnings.filter((warning) => !unknowable.test(warning))).toEqual([])
  })

  it('and reads the records of tables, lines and COCO', async () => {
    const csv = await read('examples/text-choices', 'tsv')
    const rows = Object.entries(csv.records).flatMap(([set, records]) => records.map((record) => record[`${set}/text`]))
    expect(rows).toHaveLength(4)
    expect(rows.every((text) => typeof text === 'string' && text.length > 3)).toBe(true)
    const { records } = await read('examples/image-rotated', 'brush-coco')
    const names = Object.values(records).flatMap((list) => list.map((record) => Object.values(record)[1]))
    expect(names.sort()).toEqual(['land.png', 'port.png', 'sq.png'])
  })
})
