const CHUNK_BITS = 14
const CHUNK = 1 << CHUNK_BITS

/** Numbers by place, 0 where none was put: many of them in little memory, which grows without a copy of what is there. */
export class NumberList {
  readonly #chunks: (Uint32Array | Float64Array)[] = []
  readonly #kind: typeof Uint32Array | typeof Float64Array

  /** @param kind of the arrays that hold them: whole numbers below 2 ** 32, or any */
  constructor(kind: typeof Uint32Array | typeof Float64Array) {
    this.#kind = kind
  }

  get(place: number): number {
    const chunk = this.#chunks[place >>> CHUNK_BITS]
    return chunk === undefined ? 0 : chunk[place & (CHUNK - 1)]!
  }

  /** @param place memory is taken for all before it, too */
  set(place: number, value: number): void {
    const index = place >>> CHUNK_BITS
    while (index >= this.#chunks.length) this.#chunks.push(new this.#kind(CHUNK))
    this.#chunks[index]![place & (CHUNK - 1)] = value
  }
}
