import type { ByteRanges } from '../json/scan-wasm.ts'
import type { Place } from './cut-tasks.ts'

/** One task's bytes in a batch, and where they stand in their file. */
export interface RawTask extends Place {
  readonly start: number
  readonly end: number
  readonly file: string
}

/** start, end, byte, line, column, and which of the files. */
const FIELDS = 6

/** The tasks of a batch as numbers, which are quickly sent to threads; objects are made of them when they are asked for. */
export class RawTasks implements ByteRanges {
  /** Six of each task. */
  readonly numbers: Float64Array
  readonly files: readonly string[]

  constructor(numbers: Float64Array, files: readonly string[]) {
    this.numbers = numbers
    this.files = files
  }

  get length(): number {
    return this.numbers.length / FIELDS
  }

  startOf(k: number): number {
    return this.numbers[k * FIELDS]!
  }

  endOf(k: number): number {
    return this.numbers[k * FIELDS + 1]!
  }

  /** In all of them together, with what stands between those of a file. */
  get bytes(): number {
    const { numbers } = this
    let sum = 0
    let behind = 0 // the task before, in its file
    for (let at = 0; at < numbers.length; at += FIELDS) {
      const isWithinFile = at > 0 && numbers[at + 5] === numbers[at - 1]
      const size = numbers[at + 1]! - numbers[at]!
      sum += isWithinFile ? numbers[at + 2]! + size - behind : size
      behind = numbers[at + 2]! + size
    }
    return sum
  }

  /** The k-th, there or not at all. */
  get(k: number): RawTask {
    const [start, end, byte, line, column, file] = this.numbers.subarray(k * FIELDS, (k + 1) * FIELDS)
    return { start: start!, end: end!, byte: byte!, line: line!, column: column!, file: this.files[file!]! }
  }

  /** Some of them. */
  choose(places: readonly number[]): RawTasks {
    const chosen = new Float64Array(places.length * FIELDS)
    for (const [k, place] of places.entries()) chosen.set(this.numbers.subarray(place * FIELDS, (place + 1) * FIELDS), k * FIELDS)
    return new RawTasks(chosen, this.files)
  }
}

/** Takes tasks one after the other. */
export class RawTaskList {
  #numbers = new Float64Array(256 * FIELDS)
  #files: string[] = []
  /** Tasks so far. */
  length = 0

  /** Where the last one ends; 0 when there is none. */
  get end(): number {
    return this.length === 0 ? 0 : this.#numbers[(this.length - 1) * FIELDS + 1]!
  }

  add(start: number, end: number, { byte, line, column }: Place, file: string): void {
    if (this.#files.at(-1) !== file) this.#files.push(file)
    const at = this.length++ * FIELDS
    if (at === this.#numbers.length) this.#grow()
    const numbers = this.#numbers
    numbers[at] = start
    numbers[at + 1] = end
    numbers[at + 2] = byte
    numbers[at + 3] = line
    numbers[at + 4] = column
    numbers[at + 5] = this.#files.length - 1
  }

  /** All of them; the list is empty afterwards. */
  take(): RawTasks {
    const tasks = new RawTasks(this.#numbers.slice(0, this.length * FIELDS), this.#files)
    this.#files = []
    this.length = 0
    return tasks
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#numbers.length)
    grown.set(this.#numbers)
    this.#numbers = grown
  }
}
