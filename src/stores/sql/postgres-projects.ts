import type pg from 'pg'
import type { Project, ProjectSettings } from '../store.ts'
import { unknownProject } from '../unknown-project.ts'
import { nameIds } from './postgres-names.ts'
import { projectOf, tooManyProjects } from './sql-reader.ts'
import type { ProjectRow } from './tables.ts'
import { MOST_PROJECTS } from './task-key.ts'
import { storableText, WHOLE_PROJECT } from './task-rows.ts'

/** Changes of one project wait for each other, so that sums and ids stay right. @throws GoldpanError `project-unknown` */
export async function lockProject(client: pg.PoolClient, id: number): Promise<Project> {
  const { rows } = await client.query<ProjectRow>('SELECT * FROM projects WHERE id = $1 FOR NO KEY UPDATE', [id])
  if (rows[0] === undefined) throw unknownProject(id)
  return projectOf(rows[0])
}

export async function createProject(client: pg.PoolClient, settings: ProjectSettings, at: Date): Promise<Project> {
  const id = await reserve(client, 'project', 1)
  if (id > MOST_PROJECTS) throw tooManyProjects()
  const values = [id, ...textsOf(settings), at.getTime()]
  await client.query('INSERT INTO projects VALUES ($1, $2, $3, $4, $5, $6, $6)', values)
  await nameIds(client, id, [WHOLE_PROJECT])
  return lockProject(client, id)
}

export async function changeProject(
  client: pg.PoolClient,
  id: number,
  changes: Partial<ProjectSettings>,
  at: Date,
): Promise<Project> {
  const settings = { ...(await lockProject(client, id)), ...changes }
  await client.query('UPDATE projects SET title = $2, description = $3, config = $4, extra = $5, updated = $6 WHERE id = $1', [
    id,
    ...textsOf(settings),
    at.getTime(),
  ])
  return lockProject(client, id)
}

/** Tasks, documents, annotations, predictions, texts and names go by their references. */
export async function deleteProject(client: pg.PoolClient, id: number): Promise<void> {
  await lockProject(client, id)
  await client.query('DELETE FROM task_names WHERE name IN (SELECT id FROM names WHERE project = $1)', [id])
  await client.query('DELETE FROM projects WHERE id = $1', [id])
}

/** @returns the first of the numbers */
export async function reserve(client: pg.PoolClient, kind: string, count: number): Promise<number> {
  const { rows } = await client.query<{ first: number }>(
    'UPDATE counters SET next = next + $1 WHERE kind = $2 RETURNING next - $1 AS first',
    [count, kind],
  )
  return rows[0]!.first // the counters are made with the tables
}

function textsOf({ title, description, config, extra }: ProjectSettings): string[] {
  return [title, description, config, extra].map(storableText)
}
