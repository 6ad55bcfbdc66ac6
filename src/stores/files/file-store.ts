import type { GoldpanError } from '../../model/error.ts'
import { compareCodePoints } from '../../model/id-order.ts'
import type { Id } from '../../model/task.ts'
import { namesIn } from '../../query/match.ts'
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
import { recover } from './commit.ts'
import { countTasks } from './count-tasks.ts'
import { FactsCache } from './facts-cache.ts'
import type { FileArea, HeldLock } from './file-area.ts'
import { FileRecords } from './file-records.ts'
import { Numbers } from './numbers.ts'
import { type ProjectFolder, ProjectFolders } from './project-folders.ts'
import { lockOf, ProjectTasks } from './project-tasks.ts'

/** Facts of some hundred thousand tasks. */
const CACHE_BYTES = 64 * 1024 * 1024

/**
 * A store over files: `<project>/completions/<task id>.json` with `config.xml` beside, as Label Studio's guide has it. What people put there is picked up;
 * what has no place in that layout lies in `.goldpan` folders. No index is kept: searches read the documents, and remember what they read.
 */
export class FileStore implements Store {
  readonly name: string
  readonly records: Records
  readonly #area: FileArea
  readonly #numbers: Numbers
  readonly #folders: ProjectFolders
  readonly #cache = new FactsCache(CACHE_BYTES)
  readonly #tasks = new Map<number, ProjectTasks>()

  constructor(area: FileArea) {
    this.#area = area
    this.name = area.name
    this.records = new FileRecords(area)
    this.#numbers = new Numbers(area)
    this.#folders = new ProjectFolders(area, this.#numbers)
  }

  async projects(): Promise<readonly Project[]> {
    return (await this.#folders.all()).map(({ project }) => project)
  }

  async project(id: number): Promise<Project | undefined> {
    return (await this.#folders.find(id))?.project
  }

  createProject(settings: ProjectSettings, at: Date): Promise<Project> {
    return this.#folders.create(settings, at)
  }

  changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project> {
    return this.#writing(id, (_, lock) => this.#folders.change(id, changes, at, lock))
  }

  deleteProject(id: number): Promise<void> {
    return this.#writing(id, async (tasks, lock) => {
      await this.#folders.delete(id, lock)
      tasks.forget()
    })
  }

  async reserveIds(kind: EntityKind, count: number): Promise<number> {
    for (const found of await this.#folders.all()) await this.#numbers.use(await this.#tasksOf(found).lastNumbers(kind))
    return this.#numbers.reserve(kind, count)
  }

  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly PutOutcome[]> {
    return this.#writing(project, (folder, lock) => folder.put(tasks, onConflict, lock))
  }

  async load(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<Loaded> {
    return { outcomes: await this.put(project, tasks, onConflict), stored: Promise.resolve() }
  }

  async flush(): Promise<void> {}

  change(project: number, task: Id, change: (document: Uint8Array) => IndexedTask | undefined): Promise<void> {
    return this.#writing(project, (folder, lock) => folder.change(task, change, lock))
  }

  delete(project: number, tasks: readonly Id[]): Promise<number> {
    return this.#writing(project, (folder, lock) => folder.delete(tasks, lock))
  }

  async get(project: number, task: Id): Promise<Uint8Array | undefined> {
    return (await this.#need(project)).get(task)
  }

  async known(project: number, tasks: readonly Id[]): Promise<ReadonlySet<Id>> {
    return (await this.#need(project)).known(tasks)
  }

  async origins(project: number, origins: readonly string[]): Promise<ReadonlyMap<string, Id>> {
    return (await this.#need(project)).findOrigins(origins)
  }

  async find(kind: EntityKind, id: number): Promise<readonly TaskPlace[]> {
    const places: TaskPlace[] = []
    for (const found of await this.#folders.all())
      for (const task of await this.#tasksOf(found).find(kind, id)) places.push({ project: found.project.id, task })
    return places
  }

  async *scan(project: number, query: Query, signal?: AbortSignal): AsyncGenerator<readonly TaskDocument[]> {
    yield* (await this.#need(project)).scan(query, signal)
  }

  async list(project: number, query: Query, page: Page): Promise<readonly TaskDocument[]> {
    return (await this.#need(project)).page(query, page)
  }

  async count(project: number, query: Query): Promise<ProjectCounts> {
    return countTasks((await this.#need(project)).facts(query))
  }

  async facet(project: number, query: Query, field: NameField, limit: number): Promise<readonly FacetValue[]> {
    const counts = new Map<string, number>()
    for await (const { facts } of (await this.#need(project)).facts(query))
      for (const value of new Set(namesIn(field, facts))) counts.set(value, (counts.get(value) ?? 0) + 1)
    const values = [...counts].map(([value, tasks]) => ({ value, tasks }))
    return values.sort((a, b) => b.tasks - a.tasks || compareCodePoints(a.value, b.value)).slice(0, limit)
  }

  async problems(project: number): Promise<readonly GoldpanError[]> {
    return (await this.#need(project)).problems()
  }

  close(): Promise<void> {
    return this.#area.close()
  }

  async #need(id: number): Promise<ProjectTasks> {
    return this.#tasksOf(await this.#folders.need(id))
  }

  #tasksOf({ folder, project }: ProjectFolder): ProjectTasks {
    let tasks = this.#tasks.get(project.id)
    if (tasks?.folder !== folder) tasks = new ProjectTasks(this.#area, project.id, folder, this.#numbers, this.#cache)
    this.#tasks.set(project.id, tasks)
    tasks.useConfig(project.config)
    return tasks
  }

  /** While nobody else changes the project. @throws GoldpanError `project-unknown` */
  async #writing<T>(id: number, work: (tasks: ProjectTasks, lock: HeldLock) => Promise<T>): Promise<T> {
    await this.#folders.need(id)
    return this.#area.exclusively(lockOf(id), async (lock) => {
      const { folder } = await this.#folders.need(id)
      await recover(this.#area, folder, lock)
      return work(await this.#need(id), lock)
    })
  }
}
