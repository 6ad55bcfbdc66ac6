import type { Input } from '../io/input-files.ts'
import { needFiles, readBatches } from '../io/read-batches.ts'
import { GoldpanError } from '../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Task } from '../model/task.ts'
import { calledOff, cancelled } from './cancelling.ts'
import { type ConfigSource, openConfig } from './open-config.ts'
import { unreadRecords } from './open-foreign.ts'
import { needKnown } from './options.ts'
import { readBatch } from './prepare.ts'
import { nameSources, openSources, type SourceOptions, type TaskSource } from './task-source.ts'

export interface ReadOptions extends SourceOptions {
  /** Helps to tell text from time offsets. Without one the config beside the tasks is taken. */
  readonly config?: ConfigSource | undefined
  /** Told of a task that cannot be read, or of a damaged file; reading goes on behind it. Without it the problem is thrown. */
  readonly onProblem?: ((problem: GoldpanError) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const KEYS: Readonly<Record<keyof ReadOptions, true>> = {
  config: true,
  onProblem: true,
  signal: true,
  token: true,
  project: true,
  from: true,
  as: true,
  reading: true,
  mediaRoot: true,
}

/**
 * All tasks of an input in their order, whatever their dialect, batch by batch: memory does not depend on how many there are.
 * A task is a view of its bytes, read when it is asked for.
 * @throws GoldpanError `cancelled`, `input-missing`, `input-empty`, `config-invalid`; `task-invalid` and `input-damaged` when there is no `onProblem`
 */
export async function* readTasks(source: TaskSource | readonly TaskSource[], options: ReadOptions = {}): AsyncGenerator<Task> {
  needKnown(Object.keys(options), Object.keys(KEYS), 'readTasks')
  const { config, signal, onProblem = raise } = options
  const input = await openSources(nameSources(source), options, signal)
  try {
    const found = await openConfig(config, input)
    needFiles(input.files)
    for (const problem of unreadRecords(input)) onProblem(problem)
    for await (const task of tasksOf(input, found?.config ?? EMPTY_CONFIG, onProblem)) {
      if (signal?.aborted === true) throw cancelled()
      yield task
    }
  } catch (error) {
    throw calledOff(error, signal)
  } finally {
    await input.close()
  }
}

async function* tasksOf({ files }: Input, config: LabelConfig, onProblem: (problem: GoldpanError) => void): AsyncGenerator<Task> {
  for await (const batch of readBatches(files, { damaged: onProblem, trailingComma: () => undefined })) {
    for (const task of readBatch(batch, config))
      if (task instanceof GoldpanError) onProblem(task)
      else yield task
  }
}

function raise(problem: GoldpanError): never {
  throw problem
}
