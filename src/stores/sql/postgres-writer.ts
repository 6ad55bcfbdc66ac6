import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Id } from '../../model/task.ts'
import type { IndexedTask, PutOutcome } from '../store.ts'
import { nameIds } from './postgres-names.ts'
import { PostgresRows } from './postgres-rows.ts'
import type { TaskRow } from './tables.ts'
import { TaskChanges } from './task-changes.ts'
import { idColumns, idOf, keysOf, plainKey } from './task-key.ts'
import { namesOf, sumsOf, WHOLE_PROJECT } from './task-rows.ts'

/** A task that is there, with what tells whether another document is the same. */
type StoredTask = Omit<TaskRow, 'created' | 'updated'> & { readonly digest: Buffer }

const STORED = `
  SELECT t.*, sha256(d.document) AS digest FROM unnest($2::bigint[], $3::text[]) AS wanted (id_number, id_text)
  JOIN tasks t ON t.project = $1 AND t.id_number = wanted.id_number AND t.id_text = wanted.id_text JOIN documents d ON d.task = t.key`
const CHANGE_NAMES = `
  UPDATE names SET tasks = names.tasks + c.tasks, annotated_tasks = names.annotated_tasks + c.annotated_tasks,
    annotations = names.annotations + c.annotations, skipped_annotations = names.skipped_annotations + c.skipped_annotations,
    ground_truths = names.ground_truths + c.ground_truths, predictions = names.predictions + c.predictions
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
    AS c (name, tasks, annotated_tasks, annotations, skipped_annotations, ground_truths, predictions) WHERE names.id = c.name`

/** Stores tasks and what is indexed of them, in a transaction that has locked the project. */
export async function putTasks(
  client: pg.PoolClient,
  project: number,
  tasks: readonly IndexedTask[],
  onConflict: 'overwrite' | 'skip',
): Promise<PutOutcome[]> {
  const stored = await storedTasks(
    client,
    project,
    tasks.map(({ id }) => id),
  )
  const outcomes = tasks.map(({ id, document }): PutOutcome => {
    const before = stored.get(id)
    if (before === undefined) return 'created'
    if (createHash('sha256').update(document).digest().equals(before.digest)) return 'unchanged'
    return onConflict === 'skip' ? 'skipped' : 'updated'
  })
  const changes = new TaskChanges()
  const isWritten = (k: number) => outcomes[k] === 'created' || outcomes[k] === 'updated'
  const written = tasks.filter((_, k) => isWritten(k))
  const replaced = written.map(({ id }) => stored.get(id)).filter((before) => before !== undefined)
  const keys = await keysFor(client, project, written, stored) // before some are free again
  await removeTasks(client, project, replaced, changes)
  await addTasks(client, project, written, keys, stored, changes)
  await writeChanges(client, changes)
  return outcomes
}

/** @returns how many there were */
export async function deleteTasks(client: pg.PoolClient, project: number, ids: readonly Id[]): Promise<number> {
  const changes = new TaskChanges()
  const stored = [...(await storedTasks(client, project, ids)).values()]
  await removeTasks(client, project, stored, changes)
  await writeChanges(client, changes)
  return stored.length
}

async function storedTasks(client: pg.PoolClient, project: number, ids: readonly Id[]): Promise<ReadonlyMap<Id, StoredTask>> {
  if (ids.length === 0) return new Map()
  const columns = ids.map(idColumns)
  const { rows } = await client.query<StoredTask>(STORED, [
    project,
    columns.map(({ id_number }) => id_number),
    columns.map(({ id_text }) => id_text),
  ])
  return new Map(rows.map((row) => [idOf(row), row]))
}

/** Documents, annotations, predictions and texts go with the rows of the tasks. */
async function removeTasks(
  client: pg.PoolClient,
  project: number,
  tasks: readonly StoredTask[],
  changes: TaskChanges,
): Promise<void> {
  if (tasks.length === 0) return
  const idOfName = await nameIds(client, project, [WHOLE_PROJECT])
  const names = tasks.map((task) => (task.names === '' ? [] : task.names.split(',').map(Number)))
  for (const [k, task] of tasks.entries()) changes.count([idOfName(WHOLE_PROJECT), ...names[k]!], task, -1)
  const pairs = tasks.flatMap(({ key }, k) => names[k]!.map((name) => ({ name, key })))
  await client.query(
    'DELETE FROM task_names USING unnest($1::bigint[], $2::bigint[]) AS gone (name, task) WHERE task_names.name = gone.name AND task_names.task = gone.task',
    [pairs.map(({ name }) => name), pairs.map(({ key }) => key)],
  )
  await client.query('DELETE FROM tasks WHERE key = ANY ($1::bigint[])', [tasks.map(({ key }) => key)])
}

async function addTasks(
  client: pg.PoolClient,
  project: number,
  tasks: readonly IndexedTask[],
  keys: readonly number[],
  before: ReadonlyMap<Id, StoredTask>,
  changes: TaskChanges,
): Promise<void> {
  if (tasks.length === 0) return
  const names = tasks.map(({ facts }) => namesOf(facts))
  const idOfName = await nameIds(client, project, [WHOLE_PROJECT, ...names.flat()])
  const rows = new PostgresRows()
  for (const [k, task] of tasks.entries()) {
    const own = names[k]!.map(idOfName)
    rows.add(project, keys[k]!, task, own, task.origin ?? before.get(task.id)?.origin ?? null)
    changes.count([idOfName(WHOLE_PROJECT), ...own], sumsOf(task.facts), 1)
    changes.use(task.id, task.facts)
  }
  await rows.copy(client)
}

async function keysFor(
  client: pg.PoolClient,
  project: number,
  tasks: readonly IndexedTask[],
  before: ReadonlyMap<Id, StoredTask>,
): Promise<number[]> {
  const keys = tasks.map(({ id }) => before.get(id)?.key ?? plainKey(project, id))
  if (!keys.includes(undefined)) return keys.filter((key) => key !== undefined)
  const { odd, end } = keysOf(project)
  const { rows } = await client.query<{ key: number | null }>('SELECT max(key) AS key FROM tasks WHERE key >= $1 AND key < $2', [
    odd,
    end,
  ])
  let next = (rows[0]?.key ?? odd - 1) + 1
  return keys.map((key) => key ?? next++)
}

async function writeChanges(client: pg.PoolClient, { names, next }: TaskChanges): Promise<void> {
  const sums = [0, 1, 2, 3, 4, 5].map((column) => [...names.values()].map((change) => change[column]))
  if (names.size > 0) await client.query(CHANGE_NAMES, [[...names.keys()], ...sums])
  for (const [kind, number] of Object.entries(next))
    if (number > 0) await client.query('UPDATE counters SET next = greatest(next, $1) WHERE kind = $2', [number, kind])
}
