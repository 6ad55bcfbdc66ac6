import { Kysely, SqliteDialect, type SqliteStatement, sql } from 'kysely'
import type { SqliteDatabase, SqlValue } from '../../sql/sqlite.ts'
import type { SqlDialect } from './key-sources.ts'
import type { Tables } from './tables.ts'

/** Prepared statements that are kept; searches have thousands of spellings. */
const STATEMENTS = 200

/** Kysely's queries, run by our connection; they only read. */
export function kyselyOf(database: SqliteDatabase): Kysely<Tables> {
  const statements = new Map<string, SqliteStatement>()
  const prepare = (text: string): SqliteStatement => {
    const kept = statements.get(text)
    if (kept !== undefined) return kept
    if (statements.size >= STATEMENTS) statements.clear()
    const statement = database.prepare(text)
    const all = (parameters: readonly unknown[]) => statement.all(...valuesOf({ parameters }))
    const reading: SqliteStatement = { reader: true, all, run: onlyReads, iterate: onlyReads }
    statements.set(text, reading)
    return reading
  }
  return new Kysely({ dialect: new SqliteDialect({ database: { prepare, close: () => undefined } }) })
}

/** The parameters of a query as the driver takes them. */
export function valuesOf({ parameters }: { readonly parameters: readonly unknown[] }): SqlValue[] {
  return parameters.map((value) => {
    if (typeof value === 'number' || typeof value === 'string') return value
    throw new TypeError('only numbers and strings are looked for')
  })
}

function onlyReads(): never {
  throw new Error('Kysely only reads')
}

export const SQLITE_DIALECT: SqlDialect = {
  words: ({ phrases }, { first, end }) => {
    const match = phrases.map(({ words, isPrefix }) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`).join(' AND ')
    return {
      from: sql`texts AS d`,
      key: sql`d.rowid`,
      where: sql`d.texts MATCH ${match} AND d.rowid >= ${first} AND d.rowid < ${end}`,
    }
  },
  // EXISTS alone becomes a join, which (SQLite 3.53) gives a task once for each of its rows when there is an OFFSET.
  exists: (query) => sql`NOT NOT EXISTS (${query})`,
  unindexed: (column) => sql`+${column}`,
  splitNames: sql`json_each('[' || t.names || ']') AS j`,
}
