import type { NameField } from '../../query/query.ts'

/** The tables as Kysely knows them; what they are for is in docs/stores.md, their definitions in the two migrations. */
export interface Tables {
  readonly projects: ProjectRow
  readonly tasks: TaskRow
  readonly documents: { readonly task: number; readonly document: Uint8Array }
  readonly annotations: AnnotationRow
  readonly predictions: PredictionRow
  readonly names: NameRow
  readonly task_names: { readonly name: number; readonly task: number }
  readonly texts: TextRow
  readonly counters: { readonly kind: string; readonly next: number }
  readonly records: RecordRow
}

/** Dates are milliseconds since 1970 everywhere. */
export interface ProjectRow {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly config: string
  readonly extra: string
  readonly created: number
  readonly updated: number
}

/** What is counted of a task, and summed up over the tasks that have a name. */
export interface TaskSums {
  /** Those that were not skipped. */
  readonly annotations: number
  readonly skipped_annotations: number
  readonly ground_truths: number
  readonly predictions: number
}

export interface TaskRow extends TaskSums {
  /** See task-key.ts. */
  readonly key: number
  readonly project: number
  readonly id_number: number
  readonly id_text: string
  readonly created: number | null
  readonly updated: number | null
  /** The ids of its names, with commas in between. */
  readonly names: string
  readonly origin: string | null
}

export interface AnnotationRow {
  readonly task: number
  readonly position: number
  readonly project: number
  readonly id: number | null
  readonly was_cancelled: number
  readonly ground_truth: number
  readonly lead_time: number | null
  readonly updated: number | null
}

export interface PredictionRow {
  readonly task: number
  readonly position: number
  readonly project: number
  readonly id: number | null
  readonly model: string | null
  readonly score: number | null
}

/** `is` are the states; `all` has one row for each project, which no task_names belong to. */
export type NameKind = NameField | 'is' | 'all'

/** A value that a field has in a project, with the sums over the tasks that have it. */
export interface NameRow extends TaskSums {
  readonly id: number
  readonly project: number
  readonly field: NameKind
  readonly value: string
  readonly tasks: number
  readonly annotated_tasks: number
}

/** SQLite: `rowid` is the task, `texts` the table as a whole for MATCH. PostgreSQL: the other three. */
export interface TextRow {
  readonly rowid: number
  readonly texts: string
  readonly task: number
  readonly words: string
  readonly lexemes: string | null
}

export interface RecordRow {
  readonly collection: string
  readonly key: string
  readonly value: string
}
