import { GoldpanError } from '../model/error.ts'
import { BatchBuilder, type BatchLimits, type RawBatch } from './batch-builder.ts'
import { BatchMemory } from './batch-memory.ts'
import { type FrameNotes, TaskCutter } from './cut-tasks.ts'

export type { BatchLimits, RawBatch } from './batch-builder.ts'

/** One file of tasks; `open` may be called again for a second pass. */
export interface InputFile {
  /** As the user would name it: `tasks.json`, `export.zip/7.json`, `standard input`. */
  readonly name: string
  /** Bytes that `open` gives, where they are known beforehand. */
  readonly size?: number | undefined
  /** How many tasks there are, where a server or database says so. */
  readonly taskCount?: number | undefined
  /** Its chunks, each of which may change when the next one is asked for. */
  open(): AsyncIterable<Uint8Array>
}

const DEFAULT_LIMITS: BatchLimits = { bytes: 1 << 20, tasks: 4096 }

/**
 * The tasks of all files in order, in batches; small files share one. Memory is that of one batch and one chunk.
 * A damaged file costs what is behind the damage; reading goes on with the next file.
 * @param memory takes batches back that are done with
 */
export async function* readBatches(
  files: Iterable<InputFile>,
  notes: FrameNotes,
  limits: BatchLimits = DEFAULT_LIMITS,
  memory = new BatchMemory(),
): AsyncGenerator<RawBatch> {
  const batch = new BatchBuilder(limits, memory)
  for (const file of files) {
    batch.startFile(file.name)
    const cutter = new TaskCutter(file.name, batch, notes)
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
    batch.drop()
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
