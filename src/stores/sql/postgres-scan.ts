import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Query } from '../../query/query.ts'
import type { TaskDocument } from '../store.ts'
import { kyselyOf, POSTGRES_DIALECT } from './kysely-postgres.ts'
import type { PostgresSession } from './postgres-session.ts'
import { SqlReader, type StoredDocument } from './sql-reader.ts'
import { idOf } from './task-key.ts'

const BATCH_BYTES = 1 << 20
const FIRST_ROWS = 32

/** Reads with a cursor in a transaction that sees nothing of what others write from then on. */
export async function* scanPostgres(
  session: PostgresSession,
  project: number,
  wanted: Query,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TaskDocument[]> {
  const client = await session.begin('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const one = { query: client.query.bind(client), release: () => undefined }
    const reader = new SqlReader(kyselyOf({ connect: async () => one, end: async () => undefined }), POSTGRES_DIALECT)
    await client.query(`DECLARE scan NO SCROLL CURSOR FOR ${inlined(await reader.documents(project, wanted))}`)
    for (let count = FIRST_ROWS; ; ) {
      signal?.throwIfAborted()
      const batch = await fetchDocuments(client, count)
      if (batch.length === 0) break
      yield batch
      const bytes = batch.reduce((sum, { document }) => sum + document.length, 0)
      count = Math.max(1, Math.min(4 * count, Math.floor((BATCH_BYTES * batch.length) / bytes)))
    }
  } finally {
    await session.end(client)
  }
}

async function fetchDocuments(client: pg.PoolClient, count: number): Promise<TaskDocument[]> {
  const fetch: pg.QueryConfig & { readonly binary: boolean } = { text: `FETCH ${count} FROM scan`, binary: true }
  const { rows } = await client.query<StoredDocument>(fetch)
  return rows.map((row) => ({ id: idOf(row), document: row.document }))
}

/** A cursor takes no parameters. Ours are numbers and strings, and `$` is nowhere else in our queries. */
function inlined({ sql, parameters }: CompiledQuery): string {
  return sql.replace(/\$(\d+)/g, (_, number) => {
    const value = parameters[Number(number) - 1]
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string') return pg.escapeLiteral(value)
    throw new TypeError('only numbers and strings are looked for')
  })
}
