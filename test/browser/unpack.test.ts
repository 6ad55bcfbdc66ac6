import { deflateRawSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as browser from '../../src/browser/unpack.ts'
import * as node from '../../src/io/unpack.ts'
import { from } from './streams.ts'

const content = fc
  .array(fc.constantFrom('{"id": 1}', '"label": "Car"', '12.5, ', '😀', '\n'), { maxLength: 30_000 })
  .map((pieces) => Buffer.from(pieces.join('')))

type Unpack = typeof node.unpackGzip

/** What comes out, and the error in the end. */
async function outcome(unpack: Unpack, packed: Uint8Array, chunk: number): Promise<{ text: string; error: string | undefined }> {
  const chunks: Uint8Array[] = []
  const read: Uint8Array[] = []
  for (let at = 0; at < packed.length; at += chunk) chunks.push(packed.subarray(at, at + chunk))
  try {
    for await (const bytes of unpack(from(chunks))) read.push(Uint8Array.from(bytes))
    return { text: Buffer.concat(read).toString('latin1'), error: undefined }
  } catch (error) {
    return { text: Buffer.concat(read).toString('latin1'), error: (error as Error).message }
  }
}

describe("what Node's zlib unpacks", () => {
  it('of gzip in several members, with padding or something else behind them', async () => {
    const tail = fc.constantFrom(Buffer.alloc(0), Buffer.alloc(512), Buffer.from('else'), Buffer.from([0x1f, 0x8b]))
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 3 }),
        tail,
        fc.integer({ min: 1, max: 70_000 }),
        async (members, behind, chunk) => {
          const packed = Buffer.concat([...members.map((member) => gzipSync(member)), behind])
          const expected = await outcome(node.unpackGzip, packed, chunk)
          expect(await outcome(browser.unpackGzip, packed, chunk)).toEqual(expected)
          if (behind.length === 0) expect(expected).toEqual({ text: Buffer.concat(members).toString('latin1'), error: undefined })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('of deflate, whole, cut off and damaged: what stands before, and the message', async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
      cuts: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(content, fc.option(damage), fc.integer({ min: 100, max: 70_000 }), async (bytes, harm, chunk) => {
        const gzip = harmed(gzipSync(bytes), harm)
        expect(await outcome(browser.unpackGzip, gzip, chunk)).toEqual(await outcome(node.unpackGzip, gzip, chunk))
        const raw = harmed(deflateRawSync(bytes), harm)
        expect(await outcome(browser.unpackRaw, raw, chunk)).toEqual(await outcome(node.unpackRaw, raw, chunk))
      }),
      { numRuns: 150 },
    )
  })
})

function harmed(packed: Buffer, harm: { readonly at: number; readonly byte: number; readonly cuts: boolean } | null): Buffer {
  if (harm === null) return packed
  const at = Math.min(packed.length - 1, Math.floor(harm.at * packed.length))
  if (harm.cuts) return packed.subarray(0, at)
  packed[at] = harm.byte
  return packed
}
