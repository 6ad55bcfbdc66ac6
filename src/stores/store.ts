import type { GoldpanError } from '../model/error.ts'
import type { Id } from '../model/task.ts'
import type { NameField, Query } from '../query/query.ts'
import type { TaskFacts } from '../query/task-facts.ts'

/**
 * Keeps projects and their tasks. A task is one JSON document, kept word for word, with its annotations and predictions inside; all else in a
 * store is an index of it. Everything a store is asked to do happens whole or not at all, also when the process is killed.
 *
 * Ids of tasks are unique in a project: whole numbers, or strings as the document has them. Order is ascending: numbers by value, then strings by code point.
 * Every method throws GoldpanError: `project-unknown` for a project that is not there, `store-unreachable`, `store-forbidden`, `store-damaged`.
 */
export interface Store {
  /** As it was opened, without credentials: `goldpan.db`, `postgres://host/base`, `s3://bucket/prefix`. */
  readonly name: string

  /** In order of their ids. */
  projects(): Promise<readonly Project[]>
  project(id: number): Promise<Project | undefined>
  /** Its id is larger than that of any project before it. @throws GoldpanError `project-exists` when another has the title (stores that name folders by it) */
  createProject(settings: ProjectSettings, at: Date): Promise<Project>
  changeProject(id: number, changes: Partial<ProjectSettings>, at: Date): Promise<Project>
  /** With all its tasks. */
  deleteProject(id: number): Promise<void>

  /** The first of `count` numbers that no task (annotation, prediction) of any project has had; they are given out once. */
  reserveIds(kind: EntityKind, count: number): Promise<number>
  /** Stores tasks in one transaction; ids within one call differ. Numbers that they use are not given out any more. */
  put(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<readonly PutOutcome[]>
  /** As `put`, of one part of many: the store may take several parts into one transaction, which is quicker. */
  load(project: number, tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip'): Promise<Loaded>
  /** What was loaded is to be stored now, since nothing more comes; never fails, `Loaded` tells of failures. */
  flush(): Promise<void>
  /** Reads a task, changes it and stores it, with no other change in between; `undefined` deletes it. @throws GoldpanError `task-unknown`, and what `change` throws */
  change(project: number, task: Id, change: (document: Uint8Array) => IndexedTask | undefined): Promise<void>
  /** How many there were to delete. */
  delete(project: number, tasks: readonly Id[]): Promise<number>

  get(project: number, task: Id): Promise<Uint8Array | undefined>
  /** Which of these ids the project has. */
  known(project: number, tasks: readonly Id[]): Promise<ReadonlySet<Id>>
  /** The ids that tasks which came without one were given, by their origin. */
  origins(project: number, origins: readonly string[]): Promise<ReadonlyMap<string, Id>>
  /** The projects that have this task, or the tasks that have an annotation or prediction of this id. */
  find(kind: EntityKind, id: number): Promise<readonly TaskPlace[]>
  /** All documents that match, in batches, in order, as they were when it began; flat in memory. @throws the reason of `signal` */
  scan(project: number, query: Query, signal?: AbortSignal): AsyncIterable<readonly TaskDocument[]>
  /** A page of them. */
  list(project: number, query: Query, page: Page): Promise<readonly TaskDocument[]>
  count(project: number, query: Query): Promise<ProjectCounts>
  /** The values that a field has in the tasks that match, with the number of tasks, the most frequent first, then by code point. */
  facet(project: number, query: Query, field: NameField, limit: number): Promise<readonly FacetValue[]>
  /**
   * What lies among the tasks and is none, or not quite, each with its file: `task-invalid` and `file-skipped` are passed over by everything else, `id-differs` is
   * known under the name of its file. Always none where only the store itself writes.
   */
  problems(project: number): Promise<readonly GoldpanError[]>

  /** What is no task: tokens, members, export jobs, saved filters. Values are JSON. */
  readonly records: Records
  close(): Promise<void>
}

export type EntityKind = 'task' | 'annotation' | 'prediction'

export interface ProjectSettings {
  readonly title: string
  readonly description: string
  /** Labeling config, XML; empty while there is none. */
  readonly config: string
  /** Everything else that people set, as JSON: an object. */
  readonly extra: string
}

export interface Project extends ProjectSettings {
  /** From 1. */
  readonly id: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface TaskDocument {
  readonly id: Id
  /** One JSON object in UTF-8, its `id` as above. */
  readonly document: Uint8Array
}

export interface IndexedTask extends TaskDocument {
  readonly facts: TaskFacts
  /**
   * Tells a task that came without an id from all others, so that bringing it again finds it; at most 64 characters.
   * Undefined leaves what is known of the task; it is forgotten when the task is deleted.
   */
  readonly origin: string | undefined
}

/** unchanged: the same bytes were there already; skipped: another document has the id. */
export type PutOutcome = 'created' | 'updated' | 'unchanged' | 'skipped'

export interface Loaded {
  readonly outcomes: readonly PutOutcome[]
  /** Fulfilled when the tasks are there for good; reads of this store may show them before. Rejected when the whole transaction failed. */
  readonly stored: Promise<void>
}

export interface TaskPlace {
  readonly project: number
  readonly task: Id
}

/**
 * By id, or by the dates of the task: tasks without one come before those with it, equal dates in order of their ids. `-` turns the whole
 * order around.
 */
export const PAGE_ORDERS = ['id', '-id', 'created', '-created', 'updated', '-updated'] as const
export type PageOrder = (typeof PAGE_ORDERS)[number]

export interface Page {
  readonly order: PageOrder
  readonly offset: number
  readonly limit: number
}

/** Annotations do not count those that were skipped. */
export interface ProjectCounts {
  readonly tasks: number
  /** Tasks with an annotation that was not skipped. */
  readonly annotatedTasks: number
  readonly annotations: number
  readonly skippedAnnotations: number
  readonly groundTruths: number
  readonly predictions: number
}

export interface FacetValue {
  readonly value: string
  readonly tasks: number
}

/** Small JSON values by collection and key (both of letters, digits, `-`, `_` and `.`, at most 100). */
export interface Records {
  get(collection: string, key: string): Promise<string | undefined>
  put(collection: string, key: string, value: string): Promise<void>
  /** Whether there was one. */
  delete(collection: string, key: string): Promise<boolean>
  /** In order of their keys. */
  list(collection: string): Promise<readonly { readonly key: string; readonly value: string }[]>
  /** Reads, changes and writes with no other change in between; undefined deletes. Gives the new value. */
  change(collection: string, key: string, change: (value: string | undefined) => string | undefined): Promise<string | undefined>
}
