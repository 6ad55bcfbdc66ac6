/**
 * A search as every store understands it: `parseQuery` makes it of what people type, `matches` is what it means.
 * It chooses tasks; each condition is about the task as a whole, so `label:Car annotator:7` is a task with a Car and an annotation of 7's.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'is'; readonly state: TaskState }
  | { readonly kind: 'name'; readonly field: NameField; readonly value: string }
  | { readonly kind: 'range'; readonly field: RangeField; readonly range: Range }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isPrefix: boolean }

/** Everything. */
export const ALL: Query = { kind: 'all' }

export const TASK_STATES = ['annotated', 'unannotated', 'skipped', 'ground-truth', 'predicted'] as const
/**
 * annotated: has an annotation that was not skipped; unannotated: has none at all; skipped: has annotations, all of them skipped;
 * ground-truth: an annotation is starred; predicted: has a prediction.
 */
export type TaskState = (typeof TASK_STATES)[number]

export const NAME_FIELDS = ['label', 'predicted', 'from', 'annotator', 'model', 'tag'] as const
/**
 * Compared whole and with case. label: label or choice of an annotation that was not skipped; predicted: of a prediction; from: control tag of an annotation that was
 * not skipped; annotator: id, e-mail or user name of any annotation; model: version of a prediction; tag: of the task.
 */
export type NameField = (typeof NAME_FIELDS)[number]

export const RANGE_FIELDS = ['id', 'created', 'updated', 'score', 'annotations', 'predictions', 'lead-time'] as const
/**
 * id: numeric task ids; created, updated: of the task, milliseconds since 1970; score: of any prediction; annotations: how many that were not skipped;
 * predictions: how many; lead-time: seconds of any annotation.
 */
export type RangeField = (typeof RANGE_FIELDS)[number]

/** Numbers between two bounds; an open end is infinite. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly isFromIncluded: boolean
  readonly isToIncluded: boolean
}
