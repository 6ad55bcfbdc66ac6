import { basename } from 'node:path'
import { z } from '@hono/zod-openapi'
import type { S3Content, S3Refusal } from '../../io/s3-object.ts'
import { needProject } from '../access/access.ts'
import { flag } from '../http/parameters.ts'
import { HttpProblem } from '../http/problem.ts'
import { pulledStream } from '../http/pulled-stream.ts'
import { shownType } from '../http/shown-types.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { OpenTask } from '../tasks/task-document.ts'
import { needTask } from '../tasks/task-places.ts'
import { decodeUri, namesUri, storageHolding } from './bucket-uris.ts'
import type { BucketPlace } from './s3-place.ts'
import { storagesOf } from './storage-record.ts'

const QUERY = z.object({
  /** `s3://bucket/key`, as it is or in base64 for URLs. */
  fileuri: z.string().min(1),
  /** The object itself even where the storage would send the client to the bucket: for pages, which can rarely read there. */
  stream: flag(false),
})
type ResolveRequest = RouteRequest<z.output<typeof QUERY>>

const ABOUT = {
  method: 'get',
  tag: 'Storages',
  description:
    'A storage with `presign` sends the client to the bucket, unless `stream` is set; ranges are possible. Earlier releases of Label Studio say `presign` for `resolve`.',
  role: 'viewer',
  query: QUERY,
  answers: {
    200: { description: 'The object.', contentType: 'application/octet-stream' },
    206: 'A part of it.',
    303: 'Where the object is, for a short time.',
    304: 'The client has it already.',
    403: 'The bucket refuses.',
    404: 'No source of the project has it.',
    416: 'It is shorter.',
    424: 'The bucket cannot be asked.',
  },
} as const

/** Label Studio's addresses of what lies in buckets. */
export const resolveUriRoutes: readonly AnyRoute[] = (['resolve', 'presign'] as const).flatMap((word) => [
  defineRoute({
    ...ABOUT,
    path: `/tasks/{id}/${word}`,
    summary: 'Get an object of a bucket that the data of a task name',
    ignoredQuery: ['project'],
    handle: resolveOfTask,
  }),
  defineRoute({
    ...ABOUT,
    path: `/projects/{id}/${word}`,
    summary: 'Get an object of a bucket that is a source of a project',
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      return resolveUri(request, project.id, decodeUri(request.query.fileuri))
    },
  }),
])

async function resolveOfTask(request: ResolveRequest): Promise<Response> {
  const uri = decodeUri(request.query.fileuri)
  const isMeant = ({ node }: OpenTask) => namesUri(node.get('data'), uri)
  const { project } = await needTask(request, 'task', idOf(request), isMeant).catch((error: unknown) => {
    if (!(error instanceof HttpProblem) || error.status !== 404) throw error
    throw new HttpProblem(404, error.code, error.message, { hint: 'there is no such task, or its data do not name this object' })
  })
  return resolveUri(request, project.id, uri)
}

async function resolveUri({ services, query, raw }: ResolveRequest, project: number, uri: string): Promise<Response> {
  const held = storageHolding(await storagesOf(services, project), uri)
  if (held === undefined)
    throw new HttpProblem(404, 'not-found', 'No source storage of the project holds this.', {
      hint: 'add its bucket as a source of the project, or look at the prefix of the one that is there',
    })
  const { storage, name } = held
  const place = (await import('./s3-place.ts')).s3Place(services, storage) // the client is large, and few have buckets
  let isServed = false
  try {
    if (storage.presign && !query.stream) {
      const location = await place.presigned(name)
      return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
    }
    const response = await objectResponse(raw, place, name)
    isServed = response.body !== null
    return response
  } finally {
    if (!isServed) place.close()
  }
}

/** The place is closed at the end of the body, where there is one. */
async function objectResponse({ method, headers: given }: Request, place: BucketPlace, name: string): Promise<Response> {
  const range = given.get('range') ?? ''
  const isRange = /^bytes=(?:\d+-\d*|-\d+)$/.test(range) && !given.has('if-range') // buckets know no such condition; all of it is right, too
  const answer = await place.answer(name, {
    range: isRange ? range : undefined,
    ifNoneMatch: given.get('if-none-match') ?? undefined,
  })
  if (!('content' in answer)) return withoutContent(answer, place.urlOf(name))
  const headers = { ...answer.headers, ...shownAs(name, answer.headers['content-type']), ...HEADERS }
  return new Response(method === 'HEAD' ? null : contentOf(answer.content, place), { status: answer.status, headers })
}

/** @throws HttpProblem 404, 416 */
function withoutContent({ status }: S3Refusal, uri: string): Response {
  switch (status) {
    case 304:
      return new Response(null, { status })
    case 404:
      throw new HttpProblem(404, 'not-found', 'The object is not there.', { hint: `${uri} may have been deleted or renamed` })
    case 416:
      throw new HttpProblem(416, 'range-invalid', 'Range not satisfiable', { hint: `${uri} is shorter` })
  }
}

/** Somebody may lose the right to see it: browsers ask each time whether what they have is still good. */
const HEADERS = { 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache' }

/** Only media are shown in a window of their own: a stranger's page or drawing could hold scripts, which would be run as ours. */
function shownAs(name: string, stored = ''): Readonly<Record<string, string>> {
  const shown = shownType(name)
  const isData = /^(?:(?:audio|image|video)\/|text\/(?:csv|plain)\b|application\/(?:json|pdf)\b)/.test(stored)
  return {
    'content-type': shown ?? (isData ? stored : 'application/octet-stream'),
    'content-disposition': `${shown === undefined ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(basename(name))}`,
  }
}

function contentOf(content: S3Content['content'], place: BucketPlace): ReadableStream<Uint8Array> {
  const chunks = content[Symbol.asyncIterator]()
  const next = async () => {
    const { done, value } = await chunks.next()
    return done === true ? undefined : value
  }
  return pulledStream(next, async () => place.close())
}
