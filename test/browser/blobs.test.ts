import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { BlobBuilder, chunksOfBlob } from '../../src/browser/blobs.ts'
import { Spools } from '../../src/browser/spool.ts'
import { gather } from './streams.ts'

it('a spool gives what was written, in order, as often as it is asked', async () => {
  const piece = fc.oneof(fc.string(), fc.uint8Array(), fc.constant('x'.repeat(700_000)))
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const spool = new Spools().make()
      for (const content of pieces) await spool.write(content)
      const expected = Buffer.concat(pieces.map((content) => Buffer.from(content)))
      for (let k = 0; k < 2; k++) expect(Buffer.compare(await gather(spool.read()), expected)).toBe(0)
    }),
    { numRuns: 30 },
  )
})

it('bytes that change after they were added do not change in the Blob', async () => {
  const bytes = Uint8Array.from([1, 2, 3])
  const blobs = new BlobBuilder()
  blobs.add(bytes)
  bytes.fill(9)
  expect([...(await gather(chunksOfBlob(blobs.build())))]).toEqual([1, 2, 3])
})
