import type { Id } from '../../model/task.ts'
import type { SqlRow } from '../../sql/sqlite.ts'
import type { IndexedTask, PutOutcome } from '../store.ts'
import { bytesIn, numberIn, textIn } from './sqlite-rows.ts'
import type { SqliteSession } from './sqlite-session.ts'
import type { NameKind, TaskSums } from './tables.ts'
import { TaskChanges } from './task-changes.ts'
import { idColumns, keysOf, plainKey } from './task-key.ts'
import { annotationRows, type Name, namesOf, predictionRows, sumsOf, WHOLE_PROJECT } from './task-rows.ts'

/** Names of a field whose ids are remembered. */
const KNOWN_NAMES = 100_000

const SQL = {
  task: 'SELECT key, project, names, origin, annotations, skipped_annotations, ground_truths, predictions FROM tasks WHERE project = ? AND id_number = ? AND id_text = ?',
  lastKey: 'SELECT max(key) AS key FROM tasks WHERE key >= ? AND key < ?',
  document: 'SELECT document FROM documents WHERE task = ?',
  addTask: 'INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  addDocument: 'INSERT INTO documents VALUES (?, ?)',
  addAnnotation: 'INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  addPrediction: 'INSERT INTO predictions VALUES (?, ?, ?, ?, ?, ?)',
  addText: 'INSERT INTO texts (rowid, words) VALUES (?, ?)',
  addTaskNames: 'INSERT INTO task_names SELECT ?, value FROM json_each(?)', // one call for all tasks of a name
  removeTask: 'DELETE FROM tasks WHERE key = ?',
  removeText: 'DELETE FROM texts WHERE rowid = ?',
  removeTaskName: 'DELETE FROM task_names WHERE name = ? AND task = ?',
  name: 'SELECT id FROM names WHERE project = ? AND field = ? AND value = ?',
  addName: 'INSERT INTO names (project, field, value) VALUES (?, ?, ?)',
  changeName: `UPDATE names SET tasks = tasks + ?, annotated_tasks = annotated_tasks + ?, annotations = annotations + ?,
    skipped_annotations = skipped_annotations + ?, ground_truths = ground_truths + ?, predictions = predictions + ? WHERE id = ?`,
  raiseCounter: 'UPDATE counters SET next = max(next, ?) WHERE kind = ?',
} as const

/** Writes tasks and what is indexed of them. Whoever calls it has begun a transaction, and ends it. */
export class SqliteWriter {
  readonly #session: SqliteSession
  readonly #nameIds = new Map<NameKind, Map<string, number>>()
  #knownProject = 0

  constructor(session: SqliteSession) {
    this.#session = session
  }

