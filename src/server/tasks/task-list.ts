import type { Id } from '../../model/task.ts'
import { ALL } from '../../query/query.ts'
import type { Services } from '../services.ts'
import type { TaskContext } from './task-answer.ts'
import { totals } from './task-answer.ts'
import { type ColumnValue, columnOf } from './task-columns.ts'
import { type OpenTask, openTask } from './task-document.ts'
import { taskFilter } from './task-filter.ts'
import type { TaskView } from './task-view.ts'

export interface FoundTasks {
  readonly tasks: readonly OpenTask[]
  /** Of all pages together. */
  readonly total: number
  readonly annotations: number
  readonly predictions: number
}

/** A page of the tasks that a view wants. Without filters and order the store finds it; else all tasks are looked through, one batch in memory. */
export async function findTasks(
  services: Services,
  context: TaskContext,
  view: TaskView,
  page: { readonly offset: number; readonly limit: number },
): Promise<FoundTasks> {
  const { store } = services
  const order = storeOrder(view)
  if (view.filters.length === 0 && view.selected === undefined && order !== undefined) {
    const counts = await store.count(context.project, ALL)
    const limit = Math.min(page.limit, Number.MAX_SAFE_INTEGER)
    const documents = await store.list(context.project, ALL, { order, offset: page.offset, limit })
    const tasks = documents.map(({ document }) => openTask(document))
    return { tasks, total: counts.tasks, annotations: counts.annotations, predictions: counts.predictions }
  }
  return lookThrough(services, context, view, page)
}

function storeOrder({ ordering }: TaskView) {
  if (ordering === undefined) return 'id'
  const orders = { id: ['id', '-id'], created_at: ['created', '-created'], updated_at: ['updated', '-updated'] } as const
  const column = (['id', 'created_at', 'updated_at'] as const).find((name) => name === ordering.column)
  return column === undefined ? undefined : orders[column][ordering.isDescending ? 1 : 0]
}

async function lookThrough(
  { store }: Services,
  context: TaskContext,
  view: TaskView,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<FoundTasks> {
  const isWanted = taskFilter(view)
  const found: { readonly id: Id; readonly key: ColumnValue }[] = []
  let annotations = 0
  let predictions = 0
  for await (const batch of store.scan(context.project, ALL))
    for (const { id, document } of batch) {
      const task = openTask(document)
      if (!isWanted(task, context)) continue
      const sums = totals(task)
      annotations += sums.total_annotations
      predictions += sums.total_predictions
      found.push({ id, key: view.ordering === undefined ? undefined : columnOf(view.ordering.column, task, context) })
    }
  if (view.ordering !== undefined) found.sort(byKey(view.ordering.isDescending))
  const tasks: OpenTask[] = []
  for (const { id } of found.slice(offset, offset + limit)) {
    const document = await store.get(context.project, id)
    if (document !== undefined) tasks.push(openTask(document))
  }
  return { tasks, total: found.length, annotations, predictions }
}

/** Empty values come last either way; the same value in order of ids. */
function byKey(isDescending: boolean): (a: { readonly key: ColumnValue }, b: { readonly key: ColumnValue }) => number {
  const sign = isDescending ? -1 : 1
  return ({ key: a }, { key: b }) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)
  }
}
