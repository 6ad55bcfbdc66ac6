import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import '../seed.ts'
import { type FrameNotes, TaskCutter } from '../../src/io/cut-tasks.ts'
import { needSkimmer } from '../../src/io/skim.ts'
import { GoldpanError } from '../../src/model/error.ts'

type Cutter = new (...parameters: ConstructorParameters<typeof TaskCutter>) => Pick<TaskCutter, 'push' | 'end'>

/** The cutter as it is where there is no WebAssembly: byte by byte. */
let PlainCutter: Cutter

beforeAll(async () => {
  vi.resetModules()
  vi.stubGlobal('WebAssembly', undefined)
  expect((await import('../../src/io/skim.ts')).needSkimmer()).toBeUndefined()
  PlainCutter = (await import('../../src/io/cut-tasks.ts')).TaskCutter
  new PlainCutter('', () => undefined, { damaged: () => undefined, trailingComma: () => undefined }) // looks for WebAssembly
  vi.unstubAllGlobals()
})

afterAll(() => vi.resetModules())

describe('skimming over the inside of tasks', () => {
  it('is in use here', () => {
    expect(needSkimmer()).toBeDefined()
  })

  it.each(['a.json', 'a.jsonl'])('cuts the same tasks out of %s as going byte by byte, however the bytes are chunked', (name) => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', '[[', ']]', ',', ':', '"', '"', '\\', '\\"', '\\\\', '\n', ' ', '"tasks":[', '1', 'ü', '\0', '@'],
      ...[
        '{"a":"b"}',
        '[1,2]',
        '"{"',
        '"]"',
        '"\\""',
        '"\\\\"',
        'x'.repeat(15),
        'y'.repeat(64),
        '\\'.repeat(63),
        '\\'.repeat(64),
      ],
    )
    const opening = fc.constantFrom(
      '',
      '[',
      '[{',
      '[{"a":[{"b":[[[[[[',
      '{"a":{"b":[[[',
      '{"tasks":[{"a":[[[',
      '{}\n{"a":[[[',
      '[{"a":"',
    )
    fc.assert(
      fc.property(opening, fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (start, parts, chunkBytes) => {
        const bytes = new TextEncoder().encode(start + parts.join(''))
        const expected = cut(PlainCutter, bytes, name, bytes.length)
        expect(cut(TaskCutter, bytes, name, bytes.length)).toEqual(expected)
        expect(cut(TaskCutter, bytes, name, chunkBytes)).toEqual(expected)
      }),
      { numRuns: 4000 },
    )
  })

  it.each(['"', '\\"', '\\\\', '\\\\\\"', '"\\"]}"', '{', '}', ']', '\n', '"\n"', '\\', '",[]],"', '}},{"b":"'])(
    'sees %j at every place of its 64 bytes',
    (piece) => {
      for (const [open, close] of [
        ['[{"a":[[["', '"]]]}]'],
        ['[{"a":[[[', ']]]}]'],
        ['{"a":[["', '"]]}\n{}'],
        ['{}\n{"a":[["', '"]]}\n{}'],
      ] as const)
        for (let before = 0; before < 130; before++) {
          const bytes = new TextEncoder().encode(open + 'x'.repeat(before) + piece + 'x'.repeat(70) + close)
          const expected = cut(PlainCutter, bytes, 'a.json', bytes.length)
          expect(cut(TaskCutter, bytes, 'a.json', bytes.length), `${open} ${before}`).toEqual(expected)
        }
    },
  )

  it('goes on behind what fits into its memory, also in a string and behind a backslash', () => {
    for (const filler of ['x', '\\"', '\n', '\\\\'])
      for (const shift of [0, 1, 2]) {
        const long = filler.repeat((600 * 1024) / filler.length)
        const bytes = new TextEncoder().encode(`[{"a":{"b":"${' '.repeat(shift)}${long}","c":[]}},\n{"id":2}]`)
        expect(cut(TaskCutter, bytes, 'a.json', bytes.length)).toEqual(cut(PlainCutter, bytes, 'a.json', bytes.length))
      }
  })

  it('reads a chunk again whose bytes were replaced, and chunks of two inputs in turn', () => {
    const chunk = new Uint8Array(128)
    const tasks: string[] = []
    const notes: FrameNotes = { damaged: (error) => expect.fail(error.message), trailingComma: () => expect.fail('comma') }
    const cutters = ['a', 'b'].map(
      (name) => new TaskCutter(name, ({ bytes }) => tasks.push(new TextDecoder().decode(bytes)), notes),
    )
    const texts = [`{"a":{"b":"${'x'.repeat(70)}`, `${'y'.repeat(70)}"}}`]
    for (const text of texts)
      for (const cutter of cutters) {
        chunk.fill(0x20)
        chunk.set(new TextEncoder().encode(text))
        cutter.push(chunk)
      }
    for (const cutter of cutters) cutter.end()
    const [start = '', end = ''] = texts
    expect(tasks).toEqual([start.padEnd(128) + end, start.padEnd(128) + end])
  })
})

/** Everything that a cutter tells, in order. */
function cut(Cutter: Cutter, bytes: Uint8Array, name: string, chunkBytes: number): readonly string[] {
  const told: string[] = []
  const cutter = new Cutter(
    name,
    (task) => told.push(`${new TextDecoder().decode(task.bytes)} @${task.byte} ${task.line}:${task.column}`),
    {
      damaged: ({ message, where }) => told.push(`${message} ${JSON.stringify(where)}`),
      trailingComma: (where) => told.push(JSON.stringify(where)),
    },
  )
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) cutter.push(bytes.subarray(at, at + chunkBytes))
    cutter.end()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== new GoldpanError('', '', '').name) throw error // two classes of that name
    told.push(error.message)
  }
  return told
}
