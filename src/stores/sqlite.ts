import type { Id } from '../model/task.ts'
import type { Query } from '../query/query.ts'
import { openSqlite, type SqliteDatabase } from '../sql/sqlite.ts'
import { kyselyOf, SQLITE_DIALECT } from './sql/kysely-sqlite.ts'
import { SqlReader, unknownTask } from './sql/sql-reader.ts'
import { SqlStore } from './sql/sql-store.ts'
import { SqliteProjects } from './sql/sqlite-projects.ts'
import { sqliteRecords } from './sql/sqlite-records.ts'
import { scanSqlite } from './sql/sqlite-scan.ts'
import { migrateSqlite } from './sql/sqlite-schema.ts'
import { SqliteSession, storeProblem } from './sql/sqlite-session.ts'
import { sweep } from './sql/sqlite-sweep.ts'
import { SqliteWriter } from './sql/sqlite-writer.ts'
import type {
  EntityKind,
  IndexedTask,
  Loaded,
  Project,
  ProjectSettings,
  PutOutcome,
  Records,
  Store,
  TaskDocument,
} from './store.ts'

/** Pages of 8 KiB that gather in the log before they go to their places, 128 MiB: an import writes pages of indexes again and again. */
const LOG_PAGES = 16_384

/**
 * Opens a SQLite file as a store, makes it if there is none, and brings its tables up to date.
 * @throws GoldpanError `store-unreachable`, `store-damaged`, `store-foreign`, `store-newer`
 */
export async function openSqliteStore(path: string): Promise<Store> {
  let database: SqliteDatabase | undefined
  try {
    database = await openSqlite(path)
    migrateSqlite(database, path)
    database.exec(`PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL`)
    database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
    return new SqliteStore(path, database)
  } catch (error) {
    database?.close()
    throw storeProblem(error, path)
  }
}

class SqliteStore extends SqlStore {
  readonly name: string
  readonly records: Records
  protected readonly reader: SqlReader
  readonly #session: SqliteSession
  readonly #writer: SqliteWriter
  readonly #projects: SqliteProjects

  constructor(path: string, database: SqliteDatabase) {
    super()
    this.name = path
    this.#session = new SqliteSession(database, path)
    this.reader = new SqlReader(kyselyOf(database), SQLITE_DIALECT)
    this.#writer = new SqliteWriter(this.#session)
    this.#projects = new SqliteProjects(this.#session, this.#writer)
    this.records = sqliteRecords(this.#session)
  }

  createProject(settings: ProjectSettings, at: Date): Promise<Project> {
    return this.#write(() => this.#projects.create(settings, at))
  }

  changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project> {
    return this.#write(() => this.#projects.change(id, changes, at))
  }

  async deleteProject(id: number): Promise<void> {
    await this.#session.writeLoosely(() => this.#projects.delete(id))
    await sweep(this.#session)
  }

  reserveIds(kind: EntityKind, count: number): Promise<number> {
    return this.#write(() => this.#projects.reserve(kind, count))
  }

  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly PutOutcome[]> {
    return this.#write(() => {
      this.#projects.need(project)
      return this.#writer.put(project, tasks, onConflict)
    })
  }

  override async load(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<Loaded> {
    await this.#session.read(() => this.#projects.need(project)) // before others' work could be rolled back for it
    const bytes = tasks.reduce((sum, { document }) => sum + document.length, 0)
    const work = () => this.#writer.put(project, tasks, onConflict)
    const { result, stored } = await this.#session.join(work, bytes, () => this.#writer.forgetNames())
    return { outcomes: result, stored }
  }

  override async flush(): Promise<void> {
    this.#session.flush()
  }

  change(project: number, id: Id, change: (document: Uint8Array) => IndexedTask | undefined): Promise<void> {
    return this.#write(() => {
      this.#projects.need(project)
      const stored = this.#writer.stored(project, id)
      if (stored === undefined) throw unknownTask(project, id)
      const changed = change(this.#writer.document(stored))
      if (changed === undefined) this.#writer.delete(project, [id])
      else this.#writer.put(project, [changed], 'overwrite')
    })
  }

  delete(project: number, ids: readonly Id[]): Promise<number> {
    return this.#write(() => {
      this.#projects.need(project)
      return this.#writer.delete(project, ids)
    })
  }

  async *scan(project: number, query: Query, signal?: AbortSignal): AsyncGenerator<readonly TaskDocument[]> {
    try {
      yield* scanSqlite(this.name, project, query, signal)
    } catch (error) {
      throw storeProblem(error, this.name)
    }
  }

  async close(): Promise<void> {
    this.#session.flush()
    this.#session.database.exec('PRAGMA wal_checkpoint(PASSIVE)') // so that the file alone has everything
    this.#session.database.close()
  }

  protected read<T>(work: () => Promise<T>): Promise<T> {
    return this.#session.read(work)
  }

  #write<T>(work: () => T): Promise<T> {
    return this.#session.write(work, () => this.#writer.forgetNames())
  }
}
