import { findFormat } from '../formats/index.ts'
import type { Input } from '../io/input-files.ts'
import { needFiles, readBatches } from '../io/read-batches.ts'
import type { GoldpanError } from '../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Task } from '../model/task.ts'
import { cancelled } from './cancelling.ts'
import { type ConfigSource, openConfig } from './open-config.ts'
import { needKnown, parseOptions } from './options.ts'
import { type PreparedBatch, prepareBatch } from './prepare.ts'
import { parseSelection, SELECTION } from './selection.ts'
import { nameSources, openSources, type TaskSource } from './task-source.ts'

export interface ReadOptions {
  /** Helps to tell text from time offsets. Without one the config beside the tasks is taken. */
  readonly config?: ConfigSource | undefined
  /** Told of a task that cannot be read, or of a damaged file; reading goes on behind it. Without it the problem is thrown. */
  readonly onProblem?: ((problem: GoldpanError) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const KEYS: Readonly<Record<keyof ReadOptions, true>> = { config: true, onProblem: true, signal: true }

/**
 * All tasks of an input in their order, whatever their dialect, batch by batch: memory does not depend on how many there are.
 * A task is a view of its bytes, read when it is asked for.
 * @throws GoldpanError `cancelled`, `input-missing`, `input-empty`, `config-invalid`; `task-invalid` and `input-damaged` when there is no `onProblem`
 */
export async function* readTasks(source: TaskSource | readonly TaskSource[], options: ReadOptions = {}): AsyncGenerator<Task> {
  needKnown(Object.keys(options), Object.keys(KEYS), 'readTasks')
  const { config, signal, onProblem = raise } = options
  const input = await openSources(nameSources(source), signal)
  try {
    const found = await openConfig(config, input)
    for await (const { read, bad } of prepared(input, found?.config ?? EMPTY_CONFIG, onProblem)) {
      for (const problem of bad) onProblem(problem)
      for (const task of read) {
        if (signal?.aborted === true) throw cancelled()
        yield task
      }
    }
  } finally {
    await input.close()
  }
}

async function* prepared(
  { files }: Input,
  config: LabelConfig,
  onProblem: (problem: GoldpanError) => void,
): AsyncGenerator<PreparedBatch> {
  needFiles(files)
  const format = findFormat('json')!
  const selection = parseSelection(parseOptions(SELECTION, {}, 'readTasks'), format)
  const batches = readBatches(files, { damaged: onProblem, trailingComma: () => undefined })
  for await (const batch of batches)
    yield prepareBatch(batch, { format, selection, config, onBadTask: 'skip', isReported: false })
}

function raise(problem: GoldpanError): never {
  throw problem
}