  /** After a rollback: names that were new are not there. */
  forgetNames(): void {
    this.#nameIds.clear()
  }

  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): PutOutcome[] {
    const changes = new TaskChanges()
    const outcomes = tasks.map((task): PutOutcome => {
      const stored = this.stored(project, task.id)
      if (stored !== undefined && Buffer.compare(this.document(stored), task.document) === 0) return 'unchanged'
      if (stored !== undefined && onConflict === 'skip') return 'skipped'
      if (stored !== undefined) this.#remove(stored, changes)
      this.#add(project, stored?.key ?? plainKey(project, task.id) ?? this.#oddKey(project), task, stored, changes)
      return stored === undefined ? 'created' : 'updated'
    })
    this.#write(changes)
    return outcomes
  }

  /** @returns how many there were */
  delete(project: number, ids: readonly Id[]): number {
    const changes = new TaskChanges()
    const stored = [...new Set(ids)].map((id) => this.stored(project, id)).filter((task) => task !== undefined)
    for (const task of stored) this.#remove(task, changes)
    this.#write(changes)
    return stored.length
  }

  stored(project: number, id: Id): StoredTask | undefined {
    const { id_number, id_text } = idColumns(id)
    const row = this.#session.statement(SQL.task).get(project, id_number, id_text)
    return row === undefined ? undefined : storedTask(row)
  }

  document({ key }: StoredTask): Uint8Array {
    return bytesIn(this.#session.statement(SQL.document).get(key), 'document')
  }

  /** The id of a name, which is made if it is new. */
  nameId(project: number, { field, value }: Name): number {
    const ids = this.#idsOf(project, field)
    const known = ids.get(value)
    if (known !== undefined) return known
    const row = this.#session.statement(SQL.name).get(project, field, value)
    const id =
      row === undefined
        ? Number(this.#session.statement(SQL.addName).run(project, field, value).lastInsertRowid)
        : numberIn(row, 'id')
    if (ids.size >= KNOWN_NAMES) ids.clear()
    ids.set(value, id)
    return id
  }

  /** What is remembered of a field, for the project that was written last. */
  #idsOf(project: number, field: NameKind): Map<string, number> {
    if (project !== this.#knownProject) this.#nameIds.clear()
    this.#knownProject = project
    let ids = this.#nameIds.get(field)
    if (ids === undefined) this.#nameIds.set(field, (ids = new Map()))
    return ids
  }

  #oddKey(project: number): number {
    const { odd, end } = keysOf(project)
    const last = this.#session.statement(SQL.lastKey).get(odd, end)?.key
    return typeof last === 'number' ? last + 1 : odd
  }

  #add(project: number, key: number, task: IndexedTask, before: StoredTask | undefined, changes: TaskChanges): void {
    const { id, facts, document, origin } = task
    const names = namesOf(facts).map((name) => this.nameId(project, name))
    const sums = sumsOf(facts)
    const { id_number, id_text } = idColumns(id)
    this.#session
      .statement(SQL.addTask)
      .run(
        ...[key, project, id_number, id_text, facts.createdAt ?? null, facts.updatedAt ?? null],
        ...[sums.annotations, sums.skipped_annotations, sums.ground_truths, sums.predictions],
        ...[names.join(','), origin ?? before?.origin ?? null],
      )
    this.#session.statement(SQL.addDocument).run(key, document)
    for (const row of annotationRows(project, key, facts))
      this.#session
        .statement(SQL.addAnnotation)
        .run(...[row.task, row.position, row.project, row.id, row.was_cancelled, row.ground_truth, row.lead_time, row.updated])
    for (const row of predictionRows(project, key, facts))
      this.#session.statement(SQL.addPrediction).run(row.task, row.position, row.project, row.id, row.model, row.score)
    if (facts.words.length > 0) this.#session.statement(SQL.addText).run(key, facts.words.join(' '))
    changes.addNames(key, names)
    changes.count([this.nameId(project, WHOLE_PROJECT), ...names], sums, 1)
    changes.use(id, facts)
  }

  /** Its document, annotations and predictions go with the row of the task. */
  #remove({ key, project, names, sums }: StoredTask, changes: TaskChanges): void {
    for (const name of names) this.#session.statement(SQL.removeTaskName).run(name, key)
    this.#session.statement(SQL.removeText).run(key)
    this.#session.statement(SQL.removeTask).run(key)
    changes.count([this.nameId(project, WHOLE_PROJECT), ...names], sums, -1)
  }

  #write(changes: TaskChanges): void {
    for (const [name, tasks] of changes.tasksOfNames) this.#session.statement(SQL.addTaskNames).run(name, JSON.stringify(tasks))
    for (const [name, change] of changes.names) this.#session.statement(SQL.changeName).run(...change, name)
    for (const [kind, next] of Object.entries(changes.next)) this.#session.statement(SQL.raiseCounter).run(next, kind)
  }
}

/** What a task's row tells to those who take the task away. */
export interface StoredTask {
  readonly key: number
  readonly project: number
  readonly names: readonly number[]
  readonly sums: TaskSums
  readonly origin: string | undefined
}

function storedTask(row: SqlRow): StoredTask {
  return {
    key: numberIn(row, 'key'),
    project: numberIn(row, 'project'),
    names: row.names === '' ? [] : textIn(row, 'names').split(',').map(Number),
    sums: {
      annotations: numberIn(row, 'annotations'),
      skipped_annotations: numberIn(row, 'skipped_annotations'),
      ground_truths: numberIn(row, 'ground_truths'),
      predictions: numberIn(row, 'predictions'),
    },
    origin: typeof row.origin === 'string' ? row.origin : undefined,
  }
}
