import { joinBytes } from '../json/bytes.ts'
import { GoldpanError } from '../model/error.ts'
import { type CutTask, type FrameNotes, TaskCutter } from './cut-tasks.ts'

/** One file of tasks; `open` may be called again for a second pass. */
export interface InputFile {
  /** As the user would name it: `tasks.json`, `export.zip/7.json`, `standard input`. */
  readonly name: string
  /** Bytes that `open` gives, where they are known beforehand. */
  readonly size?: number | undefined
  open(): AsyncIterable<Uint8Array>
}

/** One task's bytes in a batch, and where they stand in their file: byte from 0, line and column (bytes) from 1. */
export interface RawTask {
  readonly start: number
  readonly end: number
  readonly file: string
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** About a mebibyte of tasks, cut at task boundaries; `firstIndex` is the first task's place in the whole input. */
export interface RawBatch {
  readonly bytes: Uint8Array
  readonly tasks: readonly RawTask[]
  readonly firstIndex: number
}

export interface BatchLimits {
  /** A batch is given out when it has at least this many bytes … */
  readonly bytes: number
  /** … or this many tasks. */
  readonly tasks: number
}

const DEFAULT_LIMITS: BatchLimits = { bytes: 1 << 20, tasks: 4096 }

/**
 * The tasks of all files in order, in batches; small files share one. Memory is that of one batch and one chunk.
 * A damaged file costs what is behind the damage; reading goes on with the next file.
 */
export async function* readBatches(
  files: Iterable<InputFile>,
  notes: FrameNotes,
  limits: BatchLimits = DEFAULT_LIMITS,
): AsyncGenerator<RawBatch> {
  const batch = new BatchBuilder(limits)
  for (const file of files) {
    const cutter = new TaskCutter(file.name, (task) => batch.add(file.name, task), notes)
    try {
      for await (const chunk of file.open()) {
        cutter.push(chunk)
        yield* batch.full()
      }
      cutter.end()
    } catch (error) {
      if (!(error instanceof GoldpanError)) throw error
      notes.damaged(error)
    }
    yield* batch.full()
  }
  yield* batch.rest()
}

/** An input without a single file of tasks is a mistake, unlike an empty list of tasks. @throws GoldpanError `input-empty` */
export function needFiles(files: readonly InputFile[]): void {
  if (files.length > 0) return
  throw new GoldpanError(
    'input-empty',
    'there are no task files in the input',
    'tasks are .json, .jsonl or .ndjson files, also in .gz and .zip',
  )
}

class BatchBuilder {
  readonly #limits: BatchLimits
  readonly #ready: RawBatch[] = []
  #parts: Uint8Array[] = []
  #own = 0 // of them are no views of the reader's chunk
  #tasks: RawTask[] = []
  #size = 0
  #firstIndex = 0

  constructor(limits: BatchLimits) {
    this.#limits = limits
  }

  add(file: string, { bytes, byte, line, column }: CutTask): void {
    this.#parts.push(bytes)
    this.#tasks.push({ start: this.#size, end: this.#size + bytes.length, file, byte, line, column })
    this.#size += bytes.length
    if (this.#size >= this.#limits.bytes || this.#tasks.length >= this.#limits.tasks) this.#close()
  }

  *full(): Generator<RawBatch> {
    // What is pending are views of the reader's chunk, which may be reused: keep our own bytes.
    if (this.#parts.length > this.#own) this.#own = this.#parts.push(joinBytes(this.#parts.splice(this.#own)))
    yield* this.#ready.splice(0)
  }

  *rest(): Generator<RawBatch> {
    if (this.#tasks.length > 0) this.#close()
    yield* this.#ready.splice(0)
  }

  #close(): void {
    this.#ready.push({ bytes: joinBytes(this.#parts), tasks: this.#tasks, firstIndex: this.#firstIndex })
    this.#firstIndex += this.#tasks.length
    this.#parts = []
    this.#own = 0
    this.#tasks = []
    this.#size = 0
  }
}
