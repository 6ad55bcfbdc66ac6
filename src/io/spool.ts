import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spool } from '../formats/format.ts'
import { emptyBytes, encodeUtf8 } from '../json/utf8.ts'
import { readAhead } from './read-ahead.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'
import { writeAll } from './write-all.ts'

const MEMORY_BYTES = 4 * 1024 * 1024
/** So many bytes are written to a file, or read from it, at once; fewer where the memory is little. */
const BLOCK_BYTES = 1 << 19

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
  /** Full blocks that are in no file yet; there is none as soon as there is a file. */
  #full: Uint8Array[] = []
  #block: Uint8Array | undefined
  /** Bytes of the block that are written. */
  #used = 0
  /** Takes turns with the block: one is filled while the other is on its way to the disk or back. */
  #other: Uint8Array | undefined
  #file: FileHandle | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(newPath: () => string, memoryBytes: number) {
    this.#newPath = newPath
    this.#memoryBytes = memoryBytes
    this.#blockBytes = Math.min(BLOCK_BYTES, memoryBytes)
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? encodeUtf8(content) : content
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === this.#block?.length) await this.#moveOn(this.#block)
      this.#block ??= emptyBytes(this.#blockBytes)
      const end = Math.min(bytes.length, at + this.#block.length - this.#used)
      this.#block.set(bytes.subarray(at, end), this.#used)
      this.#used += end - at
      at = end
    }
  }

  async *read(): AsyncGenerator<Uint8Array> {
    const rest = this.#block?.subarray(0, this.#used) ?? NOTHING
    if (this.#file === undefined) {
      yield* this.#full
      if (rest.length > 0) yield rest
      return
    }
    await this.#writing
    await writeAll(this.#file, rest) // `write` may stop half-way when the disk is full
    this.#used = 0
    const file = this.#file
    const readInto = async (into: Uint8Array, at: number) => (await file.read(into, 0, into.length, at)).bytesRead
    yield* readAhead(readInto, [this.#block ?? emptyBytes(this.#blockBytes), this.#other ?? emptyBytes(this.#blockBytes)])
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined) // it was told, or the run was called off
    this.#full = []
    this.#block = undefined
    this.#other = undefined
    await this.#file?.close()
    this.#file = undefined
  }

  /** Makes room behind a full block. */
  async #moveOn(block: Uint8Array): Promise<void> {
    this.#used = 0
    if (this.#file === undefined && (this.#full.length + 2) * this.#blockBytes <= this.#memoryBytes) {
      this.#full.push(block)
      this.#block = undefined
      return
    }
    await this.#writing
    this.#file ??= await open(this.#newPath(), 'w+')
    for (const full of this.#full.splice(0)) await writeAll(this.#file, full)
    this.#writing = writeAll(this.#file, block)
    this.#writing.catch(() => undefined) // thrown where it is awaited
    this.#block = this.#other
    this.#other = block
  }
}

const NOTHING = new Uint8Array(0)
