import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonNode, parseJson } from '../../src/json/node.ts'
import { JsonSyntaxError, MAX_DEPTH, scan, scanAll } from '../../src/json/scan.ts'
import { listedRanges } from '../../src/json/scan-wasm.ts'
import { mutated, spelled } from './texts.ts'

const encode = (text: string) => new TextEncoder().encode(text)

describe('scan', () => {
  it('takes what JSON.parse takes, and reads the same from it', () => {
    fc.assert(
      fc.property(spelled, ({ text }) => {
        const value = parseJson(` ${text}\n`).value()
        const expected: unknown = JSON.parse(text)
        expect(value).toEqual(expected)
        expect(JSON.stringify(value)).toBe(JSON.stringify(expected)) // key order, too
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses what JSON.parse refuses, and what is not UTF-8', () => {
    let refused = 0
    fc.assert(
      fc.property(mutated, (bytes) => {
        const error = refusal(bytes)
        expect(error === undefined).toBe(isJson(bytes))
        if (error === undefined) return
        refused++
        expect(error.byte).toBeGreaterThanOrEqual(0)
        expect(error.byte).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 5000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  it('refuses every text that was cut short', () => {
    const bytes = encode('{"a": [1.5, "\\u00e9é😀", {"b": null}, true, false], "c": {}}')
    for (let end = 0; end < bytes.length; end++)
      expect(refusal(bytes.slice(0, end)), `cut at ${end}`).toBeInstanceOf(JsonSyntaxError)
    expect(refusal(bytes)).toBeUndefined()
  })

  it('scans a part of the bytes as if it stood alone', () => {
    fc.assert(
      fc.property(spelled, fc.nat(5), fc.constantFrom('', ',', ']', '1', 'e5', '"', '.5', '\\"'), ({ text }, before, after) => {
        const bytes = encode(' '.repeat(before) + text + after)
        const node = new JsonNode(scan(bytes, before, bytes.length - after.length), 0)
        expect(node.text()).toBe(text)
        expect(node.value()).toEqual(JSON.parse(text))
      }),
    )
    expect(() => scan(encode('"a"'), 0, 2)).toThrow(JsonSyntaxError) // the quote behind the end is not ours
    expect(() => scan(encode('true'), 0, 3)).toThrow(JsonSyntaxError)
    expect(() => scan(encode('[1]'), 0, 2)).toThrow(JsonSyntaxError)
    expect(() => scan(encode('1.5'), 0, 2)).toThrow(JsonSyntaxError)
  })

  it('allows 512 levels and no more', () => {
    expect(MAX_DEPTH).toBe(512)
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (levels: number) => open.repeat(levels - 1) + (open === '[' ? '[]' : '{}') + close.repeat(levels - 1)
      expect(refusal(encode(nested(512)))).toBeUndefined()
      expect(refusal(encode(nested(513)))).toMatchObject({
        byte: 512 * open.length,
        expected: 'no more than 512 levels of nesting',
      })
    }
    expect(refusal(encode('['.repeat(5_000_000)))).toMatchObject({ byte: 512 })
  })
})

describe('several values at once', () => {
  it('have the tapes that each has alone; one that is no JSON costs itself', () => {
    const texts = ['{"a":[1,2]}', '[1,', '"é"', '7']
    const bytes = new TextEncoder().encode(texts.join(' '))
    let end = -1
    const ranges = texts.map((text) => {
      const start = end + 1
      end = start + new TextEncoder().encode(text).length
      return { start, end }
    })
    const all = scanAll(bytes, listedRanges(ranges))
    for (const [k, { start, end }] of ranges.entries())
      if (k === 1) expect(() => all.tapeOf(k)).toThrow(JsonSyntaxError)
      else expect([...all.tapeOf(k).tokens]).toEqual([...scan(bytes, start, end).tokens])
    all.end()
  })
})

describe('errors', () => {
  const END = 'the end of the input'
  it.each([
    ['', 0, 'a value', END],
    [' \n', 2, 'a value', END],
    ['[1,]', 3, 'a value', "']'"],
    ['[1 2]', 3, "',' or ']'", "'2'"],
    ['[1', 2, "',' or ']'", END],
    ['{"a":1,}', 7, 'a key in double quotes', "'}'"],
    ['{a:1}', 1, 'a key in double quotes', "'a'"],
    ['{"a" 1}', 5, "':'", "'1'"],
    ['{"a":}', 5, 'a value', "'}'"],
    ['{"a":1 "b":2}', 7, "',' or '}'", "'\"'"],
    ['[1]]', 3, 'the end of the value', "']'"],
    ['1 2', 2, 'the end of the value', "'2'"],
    ['01', 1, 'the end of the value', "'1'"],
    ['-', 1, 'a digit', END],
    ['1.', 2, 'a digit', END],
    ['1.e5', 2, 'a digit', "'e'"],
    ['1e+', 3, 'a digit', END],
    ['+1', 0, 'a value', "'+'"],
    ['.5', 0, 'a value', "'.'"],
    ['NaN', 0, 'a value', '`NaN`'],
    ['[Infinity]', 1, 'a value', '`Infinity`'],
    ['nul', 0, 'a value', '`nul`'],
    ['[trux]', 1, 'a value', '`trux`'],
    ["'a'", 0, 'a value', "'''"],
    ['"a', 2, 'the closing quote of a string', END],
    ['"a\nb"', 2, 'an escape such as \\n instead of a bare control character', 'byte 0x0a'],
    ['"\\x"', 2, 'an escape (" \\ / b f n r t u)', "'x'"],
    ['"\\u12g4"', 5, 'four hexadecimal digits', "'g'"],
    ['é', 0, 'a value', 'byte 0xc3'],
    ['["é",x]', 6, 'a value', "'x'"], // bytes, not characters
    ['\uFEFF{}', 0, 'a value', 'byte 0xef'], // sources take it away, JSON does not allow it
  ])('%j fails at byte %i', (text, byte, expected, found) => {
    expect(refusal(encode(text))).toMatchObject({ byte, expected, message: `expected ${expected}, found ${found}` })
  })

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
    ['an overlong form of four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that is never UTF-8', [0xff]],
    ['Latin-1', [0xe9]],
    ['a cut sequence', [0xe2, 0x82]],
  ])('refuses %s', (_, wrong) => {
    const bytes = Uint8Array.from([0x22, 0x61, ...wrong, 0x22])
    expect(refusal(bytes)).toMatchObject({ byte: 2, expected: 'UTF-8 text' })
  })

  it('takes the last code points before and behind each border of UTF-8', () => {
    const text = '"\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"'
    expect(parseJson(text).string()).toBe(JSON.parse(text))
  })
})

function refusal(bytes: Uint8Array): JsonSyntaxError | undefined {
  try {
    scan(bytes)
    return undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error
    throw error
  }
}

/** What Node thinks of it. */
function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
