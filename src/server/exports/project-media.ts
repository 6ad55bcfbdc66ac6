import { Downloads } from '../../io/media/downloads.ts'
import { fileMedia } from '../../io/media/folder-media.ts'
import type { FoundMedia, MediaSource } from '../../io/media/found-media.ts'
import { GoldpanError } from '../../model/error.ts'
import { decodeLoosely } from '../../model/media.ts'
import type { Project } from '../../stores/store.ts'
import { HttpProblem } from '../http/problem.ts'
import { uploadPath } from '../imports/upload-store.ts'
import type { Services } from '../services.ts'
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
  let buckets: Promise<readonly StoragePlace[]> | undefined
  const storagesOnce = () => (storages ??= storagesOf(services, project.id))
  const bucketsOnce = () => (buckets ??= storagesOnce().then((all) => openBuckets(services, all)))
  return {
    async find(reference) {
      if (/^data:/i.test(reference)) return undefined // it brings its bytes along
      const path = uploadOf(services, project, reference) ?? (await localFile(services, await storagesOnce(), reference))
      if (path !== undefined) return fileMedia(path, maxBytes).catch(() => OUT_OF_REACH)
      return /^s3:/i.test(reference) ? inBucket(await bucketsOnce(), reference, downloads) : OUT_OF_REACH
    },
    async close() {
      for (const place of (await buckets) ?? []) place.close()
      await downloads.close()
    },
  }
}

async function openBuckets(services: Services, storages: readonly Storage[]): Promise<readonly StoragePlace[]> {
  const sources = storages.filter(({ side, kind }) => side === 'import' && kind === 's3')
  return Promise.all(sources.map((storage) => openPlace(services, storage)))
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

async function inBucket(places: readonly StoragePlace[], reference: string, downloads: Downloads): Promise<FoundMedia> {
  for (const place of places) {
    const base = place.urlOf('')
    if (!reference.startsWith(base) || reference.length === base.length) continue
    try {
      return await downloads.keep(place.read(reference.slice(base.length)))
    } catch (error) {
      if (error instanceof GoldpanError || error instanceof HttpProblem) return { problem: error.message }
      throw error
    }
  }
  return OUT_OF_REACH
}
