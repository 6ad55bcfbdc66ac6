import { ScratchFile } from '../../io/scratch-file.ts'

/** Pieces of a file that are needed in another order: kept in a temporary file, their places in memory. */
export class ElementStore {
  readonly #file = new ScratchFile()
  readonly #ends = new NumberList()

  get count(): number {
    return this.#ends.count
  }

  /** Gives the number of the element. */
  add(bytes: Uint8Array): number {
    this.#file.write(bytes)
    return this.#ends.add(this.#file.size)
  }

  /** Nothing can be added afterwards. */
  at(number: number): Uint8Array {
    const start = number === 0 ? 0 : this.#ends.at(number - 1)
    return this.#file.at(start, this.#ends.at(number) - start)
  }

  close(): void {
    this.#file.close()
  }
}

/** Numbers in eight bytes each. */
export class NumberList {
  #values = new Float64Array(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Gives its place. */
  add(value: number): number {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#count] = value
    return this.#count++
  }

  at(place: number): number {
    return this.#values[place] ?? 0
  }
}

/** The places of equal values one behind the other, each group in its order: those of value v are `places[starts[v]]` up to `starts[v + 1]`. */
export function groupPlaces(values: NumberList, groups: number): { readonly places: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(groups + 1)
  for (let k = 0; k < values.count; k++) starts[values.at(k) + 1]!++
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
  const next = starts.slice()
  const places = new Uint32Array(values.count)
  for (let k = 0; k < values.count; k++) places[next[values.at(k)]!++] = k
  return { places, starts }
}
