import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formats } from '../../../src/formats/index.ts'
import { fileTarget } from '../../../src/io/sinks.ts'
import { zipSink } from '../../../src/io/zip-writer.ts'
import { GoldpanError } from '../../../src/model/error.ts'
import { needBuild } from '../../cli/run-transcript.ts'
import { PART_KINDS } from '../../formats/part-kinds.ts'
import { golden } from '../../formats/table-cases.ts'
import { convertInNode, filesInNode, type NodeResult } from './in-node.ts'
import { GoldpanPage } from './in-page.ts'

const SAMPLES = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => resolve('examples', name))
const CASES = ['bbox_rotation', 'multi_annotator_image', 'ner_overlap', 'audio_transcription', 'brush', 'classification_mix']

const folder = mkdtempSync(join(tmpdir(), 'goldpan-chromium-'))
const large = join(folder, 'tasks.json')
let page: GoldpanPage

beforeAll(async () => {
  needBuild()
  writeFileSync(large, largeInput())
  page = await GoldpanPage.open()
})
afterAll(async () => {
  await page?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Several batches of a mebibyte, with a bad task in the midst. */
function largeInput(): string {
  const tasks: object[] = CASES.flatMap((name) => JSON.parse(golden(name).tasks))
  const texts: string[] = []
  for (let id = 1, size = 0; size < 2_300_000; id++) {
    const text = id === 1000 ? '{"id": 1000, "data": NaN}' : JSON.stringify({ ...tasks[id % tasks.length], id })
    texts.push(text)
    size += text.length
  }
  return `[${texts.join(',\n')}]`
}

describe.each(SAMPLES.map((path) => ({ name: basename(path), path })))('the bytes of Node: $name', ({ path }) => {
  it.each(formats.map(({ id }) => id))('%s', async (to) => {
    const inNode = await convertInNode([path], { to })
    const inPage = await page.convert(path, { to })
    expect(inPage.error).toBeUndefined()
    expect(inPage.output).toBe(inNode.output)
    if (inNode.report !== undefined) expect(inPage.report).toBe(inNode.report)
  })
})

describe('the same for any number of workers', () => {
  it.each(PART_KINDS)('%s', async (to) => {
    const inNode = await convertInNode([large], { to })
    const alone = await page.convert([large], { to, workers: 0 })
    const together = await page.convert([large], { to, workers: 2 })
    expect([alone.workers, together.workers]).toEqual([0, 3]) // the third only tried whether there can be any
    for (const inPage of [alone, together]) expect(inPage.output).toBe(inNode.output)
    if (inNode.report !== undefined) expect([alone.report, together.report]).toEqual([inNode.report, inNode.report])
  })
})

describe('what is chosen', () => {
  it('may be packed with gzip, in several members', async () => {
    const packed = put('packed.json.gz', gzipSync(readFileSync(large)), gzipSync('{"id": 1, "data": {"text": "a"}}'))
    const inNode = await convertInNode([packed], { to: 'json' })
    expect((await page.convert([packed], { to: 'json' })).output).toBe(inNode.output)
  })

  it('may be a zip with its config', async () => {
    const zip = join(folder, 'project.zip')
    await zipFolder('examples/image-shapes', zip)
    const inNode = await convertInNode([zip], { to: 'coco' })
    const inPage = await page.convert([zip], { to: 'coco' })
    expect(inPage.output).toBe(inNode.output)
    expect(inPage.report).toBe(inNode.report)
    expect(inPage.report).toContain('"configFile": "project.zip/config.xml"')
  })

  it('may have its config beside it', async () => {
    const [tasks, config] = ['tasks.json', 'config.xml'].map((name) => resolve('examples/image-rotated', name))
    const inNode = await convertInNode([tasks!], { to: 'coco' })
    const inPage = await page.convert([tasks!, config!], { to: 'coco' })
    expect(inPage.output).toBe(inNode.output)
    expect(inPage.report).toBe(inNode.report)
  })
})

describe('the issues of Node', () => {
  it('of a list that breaks off', async () => {
    await expectSameIssues(put('short.json', readFileSync(large).subarray(0, 2_000_000)))
  })

  it('of tasks that are no JSON, and of text that is no UTF-8', async () => {
    await expectSameIssues(put('bad.jsonl', '{"id": 1, "data": {}}\n{"id": 2,, }\n', Buffer.from('{"id": "\xff"}\n', 'latin1')))
  })

  it.each([
    ['breaks off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['is damaged in the midst', (bytes: Buffer) => bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 50)],
    ['has a wrong checksum', (bytes: Buffer) => bytes.fill(0, bytes.length - 8, bytes.length - 4)],
    ['has something else behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('else')])],
  ])('of gzip that %s', async (_name, damage) => {
    await expectSameIssues(put('damaged.json.gz', damage(gzipSync(readFileSync(large)))))
  })

  it('of a zip that breaks off, and of one with a damaged file', async () => {
    const zip = join(folder, 'whole.zip')
    await zipFolder('examples/image-shapes', zip)
    const bytes = readFileSync(zip)
    await expectSameIssues(put('short.zip', bytes.subarray(0, bytes.length - 30)), put('good.json', '[{"id": 1, "data": {}}]'))
    await expectSameIssues(put('damaged.zip', bytes.fill(0xff, 80, 90)))
  })

  it('of an input without tasks', async () => {
    await expectSameIssues(put('empty.json', ''))
    await expectSameIssues(put('text.json', 'text'))
  })
})

describe('the same bytes of data sets of other formats', () => {
  it.each([
    ...['globox/coco', 'globox/cvat-xml', 'globox/labelme', 'globox/pascal-voc', 'globox/yolo'],
    ...['praatio', 'pycocotools', 'spacy', 'pysubs2', 'webvtt-py', 'pillow', 'pyarrow'],
  ])('%s', async (name) => {
    const path = resolve('test/fixtures/foreign', name)
    const inNode = await convertInNode([path], { to: 'json' })
    const inPage = await page.convert(path, { to: 'json' })
    expect(inPage.error).toBeUndefined()
    expect(inPage.tasksRead).toBeGreaterThan(0)
    expect(inPage.output).toBe(inNode.output)
    expect(inPage.report).toBe(inNode.report)
  })

  it.each([
    ['a.csv', 'image,note\n1.jpg,"two\nlines"\n2.jpg\n'],
    ['a.tsv', 'text\tn\nHello 😀\t1\n'],
    ['a.txt', 'Hello\n\nyou\n'],
    ['a.conll', 'Ann B-PER\nruns O\n\nBye O\n'],
    ['a.jsonl', '{"text": "Ann", "spans": [{"start": 0, "end": 3, "label": "PER"}], "answer": "accept"}\n'],
    ['a.rttm', 'SPEAKER talk 1 0.5 1.25 <NA> <NA> Ann <NA> <NA>\n'],
  ])('%s', async (name, content) => {
    const path = put(name, content)
    const request = { to: 'json', reading: name === 'a.csv' ? { mediaPrefix: 's3://b/' } : {} }
    const inPage = await page.convert([path], request)
    expect(inPage.error).toBeUndefined()
    expect(inPage.output).toBe((await convertInNode([path], request)).output)
  })

  it('or the same error', async () => {
    const path = put('broken.csv', 'a,b\n"1,2\n')
    const { error } = await page.convert([path], { to: 'json' })
    expect(error).toMatchObject({ code: 'input-damaged' })
    const tasks = resolve('examples/image-shapes')
    const useless = await page.convert(tasks, { to: 'json', reading: { imageSize: '4x4' } })
    expect(useless.error).toMatchObject({ code: 'option-unknown', message: 'reading tasks has no option --image-size' })
  })
})

describe('the output', () => {
  it('may be a folder, which must be empty or may be overwritten', async () => {
    const path = resolve('examples/image-shapes')
    const files = await filesInNode([path], { to: 'pascal-voc' })
    const first = await page.convert(path, { to: 'pascal-voc', intoFolder: 'voc' })
    expect(first.output).toBeUndefined()
    expect(first.folder).toEqual(files)
    const again = await page.convert(path, { to: 'pascal-voc', intoFolder: 'voc' })
    expect(again.error).toMatchObject({ code: 'output-exists', where: { file: 'voc' } })
    const over = await page.convert(path, { to: 'pascal-voc', intoFolder: 'voc', overwrite: true })
    expect(over.folder).toEqual(files)
  })

  it('may be a stream', async () => {
    const path = resolve('examples/image-shapes')
    for (const to of ['coco', 'pascal-voc'])
      expect((await page.convert(path, { to, intoStream: true })).output).toBe((await convertInNode([path], { to })).output)
  })

  it('has a name to save it as', async () => {
    const path = resolve('examples/image-shapes')
    expect((await page.convert(path, { to: 'coco' })).name).toBe('result.json')
    expect((await page.convert(path, { to: 'VOC' })).name).toBe('pascal-voc.zip')
  })

  it.each([0, 2])('is nowhere when the run is called off, with %i workers', async (workers) => {
    const { error, folder: left } = await page.convert([large], {
      to: 'pascal-voc',
      workers,
      cancels: true,
      intoFolder: `off-${workers}`,
    })
    expect(error).toMatchObject({ name: 'GoldpanError', code: 'cancelled' })
    expect(left).toEqual({})
  })
})

it('tells how far it is', async () => {
  const { steps, tasksRead } = await page.convert([large], { to: 'json' })
  const { size } = statSync(large)
  expect(steps.length).toBeGreaterThan(2)
  expect(steps.every(({ totalBytes }) => totalBytes === size)).toBe(true)
  expect(steps.map(({ bytes }) => bytes)).toEqual([...steps.map(({ bytes }) => bytes)].sort((a, b) => a - b))
  expect(steps.at(-1)?.tasks).toBe(tasksRead + 1) // one is bad
})

it('does without workers where their script cannot be loaded', async () => {
  const result = await page.convert([large], { to: 'coco', workers: 2, module: '/alone/goldpan.js' })
  expect(result.workers).toBe(1) // the try
  expect(result.output).toBe((await convertInNode([large], { to: 'coco' })).output)
})

it('names the nearest format and option', async () => {
  const path = resolve('examples/image-shapes')
  expect((await page.convert(path, { to: 'cocoo' })).error).toMatchObject({
    code: 'format-unknown',
    hint: 'did you mean coco? `goldpan formats` lists all',
  })
  const { error } = await page.convert(path, { to: 'coco', select: { anotations: 'latest' } })
  expect(error).toMatchObject({ code: 'option-unknown', hint: 'did you mean --annotations?' })
})

function put(name: string, ...parts: readonly (string | Uint8Array)[]): string {
  writeFileSync(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part))))
  return join(folder, name)
}

async function zipFolder(path: string, zip: string): Promise<void> {
  const sink = zipSink(await fileTarget(zip))
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile()) await sink.put(relative(path, file).replaceAll('\\', '/'), readFileSync(file))
  }
  await sink.close()
}

/** The same report and output, or the same error. */
async function expectSameIssues(...paths: readonly string[]): Promise<void> {
  const inPage = await page.convert(paths, { to: 'coco' })
  const inNode = await convertInNode(paths, { to: 'coco' }).catch((error: unknown) => error)
  if (inNode instanceof Error) expect(inPage.error).toEqual(plain(inNode))
  else {
    const { report, result, output } = inNode as NodeResult
    expect(inPage.report).toBe(report)
    expect(inPage.damages).toEqual(result.damages.map(plain))
    expect(inPage.output).toBe(output)
  }
}

function plain(error: Error): object {
  if (!(error instanceof GoldpanError)) return error
  const { name, code, message, hint, where } = error
  return { name, code, message, hint, where }
}
