import type { Id } from '../../model/task.ts'
import type { NameField, Query } from '../../query/query.ts'
import type {
  EntityKind,
  FacetValue,
  IndexedTask,
  Loaded,
  Page,
  Project,
  ProjectCounts,
  ProjectSettings,
  PutOutcome,
  Records,
  Store,
  TaskDocument,
  TaskPlace,
} from '../store.ts'
import type { SqlReader } from './sql-reader.ts'

/** A store that answers from tables; each database writes them in its own way. */
export abstract class SqlStore implements Store {
  abstract readonly name: string
  abstract readonly records: Records
  protected abstract readonly reader: SqlReader

  abstract createProject(settings: ProjectSettings, at: Date): Promise<Project>
  abstract changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project>
  abstract deleteProject(id: number): Promise<void>
  abstract reserveIds(kind: EntityKind, count: number): Promise<number>
  abstract put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly PutOutcome[]>
  abstract change(project: number, id: Id, change: (document: Uint8Array) => IndexedTask | undefined): Promise<void>
  abstract delete(project: number, ids: readonly Id[]): Promise<number>
  abstract scan(project: number, query: Query, signal?: AbortSignal): AsyncIterable<readonly TaskDocument[]>
  abstract close(): Promise<void>

  /** Runs what reads, and says in our words what went wrong. */
  protected abstract read<T>(work: () => Promise<T>): Promise<T>

  projects(): Promise<readonly Project[]> {
    return this.read(() => this.reader.projects())
  }

  project(id: number): Promise<Project | undefined> {
    return this.read(() => this.reader.project(id))
  }

  get(project: number, id: Id): Promise<Uint8Array | undefined> {
    return this.read(() => this.reader.get(project, id))
  }

  known(project: number, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
    return this.read(() => this.reader.known(project, ids))
  }

  origins(project: number, origins: readonly string[]): Promise<ReadonlyMap<string, Id>> {
    return this.read(() => this.reader.origins(project, origins))
  }

  find(kind: EntityKind, id: number): Promise<readonly TaskPlace[]> {
    return this.read(() => this.reader.find(kind, id))
  }

  list(project: number, query: Query, page: Page): Promise<readonly TaskDocument[]> {
    return this.read(() => this.reader.list(project, query, page))
  }

  count(project: number, query: Query): Promise<ProjectCounts> {
    return this.read(() => this.reader.count(project, query))
  }

  facet(project: number, query: Query, field: NameField, limit: number): Promise<readonly FacetValue[]> {
    return this.read(() => this.reader.facet(project, query, field, limit))
  }

  async load(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<Loaded> {
    return { outcomes: await this.put(project, tasks, onConflict), stored: Promise.resolve() }
  }

  async flush(): Promise<void> {}

  /** Nobody else writes into the tables. */
  async problems(): Promise<readonly []> {
    return []
  }
}
