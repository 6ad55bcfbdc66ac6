import type { Services } from '../services.ts'
import { localPlace } from './local-place.ts'
import type { Storage } from './storage-record.ts'

/** What can be done with a folder or bucket. */
export interface StoragePlace {
  /** @throws HttpProblem when it cannot be used, saying why */
  check(): Promise<void>
  /** Names of the objects in it, in order; of a folder paths below it. */
  list(): AsyncIterable<string>
  read(name: string): AsyncIterable<Uint8Array>
  write(name: string, content: string): Promise<void>
  delete(name: string): Promise<void>
  /** What tasks have in their data for an object. */
  urlOf(name: string): string
  /** Ends connections. */
  close(): void
}

/** Does something with the place of a storage, and closes it behind. */
export async function withPlace<T>(services: Services, storage: Storage, work: (place: StoragePlace) => Promise<T>): Promise<T> {
  const place = await openPlace(services, storage)
  try {
    return await work(place)
  } finally {
    place.close()
  }
}

/** Whoever opens it closes it. */
export async function openPlace(services: Services, storage: Storage): Promise<StoragePlace> {
  switch (storage.kind) {
    case 'localfiles':
      return localPlace(services, storage)
    case 's3':
      return (await import('./s3-place.ts')).s3Place(services, storage) // the client is large, and few have buckets
  }
}

/** Whether a name is among those that the storage's pattern means; it has to fit from the start, as in Python. */
export function isMeant({ regex_filter: pattern }: Storage, name: string): boolean {
  return pattern === null || pattern === '' || new RegExp(`^(?:${pattern})`, 'u').test(name)
}
