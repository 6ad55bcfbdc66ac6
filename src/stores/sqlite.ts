import type { Id } from '../model/task.ts'
import type { NameField, Query } from '../query/query.ts'
import { openSqlite, type SqliteDatabase } from '../sql/sqlite.ts'
import { kyselyOf, SQLITE_DIALECT } from './sql/kysely-sqlite.ts'
import { SqlReader, unknownTask } from './sql/sql-reader.ts'
import { SqliteProjects } from './sql/sqlite-projects.ts'
import { sqliteRecords } from './sql/sqlite-records.ts'
import { numberIn, textIn } from './sql/sqlite-rows.ts'
import { scanSqlite } from './sql/sqlite-scan.ts'
import { migrateSqlite } from './sql/sqlite-schema.ts'
import { SqliteSession, storeProblem } from './sql/sqlite-session.ts'
import { SqliteWriter } from './sql/sqlite-writer.ts'
import { idOf } from './sql/task-key.ts'
import type * as contract from './store.ts'
import type { EntityKind, IndexedTask, Page, Project, ProjectSettings, Store, TaskDocument } from './store.ts'

/** Pages of 8 KiB that gather in the log before they go to their places: 32 MiB, so that those written often are moved seldom. */
const LOG_PAGES = 4096
const CACHE_KIBIBYTES = 65_536
const ORIGIN = 'SELECT id_number, id_text FROM tasks WHERE project = ? AND origin = ? ORDER BY key LIMIT 1'

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
    database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA cache_size = -${CACHE_KIBIBYTES}`)
    return new SqliteStore(path, database)
  } catch (error) {
    database?.close()
    throw storeProblem(error, path)
  }
}

class SqliteStore implements Store {
  readonly name: string
  readonly records: contract.Records
  readonly #session: SqliteSession
  readonly #reader: SqlReader
  readonly #writer: SqliteWriter
  readonly #projects: SqliteProjects

  constructor(path: string, database: SqliteDatabase) {
    this.name = path
    this.#session = new SqliteSession(database, path)
    this.#reader = new SqlReader(kyselyOf(database), SQLITE_DIALECT)
    this.#writer = new SqliteWriter(this.#session)
    this.#projects = new SqliteProjects(this.#session, this.#writer)
    this.records = sqliteRecords(this.#session)
  }

  projects(): Promise<readonly Project[]> {
    return this.#session.read(() => this.#reader.projects())
  }

  project(id: number): Promise<Project | undefined> {
    return this.#session.read(() => this.#reader.project(id))
  }

  createProject(settings: ProjectSettings, at: Date): Promise<Project> {
    return this.#write(() => this.#projects.create(settings, at))
  }

  changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project> {
    return this.#write(() => this.#projects.change(id, changes, at))
  }

  deleteProject(id: number): Promise<void> {
    return this.#write(() => this.#projects.delete(id))
  }

  reserveIds(kind: EntityKind, count: number): Promise<number> {
    return this.#write(() => this.#projects.reserve(kind, count))
  }

  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly contract.PutOutcome[]> {
    return this.#write(() => {
      this.#projects.need(project)
      return this.#writer.put(project, tasks, onConflict)
    })
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

  get(project: number, id: Id): Promise<Uint8Array | undefined> {
    return this.#session.read(() => {
      this.#projects.need(project)
      const stored = this.#writer.stored(project, id)
      return stored === undefined ? undefined : this.#writer.document(stored)
    })
  }

  known(project: number, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
    return this.#session.read(() => {
      this.#projects.need(project)
      return new Set(ids.filter((id) => this.#writer.stored(project, id) !== undefined))
    })
  }

  origins(project: number, origins: readonly string[]): Promise<ReadonlyMap<string, Id>> {
    return this.#session.read(() => {
      this.#projects.need(project)
      const ids = new Map<string, Id>()
      for (const origin of origins) {
        const row = this.#session.statement(ORIGIN).get(project, origin)
        if (row !== undefined) ids.set(origin, idOf({ id_number: numberIn(row, 'id_number'), id_text: textIn(row, 'id_text') }))
      }
      return ids
    })
  }

  find(kind: EntityKind, id: number): Promise<readonly contract.TaskPlace[]> {
    return this.#session.read(() => this.#reader.find(kind, id))
  }

  async *scan(project: number, query: Query, signal?: AbortSignal): AsyncGenerator<readonly TaskDocument[]> {
    try {
      yield* scanSqlite(this.name, project, query, signal)
    } catch (error) {
      throw storeProblem(error, this.name)
    }
  }

  list(project: number, query: Query, page: Page): Promise<readonly TaskDocument[]> {
    return this.#session.read(() => this.#reader.list(project, query, page))
  }

  count(project: number, query: Query): Promise<contract.ProjectCounts> {
    return this.#session.read(() => this.#reader.count(project, query))
  }

  facet(project: number, query: Query, field: NameField, limit: number): Promise<readonly contract.FacetValue[]> {
    return this.#session.read(() => this.#reader.facet(project, query, field, limit))
  }

  async close(): Promise<void> {
    this.#session.database.close()
  }

  #write<T>(work: () => T): Promise<T> {
    return this.#session.write(work, () => this.#writer.forgetNames())
  }
}
