import { cancelled } from '../export/cancelling.ts'
import { Meter, type Progress } from '../export/meter.ts'
import { readBatch } from '../export/prepare.ts'
import type { Input } from '../io/input-files.ts'
import { needFiles, type RawBatch, readBatches } from '../io/read-batches.ts'
import { parseJson } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { type Id, placeOf, type Task } from '../model/task.ts'
import { readFacts } from '../stores/read-facts.ts'
import type { PutOutcome, Store } from '../stores/store.ts'
import { needUsableId } from '../stores/usable-id.ts'
import { mergePredictions, withPredictionsOnly } from './as-predictions.ts'
import type { ConflictPolicy } from './conflict-policy.ts'
import { type IdentifiedTask, keepOf, type ReadTask, TaskIdentifier } from './identify-tasks.ts'

export interface ImportOptions {
  /** The project's; tells text from time offsets. */
  readonly config: LabelConfig
  readonly onConflict: ConflictPolicy
  /** Given, annotations become predictions of this model; a task that is there keeps all else, only what this model predicted before goes. */
  readonly asPredictionsOf?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Told of each task that could not be read, and of damaged files; the import goes on. */
  readonly onProblem?: ((problem: GoldpanError) => void) | undefined
  /** Told of the ids of tasks that were created or updated, batch by batch. */
  readonly onStored?: ((ids: readonly Id[]) => void) | undefined
}

/** What became of the tasks of an import. */
export interface ImportCounts {
  created: number
  updated: number
  /** Already there, word for word. */
  unchanged: number
  /** Left alone, because their id was taken. */
  skipped: number
  /** Of those created: tasks under a new id. */
  renumbered: number
  /** Of the tasks that were created or updated. */
  annotations: number
  predictions: number
  /** Tasks that could not be read, and damaged files. */
  failed: number
}

/** What is in memory at once; several such parts may become one transaction. */
const PART = { bytes: 1 << 20, tasks: 4096 }

/**
 * Brings tasks into a project, some mebibytes with each transaction; after an interruption the same import completes what is missing.
 * A task without an id of its own – records of other formats have none – gets one, and the same one again when the same task is brought again.
 * @throws GoldpanError `input-empty`, `cancelled`, and what the store throws
 */
export async function importTasks(store: Store, project: number, input: Input, options: ImportOptions): Promise<ImportCounts> {
  needFiles(input.files)
  const importer = new Importer(store, project, options, input.hasGivenIds === true)
  const meter = new Meter(input.files, 1, options.onProgress, options.signal)
  const notes = { damaged: (problem: GoldpanError) => importer.fail(problem), trailingComma: () => undefined }
  try {
    for await (const batch of meter.count(readBatches(input.files, notes, PART))) await importer.take(batch)
  } finally {
    await store.flush()
  }
  await importer.settle()
  if (options.signal?.aborted === true) throw cancelled()
  return importer.counts
}

class Importer {
  readonly counts: ImportCounts = {
    ...{ created: 0, updated: 0, unchanged: 0, skipped: 0, renumbered: 0 },
    ...{ annotations: 0, predictions: 0, failed: 0 },
  }
  readonly #store: Store
  readonly #project: number
  readonly #options: ImportOptions
  readonly #hasGivenIds: boolean
  readonly #identifier: TaskIdentifier
  /** The transaction that is not known to be over, and what it stores. */
  #stored: Promise<void> = Promise.resolve()
  #loaded: { readonly tasks: readonly LoadedTask[]; readonly outcomes: readonly PutOutcome[] }[] = []

  constructor(store: Store, project: number, options: ImportOptions, hasGivenIds: boolean) {
    this.#store = store
    this.#project = project
    this.#options = options
    this.#hasGivenIds = hasGivenIds
    this.#identifier = new TaskIdentifier(store, project, options.onConflict === 'new-ids')
  }

  fail(problem: GoldpanError): void {
    this.counts.failed++
    this.#options.onProblem?.(problem)
  }

