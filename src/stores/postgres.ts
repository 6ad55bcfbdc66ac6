import type { Id } from '../model/task.ts'
import type { Query } from '../query/query.ts'
import { POSTGRES_DIALECT } from './sql/kysely-postgres.ts'
import { PLAN_LIMITS } from './sql/plan.ts'
import { changeProject, createProject, deleteProject, lockProject, reserve } from './sql/postgres-projects.ts'
import { postgresRecords } from './sql/postgres-records.ts'
import { scanPostgres } from './sql/postgres-scan.ts'
import { migratePostgres } from './sql/postgres-schema.ts'
import { PostgresSession } from './sql/postgres-session.ts'
import { deleteTasks, putTasks } from './sql/postgres-writer.ts'
import { SqlReader, unknownTask } from './sql/sql-reader.ts'
import { SqlStore } from './sql/sql-store.ts'
import { idColumns } from './sql/task-key.ts'
import type { EntityKind, IndexedTask, Project, ProjectSettings, PutOutcome, Records, Store, TaskDocument } from './store.ts'

/**
 * Opens a PostgreSQL database as a store (version 13 or later), and brings its tables up to date; they are in a schema of their own, `goldpan`.
 * @param url `postgres://user:password@host:port/base`, with the parameters that libpq knows
 * @throws GoldpanError `store-unreachable`, `store-damaged`, `store-newer`
 */
export async function openPostgresStore(url: string): Promise<Store> {
  const session = new PostgresSession(url)
  try {
    await migratePostgres(session)
    return new PostgresStore(session)
  } catch (error) {
    await session.close()
    throw error
  }
}

class PostgresStore extends SqlStore {
  readonly name: string
  readonly records: Records
  protected readonly reader: SqlReader
  readonly #session: PostgresSession

  constructor(session: PostgresSession) {
    super()
    this.name = session.name
    this.records = postgresRecords(session)
    this.reader = new SqlReader(session.db, POSTGRES_DIALECT, { ...PLAN_LIMITS, turn: Number.POSITIVE_INFINITY })
    this.#session = session
  }

  createProject(settings: ProjectSettings, at: Date): Promise<Project> {
    return this.#session.write((client) => createProject(client, settings, at))
  }

  changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project> {
    return this.#session.write((client) => changeProject(client, id, changes, at))
  }

  deleteProject(id: number): Promise<void> {
    return this.#session.write((client) => deleteProject(client, id))
  }

  reserveIds(kind: EntityKind, count: number): Promise<number> {
    return this.#session.write((client) => reserve(client, kind, count))
  }

  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly PutOutcome[]> {
    return this.#session.write(async (client) => {
      await lockProject(client, project)
      return putTasks(client, project, tasks, onConflict)
    })
  }

  change(project: number, id: Id, change: (document: Uint8Array) => IndexedTask | undefined): Promise<void> {
    return this.#session.write(async (client) => {
      await lockProject(client, project)
      const { id_number, id_text } = idColumns(id)
      const { rows } = await client.query<{ document: Buffer }>(
        'SELECT d.document FROM tasks t JOIN documents d ON d.task = t.key WHERE t.project = $1 AND t.id_number = $2 AND t.id_text = $3',
        [project, id_number, id_text],
      )
      if (rows[0] === undefined) throw unknownTask(project, id)
      const changed = change(rows[0].document)
      if (changed === undefined) await deleteTasks(client, project, [id])
      else await putTasks(client, project, [changed], 'overwrite')
    })
  }

  delete(project: number, ids: readonly Id[]): Promise<number> {
    return this.#session.write(async (client) => {
      await lockProject(client, project)
      return deleteTasks(client, project, ids)
    })
  }

  async *scan(project: number, query: Query, signal?: AbortSignal): AsyncGenerator<readonly TaskDocument[]> {
    try {
      yield* scanPostgres(this.#session, project, query, signal)
    } catch (error) {
      throw this.#session.problem(error)
    }
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  protected read<T>(work: () => Promise<T>): Promise<T> {
    return this.#session.read(work)
  }
}
