import { z } from '@hono/zod-openapi'
import type { Id } from '../../model/task.ts'
import { parseQuery } from '../../query/parse.ts'
import { ALL, type Query } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

const NEIGHBOURS_QUERY = z.object({ query: z.string().optional() })

/** Tasks as they are stored, by ids of any kind: Label Studio's own calls know whole numbers only. */
export const taskDocumentRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/documents/{task}',
    words: ['task'],
    tag: 'Tasks',
    summary: 'Get a task word for word as it is stored',
    description: 'Numbers keep their spelling. Ids may be strings.',
    role: 'viewer',
    answers: { 200: { description: 'The task.', contentType: 'application/json' }, 404: 'There is none.' },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      const { document } = await needDocument(request, project)
      return new Response(document, { headers: { 'content-type': 'application/json' } })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/documents/{task}/neighbours',
    words: ['task'],
    tag: 'Tasks',
    summary: 'The ids of the tasks before and behind a task, among those that a query finds',
    description: '`previous` and `next`, each null where there is none; both are null for a task whose id is no number.',
    role: 'viewer',
    query: NEIGHBOURS_QUERY,
    answers: { 200: 'Two ids.', 400: 'The query is not possible.', 404: 'There is no such task.' },
    handle: findNeighbours,
  }),
]

async function findNeighbours(request: RouteRequest<z.output<typeof NEIGHBOURS_QUERY>>): Promise<Response> {
  const { services, query } = request
  const project = await needProject(request, idOf(request))
  const { id } = await needDocument(request, project)
  if (typeof id === 'string') return jsonResponse({ previous: null, next: null })
  const wanted = query.query === undefined ? ALL : parseQuery(query.query)
  const closed = { isFromIncluded: false, isToIncluded: false }
  const below = { kind: 'range', field: 'id', range: { from: -Infinity, to: id, ...closed } } as const
  const above = { kind: 'range', field: 'id', range: { from: id, to: Infinity, ...closed } } as const
  return jsonResponse({
    previous: (await firstOf(services, project, { kind: 'and', parts: [wanted, below] }, '-id')) ?? null,
    next: (await firstOf(services, project, { kind: 'and', parts: [wanted, above] }, 'id')) ?? null,
  })
}

async function firstOf({ store }: Services, project: Project, query: Query, order: 'id' | '-id'): Promise<Id | undefined> {
  return (await store.list(project.id, query, { order, offset: 0, limit: 1 }))[0]?.id
}

/** The task that the path names: by number where it can be one, else by text. @throws HttpProblem 404 */
async function needDocument({ services, params }: RouteRequest<unknown, unknown>, project: Project) {
  const text = params.task ?? ''
  const ids: readonly Id[] = /^(?:0|[1-9]\d{0,15})$/.test(text) ? [Number(text), text] : [text]
  for (const id of ids) {
    const document = await services.store.get(project.id, id)
    if (document !== undefined) return { id, document: new Uint8Array(document) }
  }
  throw notFound('Task')
}