  async take(batch: RawBatch): Promise<void> {
    const { asPredictionsOf } = this.#options
    const identified = await this.#identifier.identify(this.#read(batch))
    if (asPredictionsOf === undefined) for (const group of withoutRepetition(identified)) await this.#put(group)
    else for (const task of identified) await this.#putPredictions(task, asPredictionsOf)
  }

  #read(batch: RawBatch): ReadTask[] {
    const { config, asPredictionsOf } = this.#options
    const tasks: ReadTask[] = []
    for (const task of readBatch(batch, config))
      if (task instanceof GoldpanError) this.fail(task)
      else if (this.#isUsable(task)) tasks.push(keepOf(task, asPredictionsOf, this.#hasGivenIds))
    return tasks
  }

  #isUsable(task: Task): boolean {
    try {
      needUsableId(task.id, placeOf(task))
      return true
    } catch (error) {
      if (!(error instanceof GoldpanError)) throw error
      this.fail(error)
      return false
    }
  }

  async #put(tasks: readonly IdentifiedTask[]): Promise<void> {
    const { onConflict } = this.#options
    const { outcomes, stored } = await this.#store.load(this.#project, tasks, onConflict === 'skip' ? 'skip' : 'overwrite')
    if (stored !== this.#stored) await this.settle()
    this.#stored = stored
    this.#loaded.push({ tasks: tasks.map(loadedTask), outcomes })
  }

  /** Counts what was loaded when it is stored. @throws GoldpanError why it is not */
  async settle(): Promise<void> {
    await this.#stored
    for (const { tasks, outcomes } of this.#loaded) {
      for (const [k, outcome] of outcomes.entries()) this.#count(tasks[k]!, outcome)
      const changed = tasks.filter((_, k) => outcomes[k] === 'created' || outcomes[k] === 'updated')
      if (changed.length > 0) this.#options.onStored?.(changed.map(({ id }) => id))
    }
    this.#loaded = []
  }

  async #putPredictions(task: IdentifiedTask, model: string): Promise<void> {
    const { config } = this.#options
    const { predictions = [] } = task
    const isKnown = (await this.#store.known(this.#project, [task.id])).has(task.id)
    if (!isKnown) return this.#put([reindexed(task, withPredictionsOnly(parseJson(task.document), predictions), config)])
    let isChanged = false
    await this.#store.change(this.#project, task.id, (document) => {
      const merged = mergePredictions(document, predictions, model)
      isChanged = Buffer.compare(merged, document) !== 0
      return { id: task.id, document: merged, facts: readFacts(merged, config).facts, origin: undefined }
    })
    this.counts[isChanged ? 'updated' : 'unchanged']++
    if (isChanged) this.counts.predictions += predictions.length
  }

  #count({ annotations, predictions, isRenumbered }: LoadedTask, outcome: PutOutcome): void {
    const { counts } = this
    counts[outcome]++
    if (outcome === 'created' && isRenumbered) counts.renumbered++
    if (outcome !== 'created' && outcome !== 'updated') return
    counts.annotations += annotations
    counts.predictions += predictions
  }
}

/** What is remembered of a task until it is stored. */
interface LoadedTask {
  readonly id: Id
  readonly isRenumbered: boolean
  readonly annotations: number
  readonly predictions: number
}

function loadedTask({ id, isRenumbered, facts }: IdentifiedTask): LoadedTask {
  return { id, isRenumbered, annotations: facts.annotations.length, predictions: facts.predictions.length }
}

function reindexed(task: IdentifiedTask, document: Uint8Array, config: LabelConfig): IdentifiedTask {
  return { ...task, document, facts: readFacts(document, config).facts }
}

/** One after the other, so that of tasks with the same id the later one meets the earlier one in the store. */
function withoutRepetition(tasks: readonly IdentifiedTask[]): IdentifiedTask[][] {
  const groups: IdentifiedTask[][] = [[]]
  let ids = new Set<Id>()
  for (const task of tasks) {
    if (ids.has(task.id)) {
      groups.push([])
      ids = new Set()
    }
    ids.add(task.id)
    groups.at(-1)!.push(task)
  }
  return groups.filter((group) => group.length > 0)
}
