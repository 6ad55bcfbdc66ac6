import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { GoldpanError } from '../../model/error.ts'
import { openSqlite, type SqliteDatabase } from '../../sql/sqlite.ts'
import { Turns } from './turns.ts'

const FIRST_WAIT_MILLISECONDS = 2
const LONGEST_WAIT_MILLISECONDS = 100

/**
 * Locks between processes: each is an empty SQLite database on which a write transaction is open, for that is a lock of the operating system wherever SQLite
 * runs, and it is gone with the process that holds it. Nothing is ever written to it.
 */
export class FileLocks {
  readonly #folder: string
  readonly #turns = new Turns()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws GoldpanError `store-forbidden` */
  exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(lock, async () => {
      const database = await this.#open(join(this.#folder, lock))
      try {
        await begin(database)
        return await work()
      } finally {
        database.close() // ends the transaction
      }
    })
  }

  async #open(path: string): Promise<SqliteDatabase> {
    try {
      await mkdir(this.#folder, { recursive: true })
      return await openSqlite(path)
    } catch (error) {
      throw readOnly(path, error)
    }
  }
}

async function begin(database: SqliteDatabase): Promise<void> {
  database.exec('PRAGMA busy_timeout = 0')
  for (let wait = FIRST_WAIT_MILLISECONDS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS)) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!(error instanceof Error) || !/locked/.test(error.message)) throw readOnly('the lock', error)
    }
    await setTimeout(wait)
  }
}

function readOnly(path: string, cause: unknown): GoldpanError {
  const hint = 'check its permissions; whoever changes the store needs a lock there'
  return new GoldpanError('store-forbidden', `\`${path}\` cannot be written`, hint, { file: path }, { cause })
}
