import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { type Conversion, convert } from '../../src/export/convert.ts'
import type { TaskSource } from '../../src/export/task-source.ts'
import { coco } from '../../src/formats/coco.ts'
import { memorySink } from '../../src/io/sinks.ts'
import { GoldpanError } from '../../src/model/error.ts'
import { scratch } from '../io/scratch.ts'

const PROJECT = 'examples/text-choices'
const TASKS = join(PROJECT, 'tasks.json')
const CONFIG = join(PROJECT, 'config.xml')
const bytes = readFileSync(TASKS)
const { path: folder } = scratch()

/** A conversion to CSV in memory; `config` is given, so that it is the same for all sources. */
async function csv(source: TaskSource | readonly TaskSource[], more: Partial<Conversion> = {}) {
  const files = new Map<string, Uint8Array>()
  const report = await convert({ source, to: 'csv', sink: memorySink(files), config: CONFIG, ...more })
  return { report, text: new TextDecoder().decode(files.get('result.csv')), files }
}

async function* chunks() {
  yield bytes.subarray(0, 100)
  yield bytes.subarray(100)
}

describe('sources', () => {
  it.each<[string, TaskSource | readonly TaskSource[]]>([
    ['a folder', PROJECT],
    ['bytes', bytes],
    ['a Blob', new Blob([bytes])],
    ['a File', new File([bytes], 'tasks.json')],
    ['an async iterable', chunks()],
    ['a Node stream', createReadStream(TASKS)],
    ['a web stream', new Blob([bytes]).stream()],
    ['named bytes', { name: 'here.json', bytes }],
    ['gzip', gzipSync(bytes)],
    ['a list', [TASKS]],
  ])('%s', async (_name, source) => {
    const expected = await csv(TASKS)
    const { report, text } = await csv(source)
    expect(text).toBe(expected.text)
    expect(report.tasksRead).toBe(expected.report.tasksRead)
  })

  it('several of different kinds come one after the other', async () => {
    const { report } = await csv([TASKS, bytes, { name: 'third', bytes: new Blob([bytes]) }])
    expect(report.tasksRead).toBe(3 * (await csv(TASKS)).report.tasksRead)
  })

  it('zips may come as bytes', async () => {
    const zip = join(folder, 'x.zip')
    await convert({ source: TASKS, to: 'json', sink: zip })
    const { report } = await csv({ name: 'x.zip', bytes: readFileSync(zip) })
    expect(report.tasksRead).toBe((await csv(TASKS)).report.tasksRead)
  })

  it('are named in problems', async () => {
    const problem = await csv({ name: 'mine.json', bytes: Buffer.from('[1]') }).catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 'task-invalid', where: { file: 'mine.json', line: 1 } })
  })
})

describe('configs', () => {
  const xml = readFileSync(CONFIG, 'utf8')
  it.each<[string, Conversion['config']]>([
    ['a path', CONFIG],
    ['XML', xml],
    ['XML behind blanks', `\n ${xml}`],
    ['one that was read', parseLabelConfig(xml)],
  ])('%s', async (_name, config) => {
    const { report } = await csv(bytes, { config })
    expect(report.config.source).toBe('given')
    expect(report.config.controls).toEqual(parseLabelConfig(xml).controls)
  })

  it('without one it is that beside the tasks, else inferred', async () => {
    expect((await csv(TASKS, { config: undefined })).report.config.source).toBe('given')
    expect((await csv(bytes, { config: undefined })).report.config.source).toBe('inferred')
  })
})

describe('sinks', () => {
  it('a folder, with the report in it', async () => {
    const out = join(folder, 'out')
    const report = await convert({ source: TASKS, to: 'csv', sink: out })
    expect(readdirSync(out).sort()).toEqual(['report.json', 'result.csv'])
    expect(report).toMatchObject({ format: 'csv', output: out, report: join(out, 'report.json') })
    expect(JSON.parse(readFileSync(report.report!, 'utf8'))).toMatchObject({ format: 'csv', inputs: [TASKS] })
    await expect(convert({ source: TASKS, to: 'csv', sink: out })).rejects.toMatchObject({ code: 'output-exists' })
    await convert({ source: TASKS, to: 'csv', sink: out, overwrite: true })
  })

  it('a file, with the report where it is wanted', async () => {
    const [out, report] = [join(folder, 'x.csv'), join(folder, 'r.json')]
    const result = await convert({ source: TASKS, to: 'csv', sink: out, report })
    expect(result.report).toBe(report)
    expect(JSON.parse(readFileSync(report, 'utf8'))).toHaveProperty('goldpan')
    expect(readFileSync(out, 'utf8')).toBe((await csv(TASKS)).text)
  })

  it('a web stream, which is closed', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const [text, report] = await Promise.all([
      new Response(readable).text(),
      convert({ source: TASKS, to: 'csv', sink: writable, config: CONFIG }),
    ])
    expect(text).toBe((await csv(TASKS)).text)
    expect(report.report).toBeUndefined()
  })

  it('a Node stream, which gets a zip from formats of several files', async () => {
    const stream = new PassThrough()
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => void parts.push(part))
    await convert({ source: 'examples/image-rotated', to: 'pascal-voc', sink: stream })
    stream.end()
    expect(Buffer.concat(parts).toString('latin1')).toMatch(/^PK.*Annotations.*report\.json/s)
  })

  it('a web stream is aborted when the run fails', async () => {
    let reason: unknown = 'none'
    const sink = new WritableStream<Uint8Array>({ abort: () => void (reason = 'aborted') })
    await expect(convert({ source: Buffer.from('nonsense'), to: 'csv', sink })).rejects.toThrow(GoldpanError)
    expect(reason).toBe('aborted')
  })

  it('none in a dry run', async () => {
    const report = await convert({ source: TASKS, to: coco, dryRun: true })
    expect(report).toMatchObject({ output: 'nothing (dry run)', report: undefined })
  })
})

