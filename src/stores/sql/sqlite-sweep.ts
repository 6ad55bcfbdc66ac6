import { setImmediate } from 'node:timers/promises'
import { numberIn } from './sqlite-rows.ts'
import type { SqliteSession } from './sqlite-session.ts'
import { keysOf } from './task-key.ts'

/** What one transaction takes away: some milliseconds of work. */
const TASKS = 500
const NAMED_TASKS = 5000

const SQL = {
  projects: 'SELECT DISTINCT project FROM names EXCEPT SELECT id FROM projects',
  lastKey: 'SELECT max(key) AS key FROM (SELECT key FROM tasks WHERE key >= ? AND key < ? ORDER BY key LIMIT ?)',
  removeTexts: 'DELETE FROM texts WHERE rowid >= ? AND rowid <= ?',
  removeTasks: 'DELETE FROM tasks WHERE key >= ? AND key <= ?', // and by their references documents, annotations and predictions
  lastName: 'SELECT max(id) AS id FROM names WHERE project = ?', // the name of the whole project, which was the first, goes last
  removeNamed: 'DELETE FROM task_names WHERE name = ? AND task IN (SELECT task FROM task_names WHERE name = ? LIMIT ?)',
  removeName: 'DELETE FROM names WHERE id = ?',
}

/**
 * Takes away what deleted projects have left behind, little by little, so that others have their turn between. What is left when the process
 * ends meanwhile is in nobody's way; the next call takes it.
 */
export async function sweep(session: SqliteSession): Promise<void> {
  const projects = await session.read(() => session.statement(SQL.projects).all())
  for (const row of projects) {
    const project = numberIn(row, 'project')
    while (await session.write(() => sweepTasks(session, project) || sweepNames(session, project))) await setImmediate()
  }
}

/** Whether there was something. */
function sweepTasks(session: SqliteSession, project: number): boolean {
  const { first, end } = keysOf(project)
  const last = session.statement(SQL.lastKey).get(first, end, TASKS)?.key
  if (typeof last !== 'number') return false
  session.statement(SQL.removeTexts).run(first, last)
  session.statement(SQL.removeTasks).run(first, last)
  return true
}

/** Whether there was something. */
function sweepNames(session: SqliteSession, project: number): boolean {
  const name = session.statement(SQL.lastName).get(project)?.id
  if (typeof name !== 'number') return false
  const { changes } = session.statement(SQL.removeNamed).run(name, name, NAMED_TASKS)
  if (changes === 0) session.statement(SQL.removeName).run(name)
  return true
}
