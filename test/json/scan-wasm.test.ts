import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { JsonNode } from '../../src/json/node.ts'
import { Level, outlineAll } from '../../src/json/outline.ts'
import { JsonSyntaxError, scan, scanPlain, type Tape } from '../../src/json/scan.ts'
import { type ByteRange, listedRanges, scanWasm, startScan } from '../../src/json/scan-wasm.ts'
import { mutated, spelled } from './texts.ts'

const OUTLINE = [new Level()]
const encode = (text: string) => new TextEncoder().encode(text)

describe('the WebAssembly scanner', () => {
  it('gives the tape of the TypeScript scanner, token for token', () => {
    fc.assert(
      fc.property(spelled, ({ text }) => {
        const bytes = encode(text)
        expect(wasmTokens(bytes)).toEqual(scanPlain(bytes).tokens)
      }),
      { numRuns: 3000 },
    )
  })

  it('accepts and refuses the same', () => {
    let refused = 0
    fc.assert(
      fc.property(mutated, (bytes) => {
        const tokens = wasmTokens(bytes)
        expect(tokens).toEqual(plainTokens(bytes))
        if (tokens === undefined) refused++
      }),
      { numRuns: 5000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  it('agrees on every string of one to three bytes that matter', () => {
    const bytes = [...encode('"\\/u0aAgnx \n\u001f\u007f'), 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf]
    const leads = [0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff]
    const all = [...bytes, ...leads]
    for (const a of all) for (const b of all) for (const c of all) expectSame(Uint8Array.from([0x22, a, b, c, 0x22]))
    for (const lead of leads)
      for (const a of bytes)
        for (const b of bytes) for (const c of bytes) expectSame(Uint8Array.from([0x22, lead, a, b, c, 0x22]))
  })

  it('agrees on every text of up to five letters that make numbers, words and frames', () => {
    for (const letters of ['-01.eE+', '[]{}",:1 ']) {
      let texts = ['']
      for (let length = 1; length <= 5; length++) {
        texts = texts.flatMap((text) => [...letters].map((letter) => text + letter))
        if (length > 4 && letters.length > 7) texts = texts.filter((_, k) => k % 7 === 0)
        for (const text of texts) expectSame(encode(text))
      }
    }
    for (const word of ['true', 'false', 'null'])
      for (let k = 0; k <= word.length; k++)
        for (const letter of ['', ' ', 'x', 'e', 'l', ','])
          for (const tail of [word.slice(k), word.slice(k + 1)]) expectSame(encode(word.slice(0, k) + letter + tail))
  })

  it.each([
    '"',
    '\\"',
    '\\\\',
    '\\n',
    '\\u00e9',
    '\\ud83d',
    '\\u12',
    '\\x',
    'é',
    '€',
    '😀',
    '\u0001',
    '\n',
    '1',
    '',
    '-',
    '\ufffd',
  ])('steps over %j at every place of its 16 bytes', (piece) => {
    for (let before = 0; before <= 34; before++)
      for (const after of [0, 1, 15, 16, 17])
        for (const [open, close] of ['""', '[]', '  '].map((pair) => [...pair] as [string, string])) {
          const filler = open === '"' ? 'a' : open === '[' ? ' ' : '7'
          expectSame(encode(open + filler.repeat(before) + piece + filler.repeat(after) + close))
        }
  })

  it('sees right and wrong UTF-8 at every place of its 16 and 64 bytes', () => {
    const sequences = [
      ...[[0x80], [0xbf], [0xff], [0xc0, 0xaf], [0xc1, 0xbf], [0xc2, 0x80], [0xdf, 0xbf], [0xc3], [0xc3, 0xc3, 0xa9]],
      ...[
        [0xe0, 0x9f, 0xbf],
        [0xe0, 0xa0, 0x80],
        [0xed, 0x9f, 0xbf],
        [0xed, 0xa0, 0x80],
        [0xef, 0xbf, 0xbf],
        [0xe2, 0x82],
      ],
      ...[
        [0xf0, 0x8f, 0xbf, 0xbf],
        [0xf0, 0x90, 0x80, 0x80],
        [0xf4, 0x8f, 0xbf, 0xbf],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
      ],
      ...[[0xf0, 0x9f, 0x98], [0xf0, 0x9f], [0xf0], [0xe2, 0x82, 0xac, 0x80], [0xf0, 0x9f, 0x98, 0x80, 0x80], [0xc3, 0xa9, 0xa9]],
    ]
    for (const sequence of sequences)
      for (let before = 0; before <= 140; before++)
        for (const after of [0, 1, 2, 3, 70])
          for (const quote of [[0x22], []])
            expectSame(
              Uint8Array.from([
                0x22,
                ...new Uint8Array(before).fill(0x61),
                ...sequence,
                ...new Uint8Array(after).fill(0x61),
                ...quote,
              ]),
            )
  })

  it('takes digits and white space of any length', () => {
    for (let length = 0; length <= 50; length++) {
      expectSame(encode(`[-1${'0'.repeat(length)}.${'5'.repeat(length)}e-${'1'.repeat(length)}]`))
      expectSame(encode(`[1${'2'.repeat(length)}.${'5'.repeat(length + 1)}E${'1'.repeat(length + 1)}]`))
      expectSame(encode(`${'\n\t \r'.repeat(length)}[${' '.repeat(length)}1${'\n'.repeat(length)}]${'\t'.repeat(length)}`))
      expectSame(encode(`[${' '.repeat(length)}\u000b1]`))
    }
  })

  it('allows 512 levels and no more', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const)
      for (const [levels, isFine] of [
        [511, true],
        [512, true],
        [513, false],
      ] as const) {
        const bytes = encode(open.repeat(levels - 1) + (open === '[' ? '[]' : '{}') + close.repeat(levels - 1))
        expect(wasmTokens(bytes) !== undefined).toBe(isFine)
        expectSame(bytes)
      }
    expect(wasmTokens(encode('['.repeat(1_000_000)))).toBeUndefined()
  })

  it('scans a part of the bytes as if it stood alone, with the positions of the whole', () => {
    const frame = fc.constantFrom('', ',', ']', '1', 'e5', '"', '.5', '\\"', ' ', '  1', '}', 'é', '\\', 'true')
    fc.assert(
      fc.property(
        fc.oneof(
          spelled,
          fc.constantFrom('-', '1.', '"a', 'tru', '[1', '2e').map((text) => ({ text })),
        ),
        frame,
        frame,
        (part, before, after) => {
          const bytes = encode(before + part.text + after)
          const start = encode(before).length
          const end = start + encode(part.text).length
          expect(wasmTokens(bytes, start, end)).toEqual(plainTokens(bytes, start, end))
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('cuts a text short at every byte without reading on', () => {
    const bytes = encode('  {"a": [-1.5e+7, "\\u00e9é😀", {"b": null}, true, false, 0, 1234567890.123456789], "c": {}}')
    for (let start = 0; start <= bytes.length; start++)
      for (let end = start; end <= bytes.length; end++)
        expect(wasmTokens(bytes, start, end), `${start} to ${end}`).toEqual(plainTokens(bytes, start, end))
    expect(wasmTokens(bytes)).toBeDefined()
    expect(wasmTokens(bytes, 0, bytes.length + 1)).toBeUndefined()
  })

  it('grows its memory for large inputs, and goes on behind them', () => {
    const small = encode('[{"a":"b"}]')
    for (const size of [1 << 10, 1 << 16, 1 << 20, 9 << 20]) {
      const dense = encode(`[${'[],'.repeat(size / 3)}1]`)
      expect(sameNumbers(wasmTokens(dense), scanPlain(dense).tokens)).toBe(true)
      const long = encode(`["${'x'.repeat(size)}é", "${'ü'.repeat(size / 2)}"]`)
      expect(wasmTokens(long)).toEqual(scanPlain(long).tokens)
      expectSame(small)
    }
  })
})

describe('outlineAll', () => {
  it('gives each value its own tape, and each error its own place', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            spelled.map(({ text }) => encode(text)),
            mutated,
          ),
          { maxLength: 8 },
        ),
        (parts) => {
          const { bytes, ranges } = packed(parts)
          const tapeOf = tapesOf(outlineAll, bytes, ranges)
          for (const [k, { start, end }] of ranges.entries())
            expect(outcome(() => tapeOf(k))).toEqual(outcome(() => scanPlain(bytes, start, end)))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('gives tapes that outlive the next scan', () => {
    const { bytes, ranges } = packed([encode('{"a":[1,"b"]}'), encode('nope'), encode('"c"')])
    const tapeOf = tapesOf(outlineAll, bytes, ranges)
    const first = tapeOf(0)
    scan(encode('[[[[[[[[[[[[[[1,2,3,4,5,6,7,8,9]]]]]]]]]]]]]]'))
    expect(new JsonNode(first, 0).text()).toBe('{"a":[1,"b"]}')
    expect(new JsonNode(tapeOf(2), 0).string()).toBe('c')
    expect(() => tapeOf(1)).toThrow(new JsonSyntaxError(13, 'a value', '`nope`'))
  })

  it('takes no values for no values', () => {
    const { valueAt, end } = startScan(encode('[]'), listedRanges([]), {})
    end()
    expect(valueAt(0)).toBeUndefined()
  })
})

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  it.each([
    ['no WebAssembly', undefined],
    ['no SIMD', { Module: NoModule }],
  ])('the TypeScript scanner does the same: %s', async (_, webAssembly) => {
    vi.resetModules()
    vi.stubGlobal('WebAssembly', webAssembly)
    const alone = await import('../../src/json/scan.ts')
    const { scanWasm: none } = await import('../../src/json/scan-wasm.ts')
    const { bytes, ranges } = packed([encode('{"a": [1]}'), encode('[x]')])
    expect(none(bytes, 0, 10)).toBeUndefined()
    const tapeOf = tapesOf((await import('../../src/json/outline.ts')).outlineAll, bytes, ranges)
    expect(tapeOf(0).tokens).toEqual(wasmTokens(bytes, 0, 10))
    expect(alone.scan(bytes, 0, 10).tokens).toEqual(wasmTokens(bytes, 0, 10))
    expect(() => tapeOf(1)).toThrow('expected a value, found')
  })
})

/** What `WebAssembly.Module` is like where it does not know what the code needs. */
class NoModule {
  constructor() {
    throw new Error('invalid opcode')
  }
}

function tapesOf(outline: typeof outlineAll, bytes: Uint8Array, ranges: readonly ByteRange[]): (k: number) => Tape {
  const { rowOf, end } = outline(bytes, listedRanges(ranges), OUTLINE, { isKept: true })
  end()
  return (k) => rowOf(k).rows.tape
}

function wasmTokens(bytes: Uint8Array, start = 0, end = bytes.length): Uint32Array | undefined {
  return scanWasm(bytes, start, end)?.tokens
}

function plainTokens(bytes: Uint8Array, start = 0, end = bytes.length): Uint32Array | undefined {
  const tape = outcome(() => scanPlain(bytes, start, end))
  return tape instanceof JsonSyntaxError ? undefined : tape.tokens
}

/** Both scanners give the same tape, or both refuse. `expect` is too slow for every one of so many. */
function expectSame(bytes: Uint8Array): void {
  const wasm = wasmTokens(bytes)
  const plain = plainTokens(bytes)
  if (!sameNumbers(wasm, plain)) expect(wasm, new TextDecoder().decode(bytes)).toEqual(plain)
}

function sameNumbers(a: Uint32Array | undefined, b: Uint32Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.length === b.length && a.every((number, k) => number === b[k])
}

function outcome(run: () => Tape): Tape | JsonSyntaxError {
  try {
    return run()
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error
    throw error
  }
}

/** All values one behind the other, with nothing between them. */
function packed(parts: readonly Uint8Array[]): { bytes: Uint8Array; ranges: { start: number; end: number }[] } {
  const ranges: { start: number; end: number }[] = []
  let at = 0
  for (const part of parts) ranges.push({ start: at, end: (at += part.length) })
  return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), ranges }
}
