import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import '../seed.ts'
import { BatchBuilder } from '../../src/io/batch-builder.ts'
import { BatchMemory } from '../../src/io/batch-memory.ts'
import { type FrameNotes, TaskCutter } from '../../src/io/cut-tasks.ts'
import { takeWindows, WINDOW } from '../../src/io/skim.ts'
import { type Cutter, cutBytes as cut } from './cut.ts'
import { listOf, rawTasks } from './raw-tasks.ts'

/** The cutter as it is where there is no WebAssembly: byte by byte. */
let PlainCutter: Cutter

beforeAll(async () => {
  vi.resetModules()
  vi.stubGlobal('WebAssembly', undefined)
  PlainCutter = (await import('../../src/io/cut-tasks.ts')).TaskCutter
  expect(cut(PlainCutter, new TextEncoder().encode('{"a":[]}'), '', 9).tasks).toHaveLength(1) // looks for WebAssembly
  vi.unstubAllGlobals()
})

afterAll(() => vi.resetModules())

describe('skimming over the inside of tasks', () => {
  it('is in use here', () => {
    const [first, second] = takeWindows()
    expect(first.buffer).toBe(second.buffer) // the memory of the module
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
        ...['},{', '}\n{', '} ,\r\n {"a":', '}{"a":[[', '"tasks" : [', ',"\\"tasks":[', '}\n5\n{', '}]\n[{'],
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
      '{}\n{"a":[]}\n',
      '{\n}{"a":[',
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
        const long = filler.repeat((2.5 * WINDOW) / filler.length)
        const bytes = new TextEncoder().encode(`[{"a":{"b":"${' '.repeat(shift)}${long}","c":[]}},\n{"id":2}]`)
        expect(cut(TaskCutter, bytes, 'a.json', bytes.length)).toEqual(cut(PlainCutter, bytes, 'a.json', bytes.length))
      }
  })

  it.each([
    ['a list', '[', '{},{"a":[1]} ,\n {}', ',', ']'],
    ['lines', '', '{}\n{"a":[1]}\r\n\n {}', '\n', '\n'],
    ['objects over several lines', '{\n}', '{}{"a":\n[1]}\n{}', ' ', ''],
  ])('counts more tasks than one call of it can tell: %s', (_, open, tasks, between, close) => {
    const bytes = new TextEncoder().encode(open + Array.from({ length: 2500 }, () => tasks).join(between) + close)
    const expected = cut(PlainCutter, bytes, 'a.json', bytes.length)
    expect(expected.tasks.length).toBeGreaterThanOrEqual(7500)
    for (const chunkBytes of [bytes.length, 9999]) expect(cut(TaskCutter, bytes, 'a.json', chunkBytes)).toEqual(expected)
  })

  it('skims in turn chunks of two inputs that were read into its own memory', () => {
    const windows = [takeWindows(), takeWindows()]
    const batches = windows.map(() => new BatchBuilder({ bytes: 1e9, tasks: 1e9 }, new BatchMemory()))
    const notes: FrameNotes = { damaged: (error) => expect.fail(error.message), trailingComma: () => expect.fail('comma') }
    const cutters = batches.map((batch) => new TaskCutter('a.json', batch, notes))
    const texts = [`[{"a":{"b":"${'x'.repeat(70)}`, `${'y'.repeat(70)}","c":`, `[${'[1],'.repeat(40)}2]}},{"d":3}`, ',4,{}]']
    for (const [k, text] of texts.entries())
      for (const [which, cutter] of cutters.entries()) {
        const chunk = windows[which]![k % 2 === 0 ? 0 : 1]
        cutter.push(chunk.subarray(which, which + new TextEncoder().encodeInto(text, chunk.subarray(which)).written))
        chunk.fill(0x5d)
      }
    for (const batch of batches) {
      const [{ bytes, tasks } = { bytes: new Uint8Array(0), tasks: rawTasks([]) }] = batch.rest()
      const found = listOf(tasks).map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)))
      expect(found.slice(1)).toEqual(['{"d":3}', '4', '{}'])
      expect(`[${found.join(',')}]`).toBe(texts.join(''))
    }
  })
})
