import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { convertFiles as run } from '../../src/export/convert-files.ts'
import { parseOptions } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { defineFormat } from '../../src/formats/format.ts'
import { findFormat, formats } from '../../src/formats/index.ts'
import type { InputFile } from '../../src/io/read-batches.ts'
import { memorySink } from '../../src/io/sinks.ts'
import { GoldpanError } from '../../src/model/error.ts'
import { convert } from '../convert.ts'
import { annotation, choice, span, TEXT_CONFIG, task } from './projects.ts'

const json = findFormat('json')!
const csv = findFormat('csv')!
const TASKS = Array.from({ length: 9 }, (_, k) =>
  task(k + 1, [annotation(k + 1, { created_at: '2024-01-01' }, span(`r${k}`, 0, k % 2 === 0 ? 'LOC' : 'PER'), choice('fun'))], {
    data: { text: 'abcdef ghijkl', [`key ${k % 3}`]: k },
  }),
)

function file(name: string, text: string, opened: string[] = []): InputFile {
  return {
    name,
    async *open() {
      opened.push(name)
      yield new TextEncoder().encode(text)
    },
  }
}

describe('no config', () => {
  it('is inferred in a first pass and told', async () => {
    const { issues, result } = await convert({ tasks: TASKS, to: csv })
    expect(issues).toMatchObject([
      {
        code: 'config-inferred',
        effect: 'assumed',
        message:
          'no labeling config was given; it was inferred from the results: label: Labels on text (Text, $text), labels LOC, PER; topic: Choices on text (Text, $text), labels fun',
      },
    ])
    expect(result.config.source).toBe('inferred')
  })

  it('JSON needs none and says nothing', async () => {
    expect((await convert({ tasks: TASKS, to: json })).issues).toEqual([])
  })

  it('given: nothing is said, and the files are read no oftener than needed', async () => {
    for (const [format, times] of [
      [json, 1],
      [findFormat('conll2003')!, 1],
      [csv, 2], // its start twice
    ] as const) {
      const opened: string[] = []
      const { issues } = await request([file('a.json', JSON.stringify(TASKS), opened)], format)
      expect(opened).toHaveLength(times)
      expect(issues.filter(({ code }) => code === 'config-inferred')).toEqual([])
    }
  })
})

describe('the same bytes', () => {
  it.each(formats.map((format) => ({ id: format.id, format })))('$id: whatever the size of a batch', async ({ format }) => {
    const [whole, ...others] = await Promise.all(
      [undefined, 1, 2, 4].map((batchTasks) =>
        convert({ tasks: TASKS, config: TEXT_CONFIG, to: format, ...(batchTasks === undefined ? {} : { batchTasks }) }),
      ),
    )
    for (const other of others) {
      expect(other.files).toEqual(whole!.files)
      expect(other.wrote).toEqual(whole!.wrote)
    }
  })

  it('one file or three', async () => {
    const whole = await request([file('a.json', JSON.stringify(TASKS))], csv)
    const parts = [TASKS.slice(0, 2), TASKS.slice(2, 3), TASKS.slice(3)].map((tasks, k) =>
      file(`${k}.json`, JSON.stringify(tasks)),
    )
    expect((await request(parts, csv)).files.get('result.csv')).toEqual(whole.files.get('result.csv'))
  })

  it('of the last byte: a task on its own and in a list, with a mark in front', async () => {
    const text = JSON.stringify(TASKS[0])
    const listed = (await convert({ tasks: [TASKS[0]], to: json })).text('result.json')
    for (const tasks of [text, `\ufeff[${text}]`, `{"tasks": [${text}]}`, `${text}\n`])
      expect((await convert({ tasks, to: json })).text('result.json')).toBe(listed)
  })
})

