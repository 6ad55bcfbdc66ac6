import { Downloads } from '../../io/media/downloads.ts'
import { fileMedia } from '../../io/media/folder-media.ts'
import type { FoundMedia, MediaSource } from '../../io/media/found-media.ts'
import { GoldpanError } from '../../model/error.ts'
import { decodeLoosely } from '../../model/media.ts'
import type { Project } from '../../stores/store.ts'
import { HttpProblem } from '../http/problem.ts'
import { uploadPath } from '../imports/upload-store.ts'
import type { Services } from '../services.ts'
import { storageHolding } from '../storages/bucket-uris.ts'
import { storedFile } from '../storages/local-files.ts'
import { openPlace, type StoragePlace } from '../storages/storage-places.ts'
import { type Storage, storagesOf } from '../storages/storage-record.ts'

/** Media files that an export of a project may have: its uploads, and what lies in its own storages. Nothing else is asked, whatever a task says. */
export function projectMedia(
  services: Services,
  project: Project,
  maxBytes: number,
): { readonly find: MediaSource; close(): Promise<void> } {
  const downloads = new Downloads(maxBytes)
  let storages: Promise<readonly Storage[]> | undefined
  const buckets = new Map<number, Promise<StoragePlace>>()
  const storagesOnce = () => (storages ??= storagesOf(services, project.id))
  return {
    async find(reference) {
      if (/^data:/i.test(reference)) return undefined // it brings its bytes along
      const path = uploadOf(services, project, reference) ?? (await localFile(services, await storagesOnce(), reference))
      if (path !== undefined) return fileMedia(path, maxBytes).catch(() => OUT_OF_REACH)
      const held = storageHolding(await storagesOnce(), reference)
      if (held === undefined) return OUT_OF_REACH
      const { storage, name } = held
      const bucket = buckets.get(storage.id) ?? openPlace(services, storage)
      buckets.set(storage.id, bucket)
      return inBucket(await bucket, name, downloads)
    },
    async close() {
      for (const bucket of buckets.values()) (await bucket).close()
      await downloads.close()
    },
  }
}

const OUT_OF_REACH: FoundMedia = { problem: 'it is neither an upload of the project nor in one of its storages' }

function uploadOf(services: Services, project: Project, reference: string): string | undefined {
  const [, id, name = ''] = /^\/?data\/upload\/(\d+)\/([^/?#]+)$/.exec(reference) ?? []
  return Number(id) === project.id ? uploadPath(services, { project: project.id, name: decodeLoosely(name) }) : undefined
}

async function localFile(services: Services, storages: readonly Storage[], reference: string): Promise<string | undefined> {
  const [, name = ''] = /^\/?data\/local-files\/?\?(?:.*&)?d=([^&#]+)/.exec(reference) ?? []
  return name === '' ? undefined : storedFile(services, storages, decodeLoosely(name))
}

async function inBucket(place: StoragePlace, name: string, downloads: Downloads): Promise<FoundMedia> {
  try {
    return await downloads.keep(place.read(name))
  } catch (error) {
    if (error instanceof GoldpanError || error instanceof HttpProblem) return { problem: error.message }
    throw error
  }
}
