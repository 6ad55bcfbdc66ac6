import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as browser from '../../src/browser/deflate.ts'
import * as node from '../../src/io/deflate.ts'
import { from, gather, same } from './streams.ts'

/** Few different bytes, as in masks and texts, so that there is something to pack. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 20_000 }),
  fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3000 })), { maxLength: 60 }).map(runs),
  fc.array(fc.constantFrom('"label":', '"x":12.5,', '{"id":1}', 'Car', '😀'), { maxLength: 5000 }).map(text),
)

describe("the bytes of Node's zlib", () => {
  it('of small and large contents, packed in both ways', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        expect(same(browser.deflateRaw(content), node.deflateRaw(content))).toBe(true)
        for (const options of [{}, { level: 6, strategy: 'runs' }, { level: 1 }] as const)
          expect(same(browser.deflate(content, options), node.deflate(content, options))).toBe(true)
      }),
    )
  })

  it('of a stream, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 8 }), async (chunks) => {
        expect(
          same(await gather(browser.deflateRawStream(from(chunks))), await gather(node.deflateRawStream(from(chunks)))),
        ).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('unpacked again, unless it is too much or damaged', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const packed = node.deflate(content)
        for (const { inflate } of [browser, node]) {
          expect(same(inflate(packed, content.length)!, content)).toBe(true)
          if (content.length > 1) expect(inflate(packed, content.length - 1)).toBeUndefined()
          expect(inflate(packed.subarray(0, packed.length - 5), content.length)).toBeUndefined()
          expect(inflate(Uint8Array.of(1, 2, 3), 9)).toBeUndefined()
        }
      }),
    )
  })

  it('of checksums, also when they go on', () => {
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        expect(browser.crc32(second, browser.crc32(first))).toBe(node.crc32(second, node.crc32(first)))
      }),
    )
  })
})

it('a stream that fails says so', async () => {
  const failing = async function* () {
    yield new Uint8Array(10)
    throw new Error('no more')
  }
  await expect(gather(browser.deflateRawStream(failing()))).rejects.toThrow('no more')
  await expect(gather(node.deflateRawStream(failing()))).rejects.toThrow('no more')
})

function runs(pairs: readonly (readonly [number, number])[]): Uint8Array {
  return Uint8Array.from(pairs.flatMap(([value, length]) => new Array<number>(length).fill(value)))
}

function text(pieces: readonly string[]): Uint8Array {
  return new TextEncoder().encode(pieces.join(''))
}
