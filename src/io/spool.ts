import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spool } from '../formats/format.ts'
import { emptyBytes, encodeUtf8 } from '../json/utf8.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

const MEMORY_BYTES = 4 * 1024 * 1024
/** So many bytes are written to a file, or read from it, at once; fewer where the memory is little. */
const BLOCK_BYTES = 1 << 18

/** Spools in memory up to so many bytes each, then in a temporary folder that `close` removes. */
export class Spools {
  #folder: string | undefined
  readonly #open: FileSpool[] = []
  readonly #memoryBytes: number

  constructor(memoryBytes = MEMORY_BYTES) {
    this.#memoryBytes = memoryBytes
  }

  make(): Spool {
    const name = String(this.#open.length)
    const spool = new FileSpool(() => {
      this.#folder ??= temporaryFolder()
      return join(this.#folder, name)
    }, this.#memoryBytes)
    this.#open.push(spool)
    return spool
  }

  async close(): Promise<void> {
    for (const spool of this.#open) await spool.close()
    if (this.#folder !== undefined) removeTemporary(this.#folder)
  }
}

class FileSpool implements Spool {
  readonly #newPath: () => string
  readonly #memoryBytes: number
  readonly #blockBytes: number
  /** What is not in the file yet; all of them full but for the last. */
  #blocks: Uint8Array[] = []
  /** Bytes of the last block that are written. */
  #used: number
  #file: FileHandle | undefined

  constructor(newPath: () => string, memoryBytes: number) {
    this.#newPath = newPath
    this.#memoryBytes = memoryBytes
    this.#blockBytes = Math.min(BLOCK_BYTES, memoryBytes)
    this.#used = this.#blockBytes
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? encodeUtf8(content) : content
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + this.#blockBytes - this.#used)
      if (end > at) this.#blocks.at(-1)!.set(bytes.subarray(at, end), this.#used)
      this.#used += end - at
      at = end
      if (at < bytes.length) await this.#nextBlock()
    }
  }

  async *read(): AsyncGenerator<Uint8Array> {
    if (this.#file === undefined) {
      yield* this.#held()
      return
    }
    await this.#empty(this.#file)
    const block = this.#blocks[0]!
    for (let position = 0; ; ) {
      const { bytesRead } = await this.#file.read(block, 0, block.length, position)
      if (bytesRead === 0) return
      yield block.subarray(0, bytesRead)
      position += bytesRead
    }
  }

  async close(): Promise<void> {
    this.#blocks = []
    await this.#file?.close()
    this.#file = undefined
  }

  async #nextBlock(): Promise<void> {
    if (this.#file !== undefined || (this.#blocks.length + 1) * this.#blockBytes > this.#memoryBytes) {
      this.#file ??= await open(this.#newPath(), 'w+')
      await this.#empty(this.#file)
      this.#blocks.length = 1 // it is written over
    } else this.#blocks.push(emptyBytes(this.#blockBytes))
    this.#used = 0
  }

  async #empty(file: FileHandle): Promise<void> {
    for (const block of this.#held()) await file.appendFile(block) // `write` may stop half-way when the disk is full
    this.#used = 0
  }

  /** What is not in the file yet. */
  *#held(): Generator<Uint8Array> {
    const last = this.#blocks.length - 1
    for (const [k, block] of this.#blocks.entries()) yield k < last ? block : block.subarray(0, this.#used)
  }
}
