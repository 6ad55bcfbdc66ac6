import type { Histogram } from './statistics.ts'

/** Counts values by the range that they lie in. */
export class HistogramCounter {
  readonly #edges: readonly number[]
  readonly #counts: number[]

  /** @param edges ascending; what is below the first one counts there */
  constructor(edges: readonly number[]) {
    this.#edges = edges
    this.#counts = edges.map(() => 0)
  }

  add(value: number): void {
    if (Number.isNaN(value)) return
    const above = this.#edges.findIndex((edge) => value < edge)
    const place = above < 0 ? this.#edges.length - 1 : Math.max(0, above - 1)
    this.#counts[place]!++
  }

  result(): Histogram {
    return { edges: this.#edges, counts: [...this.#counts] }
  }
}
