import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spool } from '../formats/format.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

const MEMORY_BYTES = 4 * 1024 * 1024

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
  #parts: Uint8Array[] = []
  #size = 0
  #path: string | undefined
  #file: FileHandle | undefined

  constructor(newPath: () => string, memoryBytes: number) {
    this.#newPath = newPath
    this.#memoryBytes = memoryBytes
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    this.#parts.push(bytes)
    this.#size += bytes.length
    if (this.#size > this.#memoryBytes) await this.#flush()
  }

  async *read(): AsyncGenerator<Uint8Array> {
    if (this.#path !== undefined) {
      await this.#flush()
      yield* createReadStream(this.#path, { highWaterMark: 1 << 20 })
      return
    }
    yield* this.#parts
  }

  async close(): Promise<void> {
    this.#parts = []
    await this.#file?.close()
    this.#file = undefined
  }

  async #flush(): Promise<void> {
    if (this.#file === undefined) {
      this.#path = this.#newPath()
      this.#file = await open(this.#path, 'w')
    }
    await this.#file.appendFile(Buffer.concat(this.#parts)) // `write` may stop half-way when the disk is full
    this.#parts = []
    this.#size = 0
  }
}
