import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Read at once when one place follows the other … */
const AHEAD_BYTES = 1 << 18
/** … and when they do not. */
const NEARBY_BYTES = 1 << 13

/** A file whose small pieces are read from wherever they are; those that lie side by side are read together. */
export class FileWindow {
  readonly size: number
  readonly #file: number
  #bytes: Uint8Array = new Uint8Array(0)
  #start = 0
  #isOpen = true

  constructor(path: string) {
    this.#file = openSync(path, 'r')
    this.size = fstatSync(this.#file).size
  }

  /** Bytes from `position` on, fewer at the end of the file; nothing is written over them later. */
  at(position: number, length: number): Uint8Array {
    const end = this.#start + this.#bytes.length
    if (position < this.#start || position + length > end) {
      const isFollowing = position >= this.#start && position <= end + NEARBY_BYTES
      this.#read(position, Math.max(length, isFollowing ? AHEAD_BYTES : NEARBY_BYTES))
    }
    return this.#bytes.subarray(position - this.#start, position - this.#start + length)
  }

  /** Bytes of any length, in chunks. */
  async *chunks(position: number, length: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < length; at += AHEAD_BYTES) yield this.at(position + at, Math.min(AHEAD_BYTES, length - at))
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }

  #read(position: number, length: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - position)))
    let filled = 0
    for (let count = -1; filled < bytes.length && count !== 0; filled += count)
      count = readSync(this.#file, bytes, filled, bytes.length - filled, position + filled)
    this.#bytes = bytes.subarray(0, filled)
    this.#start = position
  }
}
