import type { InputFile, RawBatch } from '../io/read-batches.ts'
import { cancelled } from './cancelling.ts'

/** How far a run is. */
export interface Progress {
  /** Tasks read in this pass. */
  readonly tasks: number
  /** Bytes read in all passes so far. */
  readonly bytes: number
  /** Of all passes; undefined when the size of an input is not known (gzip, standard input that is still coming). */
  readonly totalBytes: number | undefined
  /** Of this pass, where servers and databases say so. */
  readonly totalTasks?: number
  /** Files that were put or looked for in vain, once all tasks are written. */
  readonly media?: { readonly done: number; readonly total: number }
}

/** Stands between the reader and the executor: counts batches and stops the run when it is called off. */
export class Meter {
  readonly #inputBytes: number | undefined
  readonly #inputTasks: number | undefined
  #passes: number
  readonly #onProgress: (progress: Progress) => void
  readonly #signal: AbortSignal | undefined
  #bytes = 0
  #last: Progress = { tasks: 0, bytes: 0, totalBytes: undefined }

  constructor(
    files: readonly InputFile[],
    passes: number,
    onProgress: (progress: Progress) => void = () => undefined,
    signal?: AbortSignal,
  ) {
    this.#inputBytes = sum(files.map(({ size }) => size))
    this.#inputTasks = sum(files.map(({ taskCount }) => taskCount))
    this.#passes = passes
    this.#onProgress = onProgress
    this.#signal = signal
  }

  /** More is to be read than it was thought. */
  addPasses(count: number): void {
    this.#passes += count
  }

  /** @throws GoldpanError `cancelled` */
  async *count(batches: AsyncIterable<RawBatch>): AsyncGenerator<RawBatch> {
    let tasks = 0
    for await (const batch of batches) {
      if (this.#signal?.aborted === true) throw cancelled()
      tasks += batch.tasks.length
      this.#bytes += batch.tasks.bytes
      const totalBytes = this.#inputBytes === undefined ? undefined : this.#passes * this.#inputBytes
      const total = this.#inputTasks === undefined ? {} : { totalTasks: this.#inputTasks }
      this.#last = { tasks, bytes: this.#bytes, totalBytes, ...total }
      this.#onProgress(this.#last)
      yield batch
    }
  }

  /** @throws GoldpanError `cancelled` */
  countMedia(done: number, total: number): void {
    if (this.#signal?.aborted === true) throw cancelled()
    this.#onProgress({ ...this.#last, media: { done, total } })
  }
}

/** Undefined when one of the counts is not known. */
function sum(counts: readonly (number | undefined)[]): number | undefined {
  return counts.includes(undefined) ? undefined : counts.reduce<number>((total, count) => total + (count ?? 0), 0)
}
