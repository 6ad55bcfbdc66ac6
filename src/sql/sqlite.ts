import { GoldpanError } from '../model/error.ts'

export type SqlValue = null | number | bigint | string | Uint8Array
/** Values by column name. Numbers that no double holds come as an error, or as bigint after `setReadBigInts(true)`. */
export type SqlRow = Readonly<Record<string, SqlValue>>

/** A prepared statement; `?` takes the parameters in their order. */
export interface SqliteStatement {
  all(...parameters: SqlValue[]): SqlRow[]
  get(...parameters: SqlValue[]): SqlRow | undefined
  run(...parameters: SqlValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  /** Row by row; another statement of the same database may run meanwhile. */
  iterate(...parameters: SqlValue[]): IterableIterator<SqlRow>
  /** Whole numbers come as bigint from then on. */
  setReadBigInts(isOn: boolean): void
}

/** What is used of `DatabaseSync` of `node:sqlite`: calls return when they are done. */
export interface SqliteDatabase {
  /** Runs statements that give no rows. */
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
}

type SqliteConstructor = new (path: string, options: { readonly readOnly: boolean }) => SqliteDatabase

/** A statement waits so long for another process that writes. */
const BUSY_MILLISECONDS = 10_000

/**
 * Opens a database file with the SQLite of Node where it has one (22.13 or later), else with the package that offers the same interface.
 * @param path of the file, or `:memory:`; without `readOnly` it is made when it is not there
 * @throws GoldpanError `database-unreadable`
 */
export async function openSqlite(path: string, { readOnly = false } = {}): Promise<SqliteDatabase> {
  const DatabaseSync = nodeSqlite() ?? (await import('@photostructure/sqlite')).DatabaseSync
  let database: SqliteDatabase | undefined
  try {
    database = new DatabaseSync(path, { readOnly })
    database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}; PRAGMA schema_version`) // reads: a file that is no database is found out here
    return holding(database)
  } catch (error) {
    database?.close()
    throw cannotOpen(path, error)
  }
}

/** The same database, whose statements are held while their rows are read: drivers let go of one that nothing else refers to, and then crash. */
function holding(database: SqliteDatabase): SqliteDatabase {
  return {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare: (sql) => new HeldStatement(database.prepare(sql)),
  }
}

const running = new Set<SqliteStatement>()

class HeldStatement implements SqliteStatement {
  readonly #statement: SqliteStatement

  constructor(statement: SqliteStatement) {
    this.#statement = statement
  }

  all(...parameters: SqlValue[]): SqlRow[] {
    return this.#statement.all(...parameters)
  }

  get(...parameters: SqlValue[]): SqlRow | undefined {
    return this.#statement.get(...parameters)
  }

  run(...parameters: SqlValue[]): ReturnType<SqliteStatement['run']> {
    return this.#statement.run(...parameters)
  }

  *iterate(...parameters: SqlValue[]): IterableIterator<SqlRow> {
    running.add(this.#statement)
    try {
      yield* this.#statement.iterate(...parameters)
    } finally {
      running.delete(this.#statement)
    }
  }

  setReadBigInts(isOn: boolean): void {
    this.#statement.setReadBigInts(isOn)
  }
}

/** Undefined where Node has none, or only behind a flag. */
function nodeSqlite(): SqliteConstructor | undefined {
  const { emitWarning } = process
  process.emitWarning = () => undefined // it warns, when it is loaded, that it is experimental: nothing a user could act on
  try {
    const builtin = process.getBuiltinModule('node:sqlite')
    if (builtin === undefined || !('DatabaseSync' in builtin) || typeof builtin.DatabaseSync !== 'function') return undefined
    return builtin.DatabaseSync as SqliteConstructor // the types of Node 20 do not know it
  } finally {
    process.emitWarning = emitWarning
  }
}

function cannotOpen(path: string, cause: unknown): GoldpanError {
  const problem = cause instanceof Error ? cause.message : String(cause)
  const hint = 'check the path and its permissions; is it whole, and a SQLite database?'
  return new GoldpanError('database-unreadable', `\`${path}\` cannot be opened: ${problem}`, hint, { file: path }, { cause })
}
