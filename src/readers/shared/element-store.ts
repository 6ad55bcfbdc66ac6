import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { FileWindow } from '../../io/file-window.ts'
import { removeTemporary, temporaryFolder } from '../../io/temporary.ts'
import { joinBytes } from '../../json/bytes.ts'

const FLUSH_BYTES = 1 << 20

/** Pieces of a file that are needed in another order: kept in a temporary file, their places in memory. */
export class ElementStore {
  readonly #folder = temporaryFolder()
  readonly #path = join(this.#folder, 'elements')
  readonly #file = openSync(this.#path, 'w')
  readonly #ends = new NumberList()
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #bytes = 0
  #window: FileWindow | undefined

  get count(): number {
    return this.#ends.count
  }

  /** Gives the number of the element. */
  add(bytes: Uint8Array): number {
    this.#waiting.push(new Uint8Array(bytes)) // a copy, also of a Buffer
    this.#waitingBytes += bytes.length
    this.#bytes += bytes.length
    if (this.#waitingBytes > FLUSH_BYTES) this.#flush()
    return this.#ends.add(this.#bytes)
  }

  /** Nothing can be added afterwards. */
  at(number: number): Uint8Array {
    this.#window ??= this.#finish()
    const start = number === 0 ? 0 : this.#ends.at(number - 1)
    return this.#window.at(start, this.#ends.at(number) - start)
  }

  close(): void {
    if (this.#window === undefined) closeSync(this.#file)
    this.#window?.close()
    removeTemporary(this.#folder)
  }

  #finish(): FileWindow {
    this.#flush()
    closeSync(this.#file)
    return new FileWindow(this.#path)
  }

  #flush(): void {
    const bytes = joinBytes(this.#waiting)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
    this.#waiting = []
    this.#waitingBytes = 0
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
