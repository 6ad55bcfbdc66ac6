import type pg from 'pg'
import { type Name, nameKey } from './task-rows.ts'

const FIND = `
  SELECT names.id, names.field, names.value FROM unnest($2::text[], $3::text[]) AS wanted (field, value)
  JOIN names ON names.project = $1 AND names.field = wanted.field AND md5(names.value) = md5(wanted.value)`
const ADD = `
  INSERT INTO names (project, field, value) SELECT $1, new.field, new.value FROM unnest($2::text[], $3::text[]) AS new (field, value)
  RETURNING id, field, value`

/** What tells the ids of names; those that are new are made. The project is locked. */
export async function nameIds(client: pg.PoolClient, project: number, names: readonly Name[]): Promise<(name: Name) => number> {
  const ids = new Map<string, number>()
  const run = async (sql: string, wanted: readonly Name[]) => {
    const parameters = [project, wanted.map(({ field }) => field), wanted.map(({ value }) => value)]
    const { rows } = await client.query<Name & { readonly id: number }>(sql, parameters)
    for (const row of rows) ids.set(nameKey(row), row.id)
  }
  const different = [...new Map(names.map((name) => [nameKey(name), name])).values()]
  await run(FIND, different)
  const unknown = different.filter((name) => !ids.has(nameKey(name)))
  if (unknown.length > 0) await run(ADD, unknown)
  return (name) => ids.get(nameKey(name))! // every name that was asked for is there now
}
