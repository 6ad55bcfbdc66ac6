import type { AnyFormat } from '../formats/format.ts'
import { loadFormat } from '../formats/load.ts'
import { BatchMemory } from '../io/batch-memory.ts'
import type { RawBatch } from '../io/read-batches.ts'
import { BatchWork, byteArraysOf, type EncodedBatch, type Job, type SurveyedBatch } from './batch-work.ts'
import { SHARES_MEMORY } from './thread.ts'

/** Runs a job over the batches of an input. Results come in the order of the batches, whoever did the work. */
export interface Executor {
  /** Of the batches: it gets back those that are done with. */
  readonly memory: BatchMemory
  encode(job: Job, batches: AsyncIterable<RawBatch>): AsyncGenerator<EncodedBatch>
  survey(job: Job, batches: AsyncIterable<RawBatch>): AsyncGenerator<SurveyedBatch>
  close(): Promise<void>
}

/** From so many bytes of input on threads start at once, not when they are needed: they take a tenth of a second to be there. */
const LARGE_BYTES = 1 << 24

/** Threads for a format of the table, which they can find by its name; this thread for any other. @param inputBytes where they are known */
export async function makeExecutor(format: AnyFormat, workers: number, inputBytes = 0): Promise<Executor> {
  const areThreads = workers > 0 && canRunThreads() && (await loadFormat(format.id)) === format
  return areThreads ? threadExecutor(format, workers, inputBytes >= LARGE_BYTES) : inlineExecutor(format)
}

/** Everything in this thread. */
function inlineExecutor(format: AnyFormat): Executor {
  const memory = new BatchMemory()
  return {
    memory,
    encode: (job, batches) => {
      const work = new BatchWork(format, job)
      return inOrder(batches, memory, 0, (batch) => work.encode(batch), fitBatches(memory))
    },
    survey: (job, batches) => {
      const work = new BatchWork(format, job)
      return inOrder(batches, memory, 0, async (batch) => work.survey(batch))
    },
    close: async () => undefined,
  }
}

/**
 * Worker threads. The first batch is done here: most inputs have no second, and threads take their time to start.
 * At most two batches per thread are under way, so that memory does not depend on the size of the input.
 */
function threadExecutor(format: AnyFormat, workers: number, isLarge: boolean): Executor {
  const open = async () => {
    const { WorkerPool } = await import('./worker-pool.ts') // a run of one batch needs none
    return new WorkerPool(workers, new URL('./worker.js', import.meta.url), isLarge)
  }
  let opened = isLarge ? open() : undefined
  opened?.catch(() => undefined) // it is thrown where it is awaited
  const pool = () => (opened ??= open())
  const memory = new BatchMemory(SHARES_MEMORY)
  return {
    memory,
    encode: (job, batches) => {
      const work = new BatchWork(format, job)
      const encode = async (batch: RawBatch, isFirst: boolean) =>
        isFirst ? work.encode(batch) : (await pool()).encode(job, batch)
      return inOrder(batches, memory, 2 * workers, encode, fitBatches(memory))
    },
    survey: (job, batches) => {
      const work = new BatchWork(format, job)
      return inOrder(batches, memory, 2 * workers, async (batch, isFirst) =>
        isFirst ? work.survey(batch) : (await pool()).survey(job, batch),
      )
    },
    close: async () => (await opened)?.close(),
  }
}

/** More than so many bytes are not made of a batch, if the first is like the others … */
const MOST_PART_BYTES = 3 << 18
/** … unless batches had to be smaller than this part of theirs. */
const LEAST_SHARE = 1 / 8

/** Has smaller batches read when much is made of the first: what is on its way between threads is memory, too. */
function fitBatches(memory: BatchMemory): (first: EncodedBatch) => void {
  return ({ parts }) => {
    const bytes = byteArraysOf(parts).reduce((sum, { length }) => sum + length, 0)
    memory.share = Math.max(LEAST_SHARE, Math.min(1, MOST_PART_BYTES / bytes))
  }
}

/**
 * @param most so many batches are worked on while another is read
 * @param memory gets each batch back when it is done with
 * @param look at what the first batch has become, before others are read
 */
async function* inOrder<T>(
  batches: AsyncIterable<RawBatch>,
  memory: BatchMemory,
  most: number,
  work: (batch: RawBatch, isFirst: boolean) => Promise<T>,
  look: (first: T) => void = () => undefined,
): AsyncGenerator<T> {
  const pending: Promise<T>[] = []
  const done = async (batch: RawBatch, isFirst: boolean) => {
    const result = await work(batch, isFirst)
    memory.give(batch.bytes)
    return result
  }
  let isFirst = true
  for await (const batch of batches) {
    const result = done(batch, isFirst)
    result.catch(() => undefined) // it is thrown where it is awaited, in its turn
    pending.push(result)
    if (isFirst) look(await result)
    isFirst = false
    if (pending.length > most) yield await pending.shift()!
  }
  for (const result of pending) yield await result
}

/** Workers are files of the built package; run from TypeScript sources there are none. */
function canRunThreads(): boolean {
  return import.meta.url.endsWith('.js')
}
