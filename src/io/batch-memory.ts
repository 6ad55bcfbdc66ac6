/** Larger ones are not kept: one giant of a task would stay until the end. */
const MOST_KEPT_BYTES = 1 << 22
/** Sizes are multiples of so many bytes. */
const STEP = 1 << 18

/** Memory for batches that is used again, instead of new memory for each: collecting what lies about of it takes time and room. */
export class BatchMemory {
  readonly #free: Uint8Array[] = []
  readonly #make: (size: number) => ArrayBufferLike

  /** Batches have this part of the bytes that the reader was told: less where much is made of them. */
  share = 1

  /** @param isShared so that threads look at it instead of getting copies */
  constructor(isShared = false) {
    this.#make = isShared ? (size) => new SharedArrayBuffer(size) : (size) => new ArrayBuffer(size)
  }

  /** At least so many bytes; what stands in them is of the past. */
  take(size: number): Uint8Array {
    const fitting = this.#free.findIndex(({ length }) => length >= size)
    if (fitting >= 0) return this.#free.splice(fitting, 1)[0]!
    return new Uint8Array(this.#make(Math.ceil(size / STEP) * STEP)) // few sizes: what comes back fits again
  }

  /** Takes bytes back that nobody looks at any more, or a part of them for all. */
  give({ buffer }: Uint8Array): void {
    if (buffer.byteLength <= MOST_KEPT_BYTES) this.#free.push(new Uint8Array(buffer))
  }
}
