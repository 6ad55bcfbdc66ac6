import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { ScratchFile as InMemory } from '../../src/browser/scratch-file.ts'
import { ScratchFile as OnDisk } from '../../src/io/scratch-file.ts'
import { gather, same } from './streams.ts'

/** Pieces that end beyond a page of what is kept. */
const sizes = fc.array(fc.oneof(fc.nat(40), fc.nat(700_000)), { maxLength: 6 })

it.each([
  ['on disk', OnDisk],
  ['in memory', InMemory],
])('a scratch file %s gives what was written, from wherever it is asked for', async (_name, ScratchFile) => {
  const property = fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (lengths, from, length) => {
    const file = new ScratchFile()
    const written: number[] = []
    for (const [k, size] of lengths.entries()) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * (k + 3)) & 255)
      for (const byte of bytes) written.push(byte)
      file.write(bytes)
      bytes.fill(0)
    }
    const expected = Uint8Array.from(written)
    expect(file.size).toBe(expected.length)
    const start = from % (expected.length + 1)
    const count = length % (expected.length - start + 1)
    expect(same(file.at(start, count), expected.subarray(start, start + count))).toBe(true)
    expect(same(await gather(file.chunks(0, expected.length)), expected)).toBe(true)
    file.close()
  })
  await fc.assert(property, { numRuns: 20 })
})
