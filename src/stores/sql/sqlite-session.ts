import { setTimeout } from 'node:timers/promises'
import { GoldpanError } from '../../model/error.ts'
import type { SqliteDatabase, SqliteStatement } from '../../sql/sqlite.ts'
import { SharedTransaction } from './shared-transaction.ts'

/** Kinds of errors, https://www.sqlite.org/rescode.html */
const BUSY = new Set([5, 6])
const DAMAGED = new Set([11, 26])
const UNREACHABLE = new Set([3, 8, 10, 13, 14])

/** So long another process may write, and so long is waited before each look; an import writes most of the time. */
const PATIENCE = 10_000 // ms
const PAUSE = 10

/** Of pages in memory, in KiB. More gains nothing that the system's own cache does not … */
const CACHE = 16_384
/** … but where a large transaction comes back to pages of indexes that it has changed: they are a part of the database, and so many at most. */
const SHARED_CACHE = { part: 1 / 16, most: 65_536 }

/** One connection that writes: statements that are kept, transactions, and errors in our words. */
export class SqliteSession {
  readonly database: SqliteDatabase
  readonly #path: string
  readonly #statements = new Map<string, SqliteStatement>()
  /** It is open, and has room for more. */
  #shared: SharedTransaction | undefined

  constructor(database: SqliteDatabase, path: string) {
    this.database = database
    this.#path = path
    database.exec('PRAGMA busy_timeout = 0') // `read` waits
    this.#setCache(CACHE)
  }

  /** Prepared once; for texts of which there are few. */
  statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  /** Again and again while another process writes; this one goes on with other things meanwhile. */
  async read<T>(work: () => T | Promise<T>): Promise<T> {
    for (const end = performance.now() + PATIENCE; ; await setTimeout(PAUSE)) {
      try {
        return await work()
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw storeProblem(error, this.#path)
      }
    }
  }

  /** One transaction, which nothing comes in between: the work does not wait. @param forget is called when nothing of it was kept */
  write<T>(work: () => T, forget?: () => void): Promise<T> {
    return this.read(() => this.#transact(work, forget))
  }

  /** As `write`; rows that others refer to may go without them. */
  writeLoosely<T>(work: () => T): Promise<T> {
    return this.read(() => {
      this.#endShared()
      this.database.exec('PRAGMA foreign_keys = OFF') // means nothing inside of a transaction
      try {
        return this.#transact(work)
      } finally {
        this.database.exec('PRAGMA foreign_keys = ON')
      }
    })
  }

  #transact<T>(work: () => T, forget: () => void = () => undefined): T {
    this.#endShared()
    this.database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.database.exec('COMMIT')
      return result
    } catch (error) {
      forget()
      this.#rollBack()
      throw error
    }
  }

  /**
   * Work in a transaction with what comes soon: it ends when there is enough of it, when nothing more comes, or when anything else is written. When some
   * work fails, so does all the other.
   * @param bytes that it writes, about
   */
  join<T>(work: () => T, bytes: number, forget: () => void): Promise<{ readonly result: T; readonly stored: Promise<void> }> {
    return this.read(() => {
      const shared = (this.#shared ??= this.#beginShared(forget))
      try {
        const result = work()
        if (shared.isFullWith(bytes)) this.#endShared()
        return { result, stored: shared.stored }
      } catch (error) {
        this.#failShared(shared, error)
        throw error
      }
    })
  }

  /** Ends the transaction that is shared; nothing more comes. */
  flush(): void {
    this.#endShared()
    this.#setCache(CACHE)
  }

  #beginShared(forget: () => void): SharedTransaction {
    const { size } = this.statement('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size').get() ?? {}
    const part = Math.round((Number(size) / 1024) * SHARED_CACHE.part)
    this.#setCache(Math.max(CACHE, Math.min(part, SHARED_CACHE.most)))
    this.database.exec('BEGIN IMMEDIATE')
    return new SharedTransaction(forget, () => this.flush())
  }

  #setCache(kibibytes: number): void {
    this.database.exec(`PRAGMA cache_size = -${kibibytes}`)
  }

  #endShared(): void {
    const shared = this.#shared
    if (shared === undefined) return
    try {
      this.database.exec('COMMIT')
      this.#shared = undefined
      shared.end()
    } catch (error) {
      this.#failShared(shared, error)
    }
  }

  #failShared(shared: SharedTransaction, error: unknown): void {
    this.#shared = undefined
    this.#rollBack()
    shared.fail(storeProblem(error, this.#path))
  }

  /** SQLite has done it already after some errors, a full disk for instance. */
  #rollBack(): void {
    try {
      this.database.exec('ROLLBACK')
    } catch {
      // nothing is open: the error that led here says what happened
    }
  }
}

function isBusy(error: unknown): boolean {
  return BUSY.has(kindOf(error) ?? 0)
}

/** Undefined for what is no error of SQLite. */
function kindOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined
  return error.errcode & 0xff
}

/** What users can do about an error of SQLite; anything else is given back as it is. */
export function storeProblem(error: unknown, path: string): unknown {
  if (error instanceof GoldpanError && error.code !== 'database-unreadable') return error
  const cause = error instanceof GoldpanError ? error.cause : error
  if (!(cause instanceof Error)) return error
  const code = kindOf(cause)
  const problem = (code: string, message: string, hint: string) =>
    new GoldpanError(code, `\`${path}\`: ${message}`, hint, { file: path }, { cause })
  if (code !== undefined && DAMAGED.has(code))
    return problem('store-damaged', cause.message, 'is it a SQLite database? if it was one, copy the newest backup back')
  if (code !== undefined && BUSY.has(code))
    return problem('store-unreachable', 'another program is writing to it', 'try again when that is done')
  if (error !== cause || (code !== undefined && UNREACHABLE.has(code)))
    return problem('store-unreachable', cause.message, 'check the path, its permissions and the space on the disk')
  return error
}
