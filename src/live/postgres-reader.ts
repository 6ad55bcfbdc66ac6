import { GoldpanError } from '../model/error.ts'
import { withoutSecrets } from './live-source.ts'
import type { RowReader } from './row-reader.ts'

const CONNECT_MILLISECONDS = 15_000

/**
 * All is read of one moment, in a transaction that can only read; writers are not kept waiting.
 * @param source `postgres://user:password@host:port/database`
 * @throws GoldpanError `database-unreadable`
 */
export async function readPostgres(source: string): Promise<RowReader> {
  if (!URL.canParse(source)) throw unreadable(source, 'this is no address; in a password #, / and @ are written %23, %2F and %40')
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: source,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    types: { getTypeParser: () => (text: unknown) => text },
  })
  client.on('error', () => undefined) // a lost connection fails the next statement, and that is told
  const rows = (sql: string) =>
    client.query(sql).then(
      (result) => result.rows,
      (error: unknown) => {
        throw unreadable(source, error)
      },
    )
  try {
    await client.connect()
    await client.query("SET timezone TO 'UTC'; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  } catch (error) {
    await client.end().catch(() => undefined)
    throw unreadable(source, error)
  }
  return {
    rows,
    columns: async (table) => {
      const found = await rows(
        `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('${table}') AND attnum > 0 AND NOT attisdropped`,
      )
      return new Set(found.map(({ attname }) => String(attname)))
    },
    atOneMoment: (work) => work(),
    close: () => client.end(),
  }
}

/** Without a cause: it could have the whole address in it. */
function unreadable(source: string, error: unknown): GoldpanError {
  const problem = error instanceof Error ? error.message || error.name : String(error)
  const hint = 'the address is postgres://user:password@host:port/database, with `?sslmode=require` where the server wants TLS'
  return new GoldpanError('database-unreadable', problem, hint, { file: withoutSecrets(source) })
}
