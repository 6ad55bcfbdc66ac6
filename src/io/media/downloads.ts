import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileChunks } from '../read-file.ts'
import { removeTemporary, temporaryFolder } from '../temporary.ts'
import { writeAll } from '../write-all.ts'
import { tooLarge } from './folder-media.ts'
import type { FoundMedia } from './found-media.ts'

/** Files that were fetched and wait to be put into the output, in a temporary folder that `close` removes. */
export class Downloads {
  readonly #maxBytes: number
  #folder: string | undefined
  #count = 0

  /** @param maxBytes of one file */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Keeps the chunks of a file until it is released. */
  async keep(chunks: AsyncIterable<Uint8Array>): Promise<FoundMedia> {
    this.#folder ??= temporaryFolder()
    const path = join(this.#folder, String(this.#count++))
    const isWhole = await this.#write(path, chunks).catch(async (error: unknown) => {
      await rm(path, { force: true })
      throw error
    })
    const release = () => rm(path, { force: true })
    if (isWhole) return { open: () => fileChunks(path), release }
    await release()
    return tooLarge(this.#maxBytes)
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) removeTemporary(this.#folder)
  }

  /** Whether it was not too large. */
  async #write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
    const file = await open(path, 'w')
    let size = 0
    try {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > this.#maxBytes) return false
        await writeAll(file, chunk)
      }
      return true
    } finally {
      await file.close()
    }
  }
}
