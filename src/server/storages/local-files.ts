import { basename } from 'node:path'
import { z } from '@hono/zod-openapi'
import { needRole } from '../access/access.ts'
import { fileResponse } from '../http/file-response.ts'
import { notFound } from '../http/problem.ts'
import { shownType } from '../http/shown-types.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { fileBelow } from './local-place.ts'
import { type Storage, storagesOf } from './storage-record.ts'

export const localFileRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/data/local-files',
    tag: 'Storages',
    summary: 'Download a file of a local storage; ranges are possible',
    role: 'user',
    query: z.object({ d: z.string() }),
    answers: {
      200: { description: 'The file.', contentType: 'application/octet-stream' },
      404: 'It is not below a storage that the user may see.',
    },
    handle: downloadLocalFile,
  }),
]

/** The file that a path means, if it lies in the folder of one of the storages. */
export async function storedFile(
  { filesRoot }: Services,
  storages: readonly Storage[],
  name: string,
): Promise<string | undefined> {
  const path = filesRoot === undefined ? undefined : await fileBelow(filesRoot, name)
  return path !== undefined && (await holds(storages, path)) ? path : undefined
}

async function downloadLocalFile(request: RouteRequest<{ readonly d: string }>): Promise<Response> {
  const { services, user, query, raw } = request
  const path = services.filesRoot === undefined ? undefined : await fileBelow(services.filesRoot, query.d)
  if (path === undefined) throw notFound('File')
  for (const project of await services.store.projects()) {
    const storages = await storagesOf(services, project.id)
    const isHeld = await holds(storages, path)
    if (!isHeld) continue
    try {
      await needRole(services, user, 'viewer', project.id)
    } catch {
      continue // another project may hold it too
    }
    const type = shownType(path)
    return fileResponse(raw, path, {
      contentType: type ?? 'application/octet-stream',
      fileName: basename(path),
      isAttachment: type === undefined,
    })
  }
  throw notFound('File')
}

/** Whether the file lies in the folder of a source. */
async function holds(storages: readonly Storage[], path: string): Promise<boolean> {
  for (const { side, kind, path: folder } of storages)
    if (side === 'import' && kind === 'localfiles' && folder !== null && (await fileBelow(folder, path)) === path) return true
  return false
}
