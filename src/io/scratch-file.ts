import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { joinBytes } from '../json/bytes.ts'
import { FileWindow } from './file-window.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

/** So many bytes wait to be written at once. */
const FLUSH_BYTES = 1 << 20

/** Bytes in a temporary file: written one behind the other, then read wherever they are. Gone when it is closed, or with the process. */
export class ScratchFile {
  readonly #folder = temporaryFolder()
  readonly #path = join(this.#folder, 'scratch')
  readonly #file = openSync(this.#path, 'w')
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #size = 0
  #window: FileWindow | undefined

  get size(): number {
    return this.#size
  }

  /** Puts bytes behind all others; they may change afterwards. Not after something was read. */
  write(bytes: Uint8Array): void {
    this.#waiting.push(Uint8Array.from(bytes))
    this.#waitingBytes += bytes.length
    this.#size += bytes.length
    if (this.#waitingBytes > FLUSH_BYTES) this.#flush()
  }

  /** Bytes from a place on; nothing is written over them later. */
  at(position: number, length: number): Uint8Array {
    return this.#opened().at(position, length)
  }

  /** The same in chunks, where there may be many. */
  chunks(position: number, length: number): AsyncGenerator<Uint8Array> {
    return this.#opened().chunks(position, length)
  }

  close(): void {
    if (this.#window === undefined) closeSync(this.#file)
    this.#window?.close()
    removeTemporary(this.#folder)
  }

  #opened(): FileWindow {
    if (this.#window !== undefined) return this.#window
    this.#flush()
    closeSync(this.#file)
    this.#window = new FileWindow(this.#path)
    return this.#window
  }

  #flush(): void {
    const bytes = joinBytes(this.#waiting)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
