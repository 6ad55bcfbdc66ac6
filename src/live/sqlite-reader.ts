import { GoldpanError } from '../model/error.ts'
import { openSqlite } from '../sql/sqlite.ts'
import type { Row, RowReader } from './row-reader.ts'

/**
 * Label Studio's own database file. Where it keeps a write-ahead log all is read of one moment; without one a reader keeps every writer waiting,
 * so the file is let go after each piece: people who annotate meanwhile must not lose what they save.
 * @throws GoldpanError `database-unreadable`
 */
export async function readSqlite(path: string): Promise<RowReader> {
  const database = await openSqlite(path, { readOnly: true })
  const rows = (sql: string): Row[] => {
    try {
      const statement = database.prepare(sql)
      statement.setReadBigInts(true)
      return statement.all()
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      const hint = 'is the file whole, and a database of Label Studio? A copy made while it was written to is not'
      throw new GoldpanError('database-unreadable', problem, hint, { file: path }, { cause: error })
    }
  }
  const hasLog = rows('PRAGMA journal_mode')[0]?.journal_mode === 'wal'
  if (hasLog) database.exec('BEGIN')
  return {
    rows: async (sql) => rows(sql),
    columns: async (table) => new Set(rows(`PRAGMA table_info("${table}")`).map(({ name }) => String(name))),
    async atOneMoment(work) {
      if (hasLog) return work()
      database.exec('BEGIN')
      try {
        return await work()
      } finally {
        database.exec('COMMIT')
      }
    },
    close: async () => database.close(),
  }
}
