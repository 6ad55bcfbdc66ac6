import type { Spool } from '../formats/format.ts'
import { BlobBuilder, chunksOfBlob } from './blobs.ts'

/** Takes the place of `io/spool.ts`: spools in Blobs, which go when nobody holds them any more. */
export class Spools {
  make(): Spool {
    const blobs = new BlobBuilder()
    return {
      write: async (text) => blobs.add(text),
      read: () => chunksOfBlob(blobs.build()),
    }
  }

  async close(): Promise<void> {}
}
