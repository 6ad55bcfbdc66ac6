import { cancelled } from '../../export/cancelling.ts'
import { type Input, type NamedBytes, openInput } from '../../io/input-files.ts'
import { type BatchLimits, type RawBatch, readBatches } from '../../io/read-batches.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError, scanAll } from '../../json/scan.ts'
import { GoldpanError } from '../../model/error.ts'
import { HttpProblem, invalidBody, noteOf } from '../http/problem.ts'
import { importProblem, MOST_PROBLEMS } from './import-check.ts'
import { type ImportTarget, importDocuments, listIn, noteDrafts, reserveNumbers, type TaskCounts } from './import-documents.ts'

export interface CheckedCounts extends TaskCounts {
  /** Of the first prediction. */
  readonly modelVersion: string | undefined
  /** Keys that the data of all tasks have. */
  readonly columns: readonly string[]
  /** In how many parts they are stored. */
  readonly batches: number
}

export interface ImportedCounts extends CheckedCounts {
  readonly ids: readonly number[]
}

/** A file of tasks, or several. */
export type ImportSource = string | NamedBytes

/** How an import is followed, and called off. */
export interface ImportWatch {
  readonly signal: AbortSignal
  /** Told of the numbers that its tasks will have, before any is stored; not where they are stored as one part. */
  onReserved(first: number, count: number): Promise<void>
  /** Told how many tasks are stored by now. */
  onStored(tasks: number): void
}

/**
 * Checks all tasks, then stores all, or none.
 * @param watch without one nothing is stored
 * @throws HttpProblem 400 with what is wrong with which task; GoldpanError `cancelled`
 */
export async function runImport(
  sources: readonly ImportSource[],
  target: ImportTarget,
  watch: ImportWatch | undefined,
): Promise<ImportedCounts> {
  const input = await openInput(sources, noInput())
  try {
    const checked = await checkAll(input, target)
    return { ...checked, ids: watch === undefined ? [] : await storeAll(input, checked, target, watch) }
  } finally {
    await input.close()
  }
}

/** All tasks of a small file, checked. @throws HttpProblem 400 with what is wrong with which task */
export async function checkedTasks(source: ImportSource, target: ImportTarget): Promise<JsonNode[]> {
  const input = await openInput([source], noInput())
  try {
    await checkAll(input, target)
    const tasks: JsonNode[] = []
    for await (const batch of batchesOf(input)) for (const task of batch) tasks.push(parseJson(task.bytes()))
    return tasks
  } finally {
    await input.close()
  }
}

/** No import reads standard input. */
async function* noInput(): AsyncGenerator<Uint8Array> {}

async function checkAll(input: Input, target: ImportTarget): Promise<CheckedCounts> {
  const check = new ImportCheck(target)
  for await (const batch of batchesOf(input)) {
    check.enter(batch)
    if (check.problems.length >= MOST_PROBLEMS) break
  }
  return check.counts()
}

/** Counts tasks and gathers what is wrong with them. */
class ImportCheck {
  readonly problems: string[] = []
  readonly #target: ImportTarget
  #batches = 0
  #tasks = 0
  #annotations = 0
  #predictions = 0
  #drafts = 0
  #modelVersion: string | undefined
  #columns: ReadonlySet<string> | undefined

  constructor(target: ImportTarget) {
    this.#target = target
  }

  enter(batch: Iterable<JsonNode>): void {
    this.#batches++
    for (const task of batch) if (this.problems.length < MOST_PROBLEMS) this.#take(task)
  }

