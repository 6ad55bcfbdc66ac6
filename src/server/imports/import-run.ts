import { type Input, type NamedBytes, openInput } from '../../io/input-files.ts'
import { readBatches } from '../../io/read-batches.ts'
import { JsonNode } from '../../json/node.ts'
import { JsonSyntaxError, scan } from '../../json/scan.ts'
import { GoldpanError } from '../../model/error.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'
import { importProblem, MOST_PROBLEMS } from './import-check.ts'
import { type ImportTarget, importDocuments } from './import-documents.ts'

export interface ImportedCounts {
  readonly ids: readonly number[]
  readonly tasks: number
  readonly annotations: number
  readonly predictions: number
  /** Of the first prediction. */
  readonly modelVersion: string | undefined
  /** Keys that the data of all tasks have. */
  readonly columns: readonly string[]
}

/** A file of tasks, or several. */
export type ImportSource = string | NamedBytes

/** Checks all tasks, then stores all, or none. @throws HttpProblem 400 with what is wrong with which task */
export async function runImport(
  sources: readonly ImportSource[],
  target: ImportTarget,
  isStoring: boolean,
): Promise<ImportedCounts> {
  const input = await openInput(sources, noInput())
  try {
    const checked = await checkAll(input, target)
    return isStoring ? { ...checked, ...(await storeAll(input, target)) } : { ...checked, ids: [] }
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
    for await (const { task } of tasksOf(input)) tasks.push(task)
    return tasks
  } finally {
    await input.close()
  }
}

/** No import reads standard input. */
async function* noInput(): AsyncGenerator<Uint8Array> {}

async function checkAll(input: Input, target: ImportTarget): Promise<Omit<ImportedCounts, 'ids'>> {
  const problems: string[] = []
  let tasks = 0
  let annotations = 0
  let predictions = 0
  let modelVersion: string | undefined
  let columns: ReadonlySet<string> | undefined
  for await (const { task } of tasksOf(input)) {
    const problem = importProblem(task, tasks++, target)
    if (problem !== undefined) problems.push(problem)
    if (problems.length >= MOST_PROBLEMS) break
    const found = task.get('data') === undefined ? [] : (task.get('predictions')?.elements() ?? [])
    if (task.get('data') !== undefined) annotations += task.get('annotations')?.elements().length ?? 0
    predictions += found.length + target.preannotated.length
    modelVersion ??= found.length > 0 ? (found[0]?.get('model_version')?.string() ?? 'undefined') : undefined
    const keys = new Set((task.get('data') ?? task).entries().map(([key]) => key))
    columns = new Set([...(columns ?? keys)].filter((key) => keys.has(key)))
  }
  if (problems.length > 0) throw invalidBody(...problems)
  if (tasks === 0) throw invalidBody('load_tasks: No tasks added')
  if (modelVersion === undefined && predictions > 0) modelVersion = 'preannotated'
  return { tasks, annotations, predictions, modelVersion, columns: [...(columns ?? [])] }
}

/** What was stored is taken back when something goes wrong half-way. */
async function storeAll(input: Input, target: ImportTarget): Promise<Pick<ImportedCounts, 'ids'>> {
  const { store } = target.services
  const ids: number[] = []
  let held: JsonNode[] = []
  const flush = async () => {
    const documents = await importDocuments(held, target)
    held = []
    await store.put(target.project, documents, 'skip')
    ids.push(...documents.map(({ id }) => Number(id)))
  }
  try {
    for await (const { task, isLast } of tasksOf(input)) {
      held.push(task)
      if (isLast || held.length >= PER_TRANSACTION) await flush()
    }
  } catch (error) {
    await store.delete(target.project, ids)
    throw error
  }
  return { ids }
}

const PER_TRANSACTION = 2000

/** All tasks of all files, with the last one of each batch marked: its bytes are gone afterwards. @throws HttpProblem 400 for what is no JSON */
async function* tasksOf({ files, skipped }: Input): AsyncGenerator<{ readonly task: JsonNode; readonly isLast: boolean }> {
  const damaged = (error: GoldpanError) => {
    throw error
  }
  if (files.length === 0)
    throw invalidBody(
      skipped[0] === undefined ? 'load_tasks: No data found in DATA or in FILES' : `${skipped[0].name}: ${skipped[0].problem}`,
    )
  try {
    for await (const { bytes, tasks } of readBatches(files, { damaged, trailingComma: () => undefined })) {
      for (const [k, { start, end }] of tasks.entries())
        yield { task: new JsonNode(scan(bytes, start, end), 0), isLast: k === tasks.length - 1 }
    }
  } catch (error) {
    throw readingProblem(error)
  }
}

function readingProblem(error: unknown): unknown {
  if (error instanceof JsonSyntaxError)
    return new HttpProblem(400, 'json-invalid', `JSON parse error - ${error.message}`, { hint: 'send valid JSON' })
  if (!(error instanceof GoldpanError)) return error
  const { code, message, hint, where } = error
  if (code === 'input-shape') return invalidBody('load_tasks: No data found in DATA or in FILES')
  if (code === 'input-empty') return invalidBody('load_tasks: No tasks added')
  const place = where.line === undefined ? '' : `: line ${where.line} column ${where.column ?? 1} (char ${where.byte ?? 0})`
  return new HttpProblem(400, code, `JSON parse error - ${message}${place}`, { hint, where })
}