describe('what is asked for is checked before anything is read', () => {
  const good: Conversion = { source: 'no/such/file.json', to: 'csv', sink: memorySink(new Map()) }
  const conversion = (wrong: object): Conversion => ({ ...good, ...wrong })

  it.each<[object, string, RegExp]>([
    [{ to: 'cocoo' }, 'format-unknown', /did you mean coco\?/],
    [{ sorce: 'x' }, 'option-unknown', /did you mean --source\?/],
    [{ source: [] }, 'option-missing', /name files or folders/],
    [{ source: undefined }, 'option-invalid', /it takes paths/],
    [{ source: [new URL('file:///x')] }, 'option-invalid', /it takes paths/],
    [{ source: { bytes: 'x' } }, 'option-invalid', /it takes paths/],
    [{ sink: undefined }, 'option-missing', /or pass dryRun/],
    [{ sink: 7 }, 'option-invalid', /name a folder/],
    [{ sink: {} }, 'option-invalid', /name a folder/],
    [{ options: { row: 'regions' } }, 'option-unknown', /did you mean --rows\?/],
    [{ options: { rows: 'region' } }, 'option-invalid', /did you mean regions\?/],
    [{ select: { onlyGroundTrue: true } }, 'option-unknown', /did you mean --only-ground-truth\?/],
    [{ onBadTask: 'stop' }, 'option-invalid', /skip, fail/],
    [{ workers: -1 }, 'option-invalid', /a number of threads/],
    [{ memoryLimit: '1kB' }, 'option-invalid', /144MiB or more/],
  ])('%j', async (wrong, code, hint) => {
    const problem = await convert(conversion(wrong)).catch((error: unknown) => error)
    expect(problem).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  it('then the input', async () => {
    await expect(convert(good)).rejects.toMatchObject({ code: 'input-missing' })
  })
})

describe('a run that is called off', () => {
  const tasks = Array.from({ length: 6000 }, (_, id) => JSON.stringify({ id, data: { text: 'x'.repeat(500) }, annotations: [] }))
  const many = Buffer.from(`[${tasks.join()}]`)

  it('leaves nothing behind, not even the folders it made', async () => {
    const controller = new AbortController()
    const run = convert({
      source: many,
      to: 'json',
      sink: join(folder, 'new', 'folder'),
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(join(folder, 'new'))).toBe(false)
  })

  it('also while the source is still coming', async () => {
    const controller = new AbortController()
    async function* endless() {
      for (;;) {
        yield Buffer.from('[\n')
        controller.abort()
        await new Promise(() => undefined)
      }
    }
    const run = convert({ source: endless(), to: 'json', dryRun: true, signal: controller.signal })
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('also while the last file is written', async () => {
    const controller = new AbortController()
    const files = new Map<string, Uint8Array>()
    const sink = memorySink(files)
    const run = convert({
      source: 'examples/image-rotated',
      to: 'pascal-voc',
      sink: {
        ...sink,
        put: async (path, content) => {
          await sink.put(path, content)
          controller.abort()
        },
      },
      signal: controller.signal,
    })
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
    expect(files.size).toBe(0)
  })
})

it('reads its input once, also when it may be called off', async () => {
  const passes = new Set<number>()
  const onProgress = ({ totalBytes }: { totalBytes: number | undefined }) => void passes.add(totalBytes! / bytes.length)
  await csv(bytes, { signal: new AbortController().signal, onProgress })
  expect([...passes]).toEqual([1])
})

it('a memory limit makes batches smaller', async () => {
  const tasks = Array.from({ length: 6000 }, (_, id) => JSON.stringify({ id, data: { text: 'x'.repeat(500) }, annotations: [] }))
  const batches = async (memoryLimit: string | undefined) => {
    let count = 0
    await csv(Buffer.from(`[${tasks.join()}]`), { memoryLimit, onProgress: () => void count++ })
    return count
  }
  expect(await batches('2GiB')).toBeGreaterThan(2 * (await batches(undefined)))
})

it('a damaged input is told beside what was good in it', async () => {
  const { report } = await csv(bytes.subarray(0, bytes.length - 10))
  expect(report.errors.map(({ code }) => code)).toEqual(['input-damaged'])
  expect(report.tasksRead).toBeGreaterThan(0)
})
