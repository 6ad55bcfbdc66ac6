import { z } from '@hono/zod-openapi'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { optionalCount } from '../http/parameters.ts'
import { HttpProblem, invalidBody, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { FIELDS, type Fields, storageAnswer, storageFrom } from './storage-fields.ts'
import { withPlace } from './storage-places.ts'
import {
  deleteStorage,
  newStorageId,
  STORAGE_KINDS,
  type Storage,
  type StorageKind,
  type StorageSide,
  saveStorage,
  storageById,
  storagesOf,
} from './storage-record.ts'
import { syncStorage } from './storage-sync.ts'

const TITLES: Readonly<Record<StorageKind, string>> = { s3: 'AWS S3', localfiles: 'Local files' }
/** Label Studio's other kinds. */
const ABSENT_KINDS = ['azure', 'gcs', 'redis'] as const
const LIST_QUERY = z.object({ project: optionalCount() })

export const storageRoutes: readonly AnyRoute[] = [
  ...(['/api/storages/types', '/api/storages/export/types'] as const).map((path) =>
    defineRoute({
      method: 'get',
      path,
      tag: 'Storages',
      summary: 'List the kinds of storage',
      role: 'user',
      answers: { 200: 'Kinds.' },
      handle: () => jsonResponse(STORAGE_KINDS.map((name) => ({ name, title: TITLES[name] }))),
    }),
  ),
  ...(['import', 'export'] as const).flatMap((side) => [
    listRoute(side, undefined),
    ...STORAGE_KINDS.flatMap((kind) => routesOf(side, kind)),
    ...ABSENT_KINDS.flatMap((kind) => absentRoutes(side, kind)),
  ]),
]

function pathOf(side: StorageSide, kind: StorageKind | undefined): string {
  return ['/api/storages', ...(side === 'export' ? ['export'] : []), ...(kind === undefined ? [] : [kind])].join('/')
}

function listRoute(side: StorageSide, kind: StorageKind | undefined): AnyRoute {
  return defineRoute({
    method: 'get',
    path: pathOf(side, kind),
    tag: 'Storages',
    summary: `List ${side === 'import' ? 'sources' : 'targets'} of a project`,
    role: 'viewer',
    query: LIST_QUERY,
    ignoredQuery: ['ordering'],
    answers: { 200: 'Storages.', 400: 'No project is named.' },
    handle: async (request) => {
      const { project } = request.query
      if (project === undefined) throw invalidBody('query parameter "project" is required')
      await needProject(request, project)
      const storages = await storagesOf(request.services, project)
      return jsonResponse(
        storages.filter((one) => one.side === side && (kind === undefined || one.kind === kind)).map(storageAnswer),
      )
    },
  })
}

function absentRoutes(side: StorageSide, kind: (typeof ABSENT_KINDS)[number]): AnyRoute[] {
  const path = `${pathOf(side, undefined)}/${kind}`
  return [
    defineRoute({
      method: 'get',
      path,
      tag: 'Storages',
      summary: 'Always an empty list: there are no storages of this kind',
      role: 'user',
      query: LIST_QUERY,
      ignoredQuery: ['ordering'],
      answers: { 200: 'No storages.' },
      handle: () => jsonResponse([]),
    }),
    defineRoute({
      method: 'post',
      path,
      tag: 'Storages',
      summary: 'Refused: there are no storages of this kind',
      role: 'user',
      body: z.unknown(),
      answers: { 400: 'There are S3 and local ones.' },
      handle: () => {
        throw new HttpProblem(400, 'not-offered', `There are no storages of the kind ${kind}.`, {
          hint: `there are ${STORAGE_KINDS.join(' and ')}; Google's and other clouds have interfaces like S3's`,
        })
      },
    }),
  ]
}

function routesOf(side: StorageSide, kind: StorageKind): AnyRoute[] {
  const path = pathOf(side, kind)
  const what = side === 'import' ? 'source' : 'target'
  const about = { tag: 'Storages', role: 'manager' } as const
  return [
    listRoute(side, kind),
    defineRoute({
      ...about,
      method: 'post',
      path,
      ignoredQuery: ['project'], // the same as in the body
      summary: `Add a ${what} (${TITLES[kind]})`,
      body: FIELDS,
      answers: { 201: 'The storage; keys are never shown.', 400: 'It cannot be used.' },
      handle: (request) => createStorage(request, side, kind),
    }),
    defineRoute({
      ...about,
      method: 'post',
      path: `${path}/validate`,
      summary: `Check whether a ${what} (${TITLES[kind]}) can be used`,
      body: FIELDS,
      answers: { 200: 'It can.', 400: 'It cannot.' },
      handle: async (request) => {
        const { body, services } = request
        const old = body.id == null ? undefined : await storageById(services, body.id)
        await checkStorage(request, await storageFrom(request, side, kind, old))
        return new Response(null, { status: 200 })
      },
    }),
    defineRoute({
      ...about,
      method: 'get',
      path: `${path}/{id}`,
      summary: `Get a ${what}`,
      answers: { 200: 'The storage.', 404: 'There is none.' },
      handle: async (request) => jsonResponse(storageAnswer((await needStorage(request, side, kind)).storage)),
    }),
    defineRoute({
      ...about,
      method: 'patch',
      path: `${path}/{id}`,
      summary: `Change a ${what}`,
      body: FIELDS,
      answers: { 200: 'The storage.', 400: 'It cannot be used.' },
      handle: async (request) => {
        const { storage } = await needStorage(request, side, kind)
        const changed = await storageFrom(request, side, kind, storage)
        await checkStorage(request, changed)
        await saveStorage(request.services, changed)
        return jsonResponse(storageAnswer(changed))
      },
    }),
    defineRoute({
      ...about,
      method: 'delete',
      path: `${path}/{id}`,
      summary: `Forget a ${what}; tasks and files stay`,
      answers: { 204: 'It is forgotten.', 404: 'There is none.' },
      handle: async (request) => {
        await deleteStorage(request.services, (await needStorage(request, side, kind)).storage)
        return noContent()
      },
    }),
    defineRoute({
      ...about,
      method: 'post',
      path: `${path}/{id}/sync`,
      summary: side === 'import' ? 'Bring in what is new' : 'Write all annotations',
      body: z.unknown(),
      answers: { 200: 'The storage; `status` says what became of it.', 404: 'There is none.' },
      handle: async (request) => {
        const { storage, project } = await needStorage(request, side, kind)
        return jsonResponse(storageAnswer(await syncStorage(request.services, project, storage, request.user)))
      },
    }),
  ]
}

async function createStorage(request: RouteRequest<unknown, Fields>, side: StorageSide, kind: StorageKind): Promise<Response> {
  const { services, user } = request
  const storage = await storageFrom(request, side, kind, undefined)
  const project = await checkStorage(request, storage)
  const isTarget = side === 'export'
  const created: Storage = { ...storage, id: await newStorageId(services), status: isTarget ? 'queued' : 'initialized' }
  await saveStorage(services, created)
  if (isTarget)
    syncStorage(services, project, created, user).catch((error: unknown) =>
      services.log.error('storage-failed', { storage: created.id, error: String(error) }),
    )
  return jsonResponse(storageAnswer(created), 201)
}

/** @throws HttpProblem 404, 403, 400 */
async function checkStorage(request: RouteRequest<unknown, unknown>, storage: Storage): Promise<Project> {
  const project = await needProject(request, storage.project)
  await withPlace(request.services, storage, (place) => place.check())
  return project
}

async function needStorage(request: RouteRequest<unknown, unknown>, side: StorageSide, kind: StorageKind) {
  const storage = await storageById(request.services, idOf(request))
  if (storage?.side !== side || storage.kind !== kind) throw notFound('Storage')
  return { storage, project: await needProject(request, storage.project) }
}