describe('a bad task', () => {
  const BAD = `[{"id":1,"data":{}},\n {"id":2,"data":"x"},\n [3],\n {"id":4,"data":{},"n":01},\n {"id":5,"data":{}}]`

  it('costs only itself and is told with its place', async () => {
    const { text, issues, result } = await convert({ tasks: BAD, to: json, name: 'bad.json' })
    expect(text('result.json')).toBe('[\n{"id":1,"data":{}},\n{"id":5,"data":{}}\n]\n')
    expect(issues.map(({ code, file, line, column }) => [code, file, line, column])).toEqual([
      ['task-invalid', 'bad.json', 2, 2],
      ['task-invalid', 'bad.json', 3, 2],
      ['task-invalid', 'bad.json', 4, expect.any(Number)],
    ])
    expect(issues[0]!.message).toBe('not readable as a task: expected `data` to be an object, found a string')
    expect([result.tasksRead, result.effects.dropped, result.damages]).toEqual([2, 3, []])
  })

  it.each(formats.map((format) => ({ id: format.id, format })))(
    '$id: stops the run when asked to, and the sink stays empty',
    async ({ format }) => {
      for (const config of [parseLabelConfig(TEXT_CONFIG), undefined]) {
        const sink = spyingSink()
        await expect(
          request([file('bad.json', BAD)], format, { onBadTask: 'fail', sink: sink.sink, config }),
        ).rejects.toMatchObject({
          code: 'task-invalid',
          where: { file: 'bad.json', line: 2 },
        })
        expect(sink.state()).toEqual({ aborted: true, closed: false, files: [] })
      }
    },
  )

  it('if there is no good one, the first speaks', async () => {
    await expect(convert({ tasks: '[7, {"x":1}]', to: json })).rejects.toMatchObject({
      code: 'task-invalid',
      message: 'expected a task object, found a number',
    })
  })
})

describe('T9: damaged input', () => {
  it('what was read before the damage is written, the rest is told', async () => {
    const { text, issues, result } = await convert({
      tasks: '[{"id":1,"data":{}}, {"id":2,"data":{"te',
      to: json,
      name: 'cut.json',
    })
    expect(text('result.json')).toBe('[\n{"id":1,"data":{}}\n]\n')
    expect(result.damages).toMatchObject([{ code: 'input-damaged', where: { file: 'cut.json', line: 1 } }])
    expect(issues).toMatchObject([{ code: 'input-damaged', effect: 'dropped', file: 'cut.json', line: 1 }])
  })

  it('a comma too many is passed over and told', async () => {
    const { text, issues } = await convert({ tasks: '[{"id":1,"data":{}},]', to: json })
    expect(text('result.json')).toBe('[\n{"id":1,"data":{}}\n]\n')
    expect(issues.map(({ code }) => code)).toEqual(['comma-trailing'])
  })

  it.each([
    ['', 'input-empty'],
    ['   ', 'input-empty'],
    ['"tasks"', 'input-shape'],
    ['null', 'input-shape'],
  ])('%j leaves nothing to write', async (tasks, code) => {
    const sink = spyingSink()
    await expect(request([file('a.json', tasks)], json, { sink: sink.sink })).rejects.toMatchObject({ code })
    expect(sink.state()).toEqual({ aborted: true, closed: false, files: [] })
  })

  it('no files at all', async () => {
    await expect(request([], json)).rejects.toMatchObject({
      code: 'input-empty',
      message: 'there are no task files in the input',
    })
  })

  it.each(formats.map((format) => ({ id: format.id, format })))('$id: an empty list is no error', async ({ format }) => {
    const { result } = await convert({ tasks: '[]', config: TEXT_CONFIG, to: format })
    expect(result).toMatchObject({ tasksRead: 0, tasksSelected: 0, damages: [] })
    expect(result.written.get('regions') ?? 0).toBe(0)
  })
})

