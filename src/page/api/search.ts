import type { NameField } from '../../query/query.ts'
import { ask, query, tell } from './client.ts'
import { boolean, list, number, object, oneOf, optional, type Shape, type Shaped, text } from './shape.ts'

/** Ids are numbers, or strings as the task's document has them. */
export type TaskId = number | string

const id: Shape<TaskId> = (value, path) => (typeof value === 'string' ? value : number(value, path))

const ROW = object({
  id,
  shows: object({ kind: oneOf('image', 'audio', 'video', 'text', 'other'), text }),
  labels: list(text),
  predicted_labels: list(text),
  annotators: list(text),
  annotations: number,
  skipped: number,
  ground_truth: boolean,
  predictions: number,
  tags: list(text),
  created_at: optional(text),
  updated_at: optional(text),
})
export type TaskRow = Shaped<typeof ROW>
const ROWS = object({ rows: list(ROW) })

const COUNTS = object({
  tasks: number,
  annotated_tasks: number,
  annotations: number,
  skipped_annotations: number,
  ground_truths: number,
  predictions: number,
  hints: list(text),
})
export type SearchCounts = Shaped<typeof COUNTS>

const FACETS = object({ values: list(object({ value: text, tasks: number, name: optional(text) })) })
export type Facet = Shaped<typeof FACETS>['values'][number]

export const ORDERS = ['id', '-id', 'created', '-created', 'updated', '-updated'] as const
export type Order = (typeof ORDERS)[number]

export interface Search {
  readonly project: number
  readonly query: string
  readonly order: Order
}

export async function listRows(search: Search, offset: number, limit: number, signal: AbortSignal): Promise<readonly TaskRow[]> {
  const { project, ...parameters } = search
  return (await ask(`/api/projects/${project}/search${query({ ...parameters, offset, limit })}`, ROWS, { signal })).rows
}

export async function countTasks(project: number, wanted: string, signal: AbortSignal): Promise<SearchCounts> {
  return ask(`/api/projects/${project}/search/counts${query({ query: wanted })}`, COUNTS, { signal })
}

/** The values of a field that begin so, the most frequent first. */
export async function listFacets(
  project: number,
  field: NameField,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  return (await ask(`/api/projects/${project}/facets${query({ field, prefix, limit: 50 })}`, FACETS, { signal })).values
}

/** These tasks, or all that a query finds. */
export async function deleteTasks(
  project: number,
  which: { readonly ids: readonly TaskId[] } | { readonly query: string },
): Promise<void> {
  await tell(`/api/projects/${project}/search/delete`, { method: 'POST', body: which })
}
