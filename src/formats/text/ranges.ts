/** A range of a text, UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

const FIRST_SIZE = 256

/** Many ranges, as plain numbers: a text has hundreds of tokens, and an object for each costs more than finding it. */
export class Ranges {
  starts = new Int32Array(FIRST_SIZE)
  ends = new Int32Array(FIRST_SIZE)
  length = 0

  add(start: number, end: number): void {
    if (this.length === this.starts.length) this.#grow()
    this.starts[this.length] = start
    this.ends[this.length++] = end
  }

  clear(): void {
    this.length = 0
  }

  #grow(): void {
    this.starts = grown(this.starts)
    this.ends = grown(this.ends)
  }
}

function grown(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * numbers.length)
  more.set(numbers)
  return more
}