  /** @throws HttpProblem 400 */
  counts(): CheckedCounts {
    if (this.problems.length > 0) throw invalidBody(...this.problems)
    if (this.#tasks === 0) throw invalidBody('load_tasks: No tasks added')
    const modelVersion = this.#modelVersion ?? (this.#predictions > 0 ? 'preannotated' : undefined)
    return {
      tasks: this.#tasks,
      annotations: this.#annotations,
      predictions: this.#predictions,
      drafts: this.#drafts,
      modelVersion,
      columns: [...(this.#columns ?? [])],
      batches: this.#batches,
    }
  }

  #take(task: JsonNode): void {
    const problem = importProblem(task, this.#tasks++, this.#target)
    if (problem !== undefined) this.problems.push(problem)
    const found = listIn(task, 'predictions')
    this.#annotations += listIn(task, 'annotations').length
    this.#drafts += listIn(task, 'drafts').length
    this.#predictions += found.length + this.#target.preannotated.length
    this.#modelVersion ??= found.length > 0 ? (found[0]?.get('model_version')?.string() ?? 'undefined') : undefined
    const keys = (task.get('data') ?? task).entries().map(([key]) => key)
    this.#columns = this.#columns === undefined ? new Set(keys) : common(this.#columns, keys)
  }
}

/** The same set where nothing is missing, which is nearly always so. */
function common(columns: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const found = new Set(keys)
  const isWhole = [...columns].every((column) => found.has(column))
  return isWhole ? columns : new Set([...columns].filter((column) => found.has(column)))
}

/** What was stored is taken back when something goes wrong half-way. Gives the tasks' numbers. */
async function storeAll(input: Input, counts: CheckedCounts, target: ImportTarget, watch: ImportWatch): Promise<number[]> {
  const { store } = target.services
  const numbers = await reserveNumbers(counts, target)
  if (counts.batches > 1) await watch.onReserved(numbers.task, counts.tasks)
  const ids: number[] = []
  const writer = new ByteWriter()
  let stored: Promise<void> = Promise.resolve()
  try {
    for await (const tasks of batchesOf(input)) {
      if (watch.signal.aborted) throw cancelled()
      const documents = importDocuments(tasks, numbers, target, writer)
      const loaded = await store.load(target.project, documents, 'skip')
      ids.push(...documents.map(({ id }) => Number(id)))
      if (loaded.stored !== stored) await stored
      stored = loaded.stored
      await noteDrafts(documents, target)
      watch.onStored(ids.length)
    }
    await store.flush()
    await stored
  } catch (error) {
    await store.delete(target.project, ids)
    throw error
  }
  return ids
}

/** What is in memory at once; several such parts may become one transaction. */
const PART: BatchLimits = { bytes: 1 << 19, tasks: 4096 }

/** All tasks of all files, some at a time, which are gone when the next ones come. @throws HttpProblem 400 for what is no JSON */
async function* batchesOf({ files, skipped }: Input): AsyncGenerator<Iterable<JsonNode>> {
  const damaged = (error: GoldpanError) => {
    throw error
  }
  if (files.length === 0)
    throw invalidBody(
      skipped[0] === undefined ? 'load_tasks: No data found in DATA or in FILES' : `${skipped[0].name}: ${skipped[0].problem}`,
    )
  try {
    for await (const batch of readBatches(files, { damaged, trailingComma: () => undefined }, PART)) yield nodesOf(batch)
  } catch (error) {
    throw readingProblem(error)
  }
}

/** One by one, each good until the last was looked at. @throws HttpProblem 400 */
function* nodesOf({ bytes, tasks }: RawBatch): Generator<JsonNode> {
  const { tapeOf, end } = scanAll(bytes, tasks)
  try {
    for (let k = 0; k < tasks.length; k++) yield new JsonNode(tapeOf(k), 0)
  } catch (error) {
    throw readingProblem(error)
  } finally {
    end()
  }
}

function readingProblem(error: unknown): unknown {
  if (error instanceof JsonSyntaxError)
    return new HttpProblem(400, 'json-invalid', `JSON parse error - ${error.message}`, { hint: 'send valid JSON' })
  if (!(error instanceof GoldpanError)) return error
  const { code, message, hint, where } = noteOf(error)
  if (code === 'input-shape') return invalidBody('load_tasks: No data found in DATA or in FILES')
  if (code === 'input-empty') return invalidBody('load_tasks: No tasks added')
  const place = where.line === undefined ? '' : `: line ${where.line} column ${where.column ?? 1} (char ${where.byte ?? 0})`
  return new HttpProblem(400, code, `JSON parse error - ${message}${place}`, { hint, where })
}
