import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../../src/json/byte-writer.ts'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { printCompact, writePretty } from '../../src/json/print.ts'
import { spelled } from './texts.ts'

function printPretty(node: JsonNode, depth = 0): string {
  const writer = new ByteWriter()
  writePretty(writer, node, depth)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(writer.take())
}

describe('print', () => {
  it('lays values out as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const node = parseJson(JSON.stringify(value))
        expect(printCompact(node)).toBe(JSON.stringify(value))
        expect(printPretty(node)).toBe(JSON.stringify(value, null, 2))
      }),
      { numRuns: 1000 },
    )
  })

  it('changes no value, and nothing at all the second time', () => {
    fc.assert(
      fc.property(
        spelled,
        fc.constantFrom(printCompact, (node: JsonNode) => printPretty(node)),
        ({ text }, print) => {
          const printed = print(parseJson(text))
          expect(JSON.parse(printed)).toEqual(JSON.parse(text))
          expect(print(parseJson(printed))).toBe(printed)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('spells strings as JSON.stringify does', () => {
    const piece = fc.constantFrom(
      'a',
      'é',
      '\\n',
      '\\t',
      '\\"',
      '\\\\',
      '\\b\\f\\r',
      '\\/',
      '\\u0009',
      '\\u005C',
      '\\u001F',
      'n'.repeat(50),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `"${pieces.join('')}"`
        expect(printCompact(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)))
        expect(printPretty(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  it('keeps the spelling of numbers, repeated keys and the order of keys', () => {
    const node = parseJson('{"b": 1.0, "1": -0, "a": [12345678901234567890, 1E2], "b": 2}')
    expect(printCompact(node)).toBe('{"b":1.0,"1":-0,"a":[12345678901234567890,1E2],"b":2}')
    expect(printPretty(node)).toBe('{\n  "b": 1.0,\n  "1": -0,\n  "a": [\n    12345678901234567890,\n    1E2\n  ],\n  "b": 2\n}')
  })

  it('writes strings as they are, not escaped', () => {
    expect(printCompact(parseJson('["\\/a\\u00e9\\ud83d\\ude00", "\\u0007", "\\ud83d"]'))).toBe('["/aé😀","\\u0007","\\ud83d"]')
  })

  it('indents what stands inside of something else', () => {
    expect(printPretty(parseJson('{"a":[],"b":{"c":[{}]}}'), 1)).toBe(
      '{\n    "a": [],\n    "b": {\n      "c": [\n        {}\n      ]\n    }\n  }',
    )
  })

  it('indents as deep as values are', () => {
    const deep = `${'[['.repeat(40)}1${']]'.repeat(40)}`
    expect(printPretty(parseJson(deep))).toBe(JSON.stringify(JSON.parse(deep), null, 2))
  })
})
