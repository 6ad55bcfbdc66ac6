import { existsSync, rmSync } from 'node:fs'
import { GoldpanError } from '../../model/error.ts'
import type { SqliteDatabase } from '../../sql/sqlite.ts'
import { newerStore } from './schema-version.ts'
import { SQLITE_MIGRATIONS } from './sqlite-migrations.ts'

/** Says in the file's header whose it is: `gold`. */
const APPLICATION_ID = 0x676f6c64

/**
 * Brings a database to the newest version of the tables, in one transaction; what it was before is kept beside it (`goldpan.db.before-2`).
 * @throws GoldpanError `store-newer`, `store-foreign`
 */
export function migrateSqlite(database: SqliteDatabase, path: string, migrations = SQLITE_MIGRATIONS): void {
  const version = versionOf(database, path, migrations.length)
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL') // two or three documents of boxes on a page; only a new file hears it
  if (version === migrations.length) return
  if (version > 0) backUp(database, `${path}.before-${migrations.length}`)
  database.exec('BEGIN IMMEDIATE')
  try {
    const current = versionOf(database, path, migrations.length) // another process may have been first
    for (const migration of migrations.slice(current)) database.exec(migration)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}; COMMIT`)
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: SqliteDatabase, path: string, known: number): number {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  const isOurs = database.prepare('PRAGMA application_id').get()?.application_id === APPLICATION_ID
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined
  if (!isOurs && !isEmpty)
    throw new GoldpanError(
      'store-foreign',
      `\`${path}\` is a database of another program`,
      'name another file[; `goldpan convert` reads databases of Label Studio || ]',
      { file: path },
    )
  if (version > known) throw newerStore(path, version, known)
  return version
}

/** A copy that is whole, whatever others write meanwhile. */
function backUp(database: SqliteDatabase, copy: string): void {
  if (existsSync(copy)) rmSync(copy)
  database.prepare('VACUUM INTO ?').run(copy)
}
