import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deflateSmall, MAX_SMALL_BYTES } from '../../src/io/deflate-small.ts'

/** Compared at once: an assertion takes its time over thousands of bytes. */
const isGivenBack = (bytes: Uint8Array) => inflateRawSync(deflateSmall(bytes)).equals(bytes)

/** Few different bytes, pieces said again: matches of all lengths and distances. */
const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40, max: 3 }), fc.integer({ min: 1, max: 40 })), { maxLength: 12 })
  .map((pieces) => Uint8Array.from(pieces.flatMap(([piece, times]) => Array.from({ length: times }, () => [...piece]).flat())))
  .map((bytes) => bytes.subarray(0, MAX_SMALL_BYTES))

describe('deflateSmall', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(200)],
    ['three bytes, too few for a match', Uint8Array.of(1, 1, 1)],
    ['all bytes', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ['the longest match, and one more', new Uint8Array(1 + 258 + 258 + 257)],
    ['as much as it takes', new Uint8Array(MAX_SMALL_BYTES).fill(7)],
    ['as much as it takes, with nothing said twice', Uint8Array.from({ length: MAX_SMALL_BYTES }, (_, k) => (k * k * 31) >> 5)],
  ])('zlib gives back %s', (_, bytes) => {
    expect(isGivenBack(bytes)).toBe(true)
  })

  it('finds matches of every length at every distance', () => {
    for (let length = 4; length <= 258; length++) {
      const piece = Uint8Array.from({ length }, (_, k) => (k * 7 + length) & 255)
      const gap = (length * 61) % (MAX_SMALL_BYTES - 2 * 258)
      const bytes = new Uint8Array(2 * length + gap)
      bytes.set(piece)
      bytes.set(piece, length + gap)
      expect(isGivenBack(bytes)).toBe(true)
    }
  })

  it('zlib gives back whatever goes in', () => {
    const anything = fc.oneof(repetitive, fc.uint8Array({ maxLength: 2000 }))
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(isGivenBack(bytes)).toBe(true)
      }),
    )
  })

  it('forgets what went before: the same bytes give the same bytes', () => {
    const text = new TextEncoder().encode('<xmin>12</xmin>\n<xmin>13</xmin>\n')
    const first = deflateSmall(text)
    deflateSmall(new TextEncoder().encode('<xmin>99</xmin> something else <xmin>'))
    expect(deflateSmall(text)).toEqual(first)
    expect(first.length).toBeLessThan(text.length)
  })
})