describe('the report', () => {
  it('says where: the file and line of the task', async () => {
    const { issues } = await convert({
      tasks: `[\n${TASKS.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
      config: TEXT_CONFIG,
      to: findFormat('conll2003')!,
      name: 'in.json',
      batchTasks: 2,
    })
    expect(issues.map(({ code, task: id, annotation: from, file: name, line }) => [code, id, from, name, line])).toEqual(
      TASKS.map(({ id }, k) => ['answer-dropped', id, id, 'in.json', k + 2]),
    )
  })

  it('names what was asked and the config, and files that are no tasks', async () => {
    const { report } = await request([file('a.json', '[]')], json, {
      reportHead: { goldpan: '1' },
      skipped: ['notes.txt', 'images/cat.jpg'].map((name) => ({ name, problem: 'not JSON' })),
    })
    expect(Object.keys(report)).toEqual(['goldpan', 'config', 'counts', 'summary', 'issues'])
    expect(report.issues).toMatchObject([{ code: 'file-skipped', file: 'notes.txt', message: 'not read as tasks: not JSON' }])
  })

  it('may go elsewhere', async () => {
    const [files, reports] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()]
    await run({ ...basics(json), files: [file('a.json', '[]')], sink: memorySink(files), reportSink: memorySink(reports) })
    expect([[...files.keys()], [...reports.keys()]]).toEqual([['result.json'], ['report.json']])
  })
})

it('a format that fails leaves nothing behind', async () => {
  const failing = defineFormat({
    ...json,
    id: 'failing',
    async join(parts, sink) {
      for await (const _ of parts) await sink.put('half.txt', 'x')
      throw new GoldpanError('no-luck', 'it failed', 'try again')
    },
  })
  const sink = spyingSink()
  await expect(request([file('a.json', JSON.stringify(TASKS))], failing, { sink: sink.sink })).rejects.toMatchObject({
    code: 'no-luck',
  })
  expect(sink.state()).toEqual({ aborted: true, closed: false, files: [] })
})

it('reads smaller batches when much is made of the first', async () => {
  const batches = async (partBytes: number) => {
    const sizes: number[] = []
    const making = defineFormat({
      ...json,
      id: 'making',
      encode(tasks) {
        sizes.push([...tasks].length)
        return new Uint8Array(partBytes)
      },
      async join(parts) {
        for await (const _ of parts);
      },
    })
    const open = async function* () {
      for (const task of TASKS) yield new TextEncoder().encode(`${JSON.stringify(task)}\n`)
    }
    await request([{ name: 'a.jsonl', open }], making, { limits: { bytes: 800, tasks: 100 } })
    return sizes
  }
  expect(Math.max(...(await batches(1)))).toBeGreaterThan(1)
  expect((await batches(10_000_000)).slice(1).every((tasks) => tasks === 1)).toBe(true)
})

it('tells how far it is', async () => {
  const seen: unknown[] = []
  const text = JSON.stringify(TASKS)
  await run({
    ...basics(json),
    files: [{ ...file('a.json', text), size: text.length }],
    sink: memorySink(new Map()),
    limits: { bytes: Number.POSITIVE_INFINITY, tasks: 4 },
    onProgress: (progress) => seen.push(progress),
  })
  const sizeOf = (from: number, to: number) => JSON.stringify(TASKS.slice(from, to)).length - '[]'.length
  const bytes = [sizeOf(0, 4), sizeOf(0, 4) + sizeOf(4, 8), sizeOf(0, 4) + sizeOf(4, 8) + sizeOf(8, 9)]
  const totalBytes = text.length
  expect(seen).toEqual([4, 8, 9].map((tasks, k) => ({ tasks, bytes: bytes[k], totalBytes })))
})

it('can be called off, and leaves nothing behind', async () => {
  const files = new Map<string, Uint8Array>()
  const controller = new AbortController()
  const running = run({
    ...basics(json),
    files: [file('a.json', JSON.stringify(TASKS))],
    sink: memorySink(files),
    limits: { bytes: Number.POSITIVE_INFINITY, tasks: 4 },
    onProgress: ({ tasks }) => tasks === 8 && controller.abort(),
    signal: controller.signal,
  })
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect([...files.keys()]).toEqual([])
})

type Format = Parameters<typeof run>[0]['format']

function basics(format: Format) {
  return {
    format,
    options: parseOptions(format.options, {}, format.id),
    selection: parseOptions(SELECTION, {}, 'selection'),
  }
}

/** Several files, everything else as usual, and the config of the text project. */
async function request(inputs: readonly InputFile[], format: Format, more: Partial<Parameters<typeof run>[0]> = {}) {
  const files = new Map<string, Uint8Array>()
  const config = parseLabelConfig(TEXT_CONFIG)
  const result = await run({ ...basics(format), config, files: inputs, sink: memorySink(files), ...more })
  const report: { issues: readonly { code: string }[] } = JSON.parse(new TextDecoder().decode(files.get('report.json')))
  return { files, result, report, issues: report.issues }
}

/** A sink that tells what became of it. */
function spyingSink() {
  const files = new Map<string, Uint8Array>()
  const inner = memorySink(files)
  let [aborted, closed] = [false, false]
  return {
    sink: {
      put: inner.put.bind(inner),
      close: async () => {
        closed = true
        await inner.close()
      },
      abort: async () => {
        aborted = true
        await inner.abort()
      },
    },
    state: () => ({ aborted, closed, files: [...files.keys()] }),
  }
}
