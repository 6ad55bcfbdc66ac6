/** Larger ones are not kept: one giant of a task would stay until the end. */
const MOST_KEPT_BYTES = 1 << 22
/** Sizes are multiples of so many bytes. */
const STEP = 1 << 18

/** V8 copies words to and from memory that threads share only where both stand alike in them, else byte by byte, seven times as slowly. */
export const WORD = 8 // bytes

/** Memory for batches that is used again, instead of new memory for each: collecting what lies about of it takes time and room. */
export class BatchMemory {
  readonly #free: Uint8Array[] = []
  readonly #make: (size: number) => ArrayBufferLike

  /** Batches have this part of the bytes that the reader was told: less where much is made of them. */
  share = 1

  /** Threads look at it instead of getting copies. */
  readonly isShared: boolean

  constructor(isShared = false) {
    this.isShared = isShared
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
