import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTemporary, temporaryFolder } from './temporary.ts'
import { writeAll } from './write-all.ts'

const CHUNK_BYTES = 1 << 20

/**
 * Tasks that come only once, kept in a temporary file: written as fast as they come, read meanwhile, and as often as wanted.
 * What waits for the network so never waits for what is done with the tasks, and memory is that of one piece.
 */
export class TaskSpool {
  readonly #folder = temporaryFolder()
  readonly #pump: Promise<void>
  #isClosed = false
  /** Bytes that can be read by now. */
  #size = 0
  #state: 'growing' | 'whole' | 'failed' = 'growing'
  #failure: unknown
  #wake: () => void = () => undefined
  #news = this.#nextNews()

  /** @param pieces tasks, with a comma between two of one piece */
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pump = this.#fill(pieces)
  }

  /** A JSON list of all tasks. @throws what the pieces threw, behind all that came before */
  async *read(): AsyncGenerator<Uint8Array> {
    const file = await open(this.#path, 'a+') // makes it, should nothing have come yet
    try {
      const chunk = new Uint8Array(CHUNK_BYTES)
      for (let at = 0; ; ) {
        const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, this.#size - at), at)
        if (bytesRead > 0) yield chunk.subarray(0, bytesRead)
        at += bytesRead
        if (at < this.#size) continue
        if (this.#state === 'whole') return
        if (this.#state === 'failed') throw this.#failure
        await this.#news
      }
    } finally {
      await file.close()
    }
  }

  /** Ends the writing where it is, once the next piece has come. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#pump
    removeTemporary(this.#folder)
  }

  get #path(): string {
    return join(this.#folder, 'tasks.json')
  }

  async #fill(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      const file = await open(this.#path, 'a')
      try {
        await this.#write(file, pieces)
        this.#state = 'whole'
      } finally {
        await file.close()
      }
    } catch (error) {
      this.#failure = error
      this.#state = 'failed'
    }
    this.#wake()
  }

  async #write(file: FileHandle, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    let before = '[\n'
    for await (const piece of pieces) {
      if (this.#isClosed) return
      await this.#append(file, before)
      await this.#append(file, piece)
      before = ',\n'
    }
    await this.#append(file, before === '[\n' ? '[]\n' : '\n]\n')
  }

  async #append(file: FileHandle, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    await writeAll(file, bytes)
    this.#size += bytes.length
    this.#wake()
    this.#news = this.#nextNews()
  }

  #nextNews(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
