import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteWriter, Snippet } from '../../src/json/byte-writer.ts'

const toLetter = (unit: number) => String.fromCharCode(unit)
const written = (write: (writer: ByteWriter) => void) => {
  const writer = new ByteWriter()
  write(writer)
  return new TextDecoder().decode(writer.take())
}

describe('ByteWriter', () => {
  it('writes any text as UTF-8, a lone surrogate as U+FFFD', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 120 })), (texts) => {
        expect(written((writer) => texts.forEach((text) => void writer.text(text)))).toBe(
          new TextDecoder().decode(new TextEncoder().encode(texts.join(''))),
        )
      }),
    )
    expect(written((writer) => writer.text('\ud800'))).toBe('\ufffd')
  })

  it('writes UTF-16 units as encoders do', () => {
    const unit = fc.oneof(fc.constantFrom('\ud83d', '\ude00', 'é', '€'), fc.integer({ min: 0, max: 0xffff }).map(toLetter))
    fc.assert(
      fc.property(fc.array(unit), (letters) => {
        const units = Uint16Array.from(letters, (letter) => letter.charCodeAt(0))
        expect(new ByteWriter().units(units, 0, units.length).take()).toEqual(new TextEncoder().encode(letters.join('')))
      }),
    )
    const cut = Uint16Array.of(0xd83d, 0xde00, 0x41)
    expect(Buffer.from(new ByteWriter().units(cut, 0, 1).units(cut, 1, 3).units(cut, 0, 2).take()).toString()).toBe(
      '\ufffd\ufffdA😀',
    )
  })

  it('writes snippets of any size, and nothing behind them', () => {
    const size = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(fc.array(size), (sizes) => {
        const snippets = sizes.map((size, k) => new TextEncoder().encode(String.fromCharCode(0x61 + (k % 26)).repeat(size)))
        const writer = new ByteWriter()
        for (const bytes of snippets) writer.snippet(new Snippet(bytes))
        expect(Buffer.from(writer.take())).toEqual(Buffer.concat(snippets))
      }),
    )
  })

  it('copies bytes, short and long, and grows', () => {
    const source = Uint8Array.from({ length: 200_000 }, (_, k) => k % 128)
    const writer = new ByteWriter()
    writer.bytes(source, 5, 9).byte(0x41).bytes(source)
    expect(writer.length).toBe(200_005)
    const bytes = writer.take()
    expect([...bytes.subarray(0, 5)]).toEqual([5, 6, 7, 8, 0x41])
    expect(Buffer.compare(bytes.subarray(5), source)).toBe(0)
    expect(writer.length).toBe(0)
  })

  it('writes again what it has written, also when it has to grow for it', () => {
    const writer = new ByteWriter()
    writer.text('ab').again(0, 2).text('c').again(1, 5)
    for (let k = 0; k < 16; k++) writer.again(0, writer.length)
    const bytes = writer.take()
    expect(bytes.length).toBe(9 * 2 ** 16)
    expect(new TextDecoder().decode(bytes)).toBe('ababcbabc'.repeat(2 ** 16))
  })

  it('prints numbers as JSON.stringify does, but never −0', () => {
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.double({ min: 0, max: 2000 }))
    fc.assert(
      fc.property(numbers, (value) => {
        expect(written((writer) => writer.number(value))).toBe(JSON.stringify(value + 0))
      }),
      { numRuns: 5000 },
    )
    expect(written((writer) => writer.number(-0).text(' ').number(1e21).text(' ').number(5e-324))).toBe('0 1e+21 5e-324')
  })

  it('writes JSON strings as CSV has them, unless code units are escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const json = JSON.stringify(text).replaceAll('/', '\\/')
        const source = new TextEncoder().encode(json)
        const isWritten = !/\\u/.test(json)
        const cell = written((writer) => {
          writer.byte(0x2c)
          expect(writer.requoted(source, 1, source.length - 1)).toBe(isWritten)
        })
        expect(cell).toBe(isWritten ? `,"${text.replaceAll('"', '""')}"` : ',')
      }),
    )
    const escaped = new TextEncoder().encode('"\\"\\\\\\/\\b\\f\\n\\r\\t"')
    expect(written((writer) => writer.requoted(escaped, 1, escaped.length - 1))).toBe('"""\\/\b\f\n\r\t"')
    const withUnit = new TextEncoder().encode('"a\\u00e9"')
    expect(written((writer) => writer.requoted(withUnit, 1, withUnit.length - 1))).toBe('')
  })

  it('puts pieces of a source between other bytes', () => {
    const around = new TextEncoder().encode('<><>.')
    const source = new TextEncoder().encode(`abc${'d'.repeat(60)}`)
    const pieces = written((writer) => writer.pieces(source, Int32Array.of(1, 3, 3, 63), around, Int32Array.of(1, 3)))
    expect(pieces).toBe(`<bc><${'d'.repeat(60)}>.`)
  })

  it('rounds to decimals as Math.round and String do', () => {
    const values = fc.oneof(
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      fc.double(),
      fc.integer().map((value) => value / 64),
      fc.constantFrom(0, -0, 0.5, -0.5, 1e-7, 0.0000005, 999999999.9999999, 1e15, 123456789012345.67, -1e-9),
    )
    fc.assert(
      fc.property(values, fc.nat(15), (value, decimals) => {
        const factor = 10 ** decimals
        const scaled = Math.round(value * factor)
        const rounded = Number.isSafeInteger(scaled) ? scaled / factor + 0 : value
        expect(written((writer) => writer.decimal(value, decimals))).toBe(JSON.stringify(rounded + 0))
      }),
      { numRuns: 20_000 },
    )
  })
})
