import { ask, query, tell } from './client.ts'
import { list, number, object, optional, type Shaped, text } from './shape.ts'

const STORAGE = object({
  id: number,
  type: text,
  title: optional(text),
  path: optional(text),
  bucket: optional(text),
  prefix: optional(text),
  status: text,
  last_sync: optional(text),
  last_sync_count: optional(number),
})
export type Storage = Shaped<typeof STORAGE>
/** import: where tasks come from; export: where annotations go. */
export type StorageSide = 'import' | 'export'

export async function listStorages(project: number, side: StorageSide, signal: AbortSignal): Promise<readonly Storage[]> {
  return ask(`${placeOf(side)}${query({ project })}`, list(STORAGE), { signal })
}

export async function syncStorage(side: StorageSide, { type, id }: Storage): Promise<void> {
  await tell(`${placeOf(side)}/${type}/${id}/sync`, { method: 'POST', body: {} })
}

function placeOf(side: StorageSide): string {
  return side === 'import' ? '/api/storages' : '/api/storages/export'
}
