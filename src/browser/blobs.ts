const HELD_BYTES = 1 << 20
const CHUNK_BYTES = 1 << 20

/** Bytes put one behind the other. A browser keeps the content of Blobs outside of the JavaScript heap and, when it is much, on disk. */
export class BlobBuilder {
  #blobs: Blob[] = []
  #parts: (string | Uint8Array<ArrayBuffer>)[] = []
  #size = 0

  add(part: string | Uint8Array): void {
    this.#parts.push(typeof part === 'string' ? part : Uint8Array.from(part))
    this.#size += part.length
    if (this.#size >= HELD_BYTES) this.#flush()
  }

  /** Everything so far. */
  build(): Blob {
    this.#flush()
    return new Blob(this.#blobs)
  }

  /** Forgets everything so far. */
  clear(): void {
    this.#blobs = []
    this.#parts = []
    this.#size = 0
  }

  #flush(): void {
    if (this.#parts.length > 0) this.#blobs.push(new Blob(this.#parts))
    this.#parts = []
    this.#size = 0
  }
}

/** The bytes of a Blob, a mebibyte at a time; may be read as often as wanted. */
export async function* chunksOfBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += CHUNK_BYTES) yield new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer())
}
