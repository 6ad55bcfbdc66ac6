import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { convertFiles } from '../../src/export/convert-files.ts'
import { parseOptions } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import type { AnyFormat, Sink } from '../../src/formats/format.ts'
import { findFormat } from '../../src/formats/index.ts'
import { directorySink, fileTarget, memorySink, singleFileSink } from '../../src/io/sinks.ts'
import { zipSink } from '../../src/io/zip-writer.ts'
import { scratch } from '../io/scratch.ts'
import { annotation, choice, span, TEXT_CONFIG, task } from './projects.ts'

const csv = findFormat('csv')!
const jsonMin = findFormat('json-min')!
const config = parseLabelConfig(TEXT_CONFIG)
const plain = (id: number) => task(id, [annotation(id, {}, span(`r${id}`, 0, 'LOC'))], { data: { text: 'abcdef' } })
/** What a later batch may bring that the first one has not. */
const NEWS = {
  'a data key': task(90, [annotation(90, {}, span('r', 0, 'LOC'))], { data: { text: 'abcdef', late: 1 } }),
  'a control': task(91, [annotation(91, {}, choice('fun'))], { data: { text: 'abcdef' } }),
  'an agreement': { ...plain(92), agreement: 50 },
  'a history': task(93, [annotation(93, { history: [1] }, span('r', 0, 'LOC'))], { data: { text: 'abcdef' } }),
  'a damaged task': '{"id": 94, "data": {"text": "abc", "late": 2}, "annotations": [}',
  nothing: plain(95),
} as const

const { path: folder } = scratch()

interface Run {
  readonly format: AnyFormat
  readonly tasks: readonly unknown[]
  readonly sink: Sink
  readonly batch?: number
  readonly seen?: unknown[]
}

async function run({ format, tasks, sink, batch = 2, seen = [] }: Run): Promise<void> {
  const text = `[${tasks.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(',\n')}]`
  const bytes = new TextEncoder().encode(text)
  await convertFiles({
    files: [
      {
        name: 'tasks.json',
        size: bytes.length,
        open: async function* () {
          yield bytes
        },
      },
    ],
    config,
    format,
    options: parseOptions(format.options, {}, format.id),
    selection: parseOptions(SELECTION, {}, 'test'),
    sink,
    limits: { bytes: Number.POSITIVE_INFINITY, tasks: batch },
    onProgress: (progress) => seen.push(progress),
  })
}

/** What is written when all tasks are looked at before the first is written. */
async function planned(format: AnyFormat, tasks: readonly unknown[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  await run({ format, tasks, sink: { ...memorySink(files), startOver: undefined } })
  return files
}

describe('a table is planned by its first batch', () => {
  it.each(Object.keys(NEWS) as (keyof typeof NEWS)[])('and comes out right when a later one brings %s', async (news) => {
    const tasks = [...[1, 2, 3, 4, 5].map(plain), NEWS[news], plain(6)]
    for (const format of [csv, jsonMin]) {
      const files = new Map<string, Uint8Array>()
      await run({ format, tasks, sink: memorySink(files) })
      expect(files).toEqual(await planned(format, tasks))
    }
  })

  it('wherever the news stand, whatever the size of a batch', async () => {
    const piece = fc.constantFrom<unknown>(...Object.values(NEWS), plain(1), plain(2))
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 4 }), async (pieces, batch) => {
        const tasks = [plain(0), ...pieces]
        const files = new Map<string, Uint8Array>()
        await run({ format: csv, tasks, sink: memorySink(files), batch })
        expect(files).toEqual(await planned(csv, tasks))
      }),
      { numRuns: 40 },
    )
  })

  it('reads all once when the plan holds, and tells of more when it does not', async () => {
    const passes = async (tasks: readonly unknown[]) => {
      const seen: { bytes: number; totalBytes: number }[] = []
      await run({ format: csv, tasks, sink: memorySink(new Map()), seen })
      const size = seen.at(0)!.totalBytes
      return seen.map(({ totalBytes }) => totalBytes / size)
    }
    expect(await passes([1, 2, 3, 4].map(plain))).toEqual([1, 1])
    expect(await passes([...[1, 2, 3, 4].map(plain), NEWS['a data key'], plain(5)])).toEqual([1, 1, 1, 3, 3, 3, 3, 3, 3])
  })
})

describe('a sink that starts over has nothing of what was there before', () => {
  const tasks = [...Array.from({ length: 400 }, (_, k) => plain(k)), NEWS['a data key']]

  it('a file', async () => {
    const path = join(folder, 'result.csv')
    await run({ format: csv, tasks, sink: singleFileSink(await fileTarget(path), 'result.csv') })
    expect(new Uint8Array(readFileSync(path))).toEqual((await planned(csv, tasks)).get('result.csv'))
  })

  it('a folder', async () => {
    const path = join(folder, 'out')
    await run({ format: csv, tasks, sink: await directorySink(path, false) })
    for (const [name, bytes] of await planned(csv, tasks))
      expect(new Uint8Array(readFileSync(join(path, name))), name).toEqual(bytes)
  })

  it('a zip', async () => {
    const [path, other] = [join(folder, 'a.zip'), join(folder, 'b.zip')]
    await run({ format: csv, tasks, sink: zipSink(await fileTarget(path)) })
    await run({ format: csv, tasks, sink: { ...zipSink(await fileTarget(other)), startOver: undefined } })
    expect(Buffer.compare(readFileSync(path), readFileSync(other))).toBe(0)
  })
})
