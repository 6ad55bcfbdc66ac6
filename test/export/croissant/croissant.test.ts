import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { convert } from '../../../src/export/convert.ts'
import { croissantSink } from '../../../src/export/croissant/croissant-sink.ts'
import { recordSetsOf } from '../../../src/export/croissant/record-sets.ts'
import { memorySink } from '../../../src/io/sinks.ts'

interface Croissant {
  readonly name: string
  readonly license?: string
  readonly distribution: readonly Readonly<Record<string, string>>[]
  readonly recordSet: readonly { readonly name: string; readonly field: readonly { readonly name: string }[] }[]
}

const DATA_SET = { name: 'cars', description: 'all of them', license: '', url: '' }

async function describeFiles(
  write: (put: (path: string, content: string) => Promise<void>) => Promise<void>,
): Promise<Croissant> {
  const files = new Map<string, Uint8Array>()
  const sink = croissantSink(memorySink(files), DATA_SET)
  await write((path, content) => sink.put(path, content))
  await sink.close()
  return JSON.parse(Buffer.from(files.get('croissant.json') ?? []).toString())
}

describe('croissant.json', () => {
  it('lists every file of an export with its size and hash, but for the report', async () => {
    const files = new Map<string, Uint8Array>()
    const output = { croissant: true, croissantName: 'shapes', croissantLicense: 'CC-BY-4.0' }
    await convert({ source: 'examples/image-shapes', to: 'yolo', sink: memorySink(files), output, workers: 0 })
    const { name, license, distribution }: Croissant = JSON.parse(Buffer.from(files.get('croissant.json') ?? []).toString())
    expect([name, license]).toEqual(['shapes', 'CC-BY-4.0'])
    const others = [...files].filter(([path]) => path !== 'report.json' && path !== 'croissant.json')
    expect(distribution.map(({ contentUrl, contentSize, sha256 }) => [contentUrl, contentSize, sha256])).toEqual(
      others.map(([path, bytes]) => [path, `${bytes.length} B`, createHash('sha256').update(bytes).digest('hex')]),
    )
    expect(others.length).toBeGreaterThan(4)
  })

  it('has a set for many files of a kind in a folder', async () => {
    const { distribution } = await describeFiles(async (put) => {
      for (let k = 0; k < 101; k++) await put(`labels/train/${k}.txt`, '0 1 1 1 1\n')
      await put('labels/val/1.txt', '')
      await put('classes.txt', 'Car\n')
    })
    expect(distribution.map((one) => [one['@type'], one['@id']])).toEqual([
      ['cr:FileSet', 'labels/train/*.txt'],
      ['cr:FileObject', 'labels/val/1.txt'],
      ['cr:FileObject', 'classes.txt'],
    ])
    expect(distribution[0]).toMatchObject({ includes: 'labels/train/*.txt', encodingFormat: 'text/plain' })
  })

  it('begins anew with the output', async () => {
    const files = new Map<string, Uint8Array>()
    const sink = croissantSink(memorySink(files), DATA_SET)
    await sink.put('a.txt', 'a')
    await sink.startOver?.()
    await sink.put('b.txt', 'b')
    await sink.close()
    const { distribution }: Croissant = JSON.parse(Buffer.from(files.get('croissant.json') ?? []).toString())
    expect(distribution.map((one) => one['@id'])).toEqual(['b.txt'])
  })

  it('needs a place, and details of it need the file itself', async () => {
    const run = (output: object) => convert({ source: 'examples/image-shapes', to: 'coco', sink: memorySink(new Map()), output })
    await expect(run({ croissantName: 'x' })).rejects.toMatchObject({ code: 'option-missing' })
    await expect(run({ croisant: true })).rejects.toMatchObject({ code: 'option-unknown', hint: 'did you mean --croissant?' })
  })
})

describe('records', () => {
  const fieldsOf = (file: string, head: string) =>
    recordSetsOf(file, head).flatMap(({ field }) => field.map((one) => Object.entries(one).map(([key, value]) => [key, value])))

  it('of tables are their columns', () => {
    const [{ field } = { field: [] }] = recordSetsOf('train.csv', '\ufeffid,"a ""b"", c",text\n1,2,3\n')
    expect(field).toMatchObject([
      { name: 'train/id', dataType: 'sc:Text', source: { fileObject: { '@id': 'train.csv' }, extract: { column: 'id' } } },
      { source: { extract: { column: 'a "b", c' } } },
      { source: { extract: { column: 'text' } } },
    ])
    expect(recordSetsOf('x.tsv', 'a\tb\n')[0]?.field).toHaveLength(2)
  })

  it('of JSON lines are the keys of the first one, with what they hold', () => {
    const line =
      '{"id":1,"score":0.5,"ok":true,"text":"a","at":"2024-01-02T03:04:05Z","tags":["x"],"none":null,"deep":{"a":1},"list":[{}]}\n'
    expect(recordSetsOf('a.jsonl', line)[0]?.field).toMatchObject([
      { name: 'a/id', dataType: 'sc:Integer' },
      { name: 'a/score', dataType: 'sc:Float' },
      { name: 'a/ok', dataType: 'sc:Boolean' },
      { name: 'a/text', dataType: 'sc:Text' },
      { name: 'a/at', dataType: 'sc:DateTime' },
      { name: 'a/tags', dataType: 'sc:Text', repeated: true },
      { name: 'a/none', dataType: 'sc:Text' },
    ])
  })

  it.each([
    ['a.jsonl', '{"text":"no end'],
    ['a.jsonl', 'no json\n'],
    ['a.json', '[{"id":1}]'],
    ['a.csv', ''],
    ['labels/1.txt', 'a,b\n'],
  ])('of %s with %j are not known', (file, head) => {
    expect(fieldsOf(file, head)).toEqual([])
  })
})
