import { ask, query, tell } from './client.ts'
import type { Search } from './search.ts'
import { list, number, object, optional, type Shaped, text } from './shape.ts'

/** A saved filter: a view of Label Studio whose `data` holds a query beside its title. */
const VIEW = object({ id: number, data: object({ title: optional(text), query: optional(text), order: optional(text) }) })
export type SavedView = Shaped<typeof VIEW>

export async function listViews(project: number, signal: AbortSignal): Promise<readonly SavedView[]> {
  return (await ask(`/api/dm/views${query({ project })}`, list(VIEW), { signal })).filter(({ data }) => data.query !== undefined)
}

export async function saveView(title: string, { project, query: wanted, order }: Search): Promise<void> {
  await tell('/api/dm/views', { method: 'POST', body: { project, data: { title, query: wanted, order } } })
}

export async function deleteView(id: number): Promise<void> {
  await tell(`/api/dm/views/${id}`, { method: 'DELETE' })
}
