import { z } from '@hono/zod-openapi'
import { needProject } from '../access/access.ts'
import { nextId } from '../access/users.ts'
import { jsonResponse, noContent, RawJson } from '../http/json-answer.ts'
import { optionalCount } from '../http/parameters.ts'
import { invalid, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { parseTaskView } from '../tasks/task-view.ts'

/** The store's collection of saved filters and orders: Label Studio's tabs. */
const VIEWS = 'views'

const STORED = z.object({ id: z.number(), project: z.number(), user: z.number(), order: z.number(), data: z.string() })
/** `data` is JSON: title, filters, ordering and what pages keep there. */
export type SavedView = z.output<typeof STORED>

const BODY = z.object({ project: z.number().optional(), data: z.record(z.string(), z.unknown()).optional() })

export const viewRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/dm/views',
    tag: 'Views',
    summary: 'List the saved views of a project',
    role: 'viewer',
    query: z.object({ project: optionalCount() }),
    ignoredQuery: ['interaction', 'ordering'],
    answers: { 200: 'Views in their order.' },
    handle: async (request) => {
      const { project } = request.query
      if (project === undefined) throw invalid({ project: ['This field is required.'] })
      await needProject(request, project)
      return jsonResponse((await viewsOf(request.services, project)).map(viewAnswer))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/dm/views',
    tag: 'Views',
    summary: 'Save a view: filters and order under a title',
    role: 'annotator',
    ignoredQuery: ['interaction'],
    body: BODY,
    answers: { 201: 'The view.', 400: 'A filter is not possible.' },
    handle: createView,
  }),
  defineRoute({
    method: 'post',
    path: '/api/dm/views/order',
    tag: 'Views',
    summary: 'Put the views of a project into an order',
    role: 'annotator',
    body: z.object({ project: z.int(), ids: z.array(z.int()) }),
    answers: { 200: 'The views in their order.', 400: 'One of them is not of this project.' },
    handle: orderViews,
  }),
  defineRoute({
    method: 'delete',
    path: '/api/dm/views/reset',
    tag: 'Views',
    summary: 'Delete all views of a project',
    role: 'manager',
    query: z.object({ project: optionalCount() }),
    answers: { 204: 'They are gone.', 400: 'No project is named.' },
    handle: async (request) => {
      const { services, query } = request
      if (query.project === undefined) throw invalid({ project: ['This field is required.'] })
      const { id: project } = await needProject(request, query.project)
      for (const { id } of await viewsOf(services, project)) await services.store.records.delete(VIEWS, String(id))
      return noContent()
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/dm/views/{id}',
    tag: 'Views',
    summary: 'Get a saved view',
    role: 'viewer',
    answers: { 200: 'The view.', 404: 'There is none.' },
    handle: async (request) => jsonResponse(viewAnswer(await needView(request))),
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/dm/views/{id}',
      tag: 'Views',
      summary: method === 'patch' ? 'Change members of a view' : 'Replace a view',
      role: 'annotator',
      ignoredQuery: ['interaction', 'project'],
      body: BODY,
      answers: { 200: 'The view.', 400: 'A filter is not possible.' },
      handle: (request) => changeView(request, method === 'patch'),
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/dm/views/{id}',
    tag: 'Views',
    summary: 'Delete a saved view',
    role: 'annotator',
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: async (request) => {
      const { id } = await needView(request)
      await request.services.store.records.delete(VIEWS, String(id))
      return noContent()
    },
  }),
]

export async function viewById({ store }: Services, id: number): Promise<SavedView | undefined> {
  const value = await store.records.get(VIEWS, String(id))
  return value === undefined ? undefined : STORED.parse(JSON.parse(value))
}

async function viewsOf({ store }: Services, project: number): Promise<SavedView[]> {
  const all = (await store.records.list(VIEWS)).map(({ value }) => STORED.parse(JSON.parse(value)))
  return all.filter((view) => view.project === project).sort((a, b) => a.order - b.order || a.id - b.id)
}

async function createView(request: RouteRequest<unknown, z.output<typeof BODY>>): Promise<Response> {
  const { services, user, body } = request
  if (body.project === undefined) throw invalid({ project: ['This field is required.'] })
  await needProject(request, body.project)
  const data = JSON.stringify(body.data ?? {})
  parseTaskView([data])
  const order = (await viewsOf(services, body.project)).length
  const view = { id: await nextId(services.store.records, VIEWS), project: body.project, user: user.id, order, data }
  await services.store.records.put(VIEWS, String(view.id), JSON.stringify(view))
  return jsonResponse(viewAnswer(view), 201)
}

async function orderViews(request: RouteRequest<unknown, { readonly project: number; readonly ids: readonly number[] }>) {
  const { services, body } = request
  await needProject(request, body.project)
  const views = await viewsOf(services, body.project)
  const unknown = body.ids.find((id) => !views.some((view) => view.id === id))
  if (unknown !== undefined) throw invalid({ ids: [`Invalid pk "${unknown}" - object does not exist.`] })
  const placeOf = ({ id, order }: SavedView) => (body.ids.includes(id) ? body.ids.indexOf(id) : body.ids.length + order)
  const ordered = views.toSorted((a, b) => placeOf(a) - placeOf(b)).map((view, order) => ({ ...view, order }))
  for (const view of ordered) await services.store.records.put(VIEWS, String(view.id), JSON.stringify(view))
  return jsonResponse(ordered.map(viewAnswer))
}

async function changeView(request: RouteRequest<unknown, z.output<typeof BODY>>, isMerging: boolean): Promise<Response> {
  const view = await needView(request)
  const old: unknown = isMerging ? JSON.parse(view.data) : {}
  const data = JSON.stringify(Object.assign({}, old, request.body.data ?? {}))
  parseTaskView([data])
  const changed = { ...view, data }
  await request.services.store.records.put(VIEWS, String(view.id), JSON.stringify(changed))
  return jsonResponse(viewAnswer(changed))
}

async function needView(request: RouteRequest<unknown, unknown>): Promise<SavedView> {
  const view = await viewById(request.services, idOf(request))
  if (view === undefined) throw notFound('View')
  await needProject(request, view.project)
  return view
}

function viewAnswer({ id, data, order, user, project }: SavedView) {
  return { id, data: new RawJson(data), order, user, project }
}
