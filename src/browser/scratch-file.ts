/** Bytes that are kept at a time. */
const PAGE_BYTES = 1 << 20

/** Takes the place of `io/scratch-file.ts`: the bytes are in memory, since a browser's files cannot be read at once. */
export class ScratchFile {
  readonly #pages: Uint8Array[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Puts bytes behind all others; they may change afterwards. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const start = this.#size % PAGE_BYTES
      if (start === 0) this.#pages.push(new Uint8Array(PAGE_BYTES))
      const piece = bytes.subarray(at, at + PAGE_BYTES - start)
      this.#pages.at(-1)!.set(piece, start)
      this.#size += piece.length
      at += piece.length
    }
  }

  /** Bytes from a place on; nothing is written over them later. */
  at(position: number, length: number): Uint8Array {
    const end = Math.min(position + length, this.#size)
    const bytes = new Uint8Array(Math.max(0, end - position))
    for (let at = position; at < end; ) {
      const start = at % PAGE_BYTES
      const piece = this.#pages[(at - start) / PAGE_BYTES]!.subarray(start, Math.min(PAGE_BYTES, start + end - at))
      bytes.set(piece, at - position)
      at += piece.length
    }
    return bytes
  }

  /** The same in chunks, where there may be many. */
  async *chunks(position: number, length: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < length; at += PAGE_BYTES) yield this.at(position + at, Math.min(PAGE_BYTES, length - at))
  }

  close(): void {
    this.#pages.length = 0
    this.#size = 0
  }
}
