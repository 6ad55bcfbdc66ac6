import { z } from '@hono/zod-openapi'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { missingNames } from '../../projects/missing-names.ts'
import { parseQuery } from '../../query/parse.ts'
import { ALL, NAME_FIELDS } from '../../query/query.ts'
import { PAGE_ORDERS } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { allUsers } from '../access/users.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { count } from '../http/parameters.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { taskRow } from './task-row.ts'

const MOST_ROWS = 500
/** Values of a field that are looked through for a prefix. */
const MOST_VALUES = 10_000

const query = z.string().default('').openapi({ description: 'Goldpan’s query language; empty: all tasks.' })
const limited = (standard: number) =>
  count(standard).refine((limit) => limit <= MOST_ROWS, `Ensure this value is less than or equal to ${MOST_ROWS}.`)
const SEARCH_QUERY = z.object({ query, order: z.enum(PAGE_ORDERS).default('id'), offset: count(0, 0), limit: limited(100) })
const FACETS_QUERY = z.object({ field: z.enum(NAME_FIELDS).default('label'), prefix: z.string().default(''), limit: limited(50) })
const DELETE_BODY = z.union([
  z.object({ ids: z.array(z.union([z.int(), z.string()])).min(1) }),
  z.object({ query: z.string().openapi({ description: 'All tasks that it finds; empty: all of the project.' }) }),
])

export const searchRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/search',
    tag: 'Search',
    summary: 'List what a query finds, a row for each task: what it shows, labels, annotators, counts, dates',
    role: 'viewer',
    query: SEARCH_QUERY,
    answers: {
      200: 'Rows; there are no more behind a list that is shorter than asked for.',
      400: 'The query is wrong, and where.',
    },
    handle: listRows,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/search/counts',
    tag: 'Search',
    summary: 'Count what a query finds',
    role: 'viewer',
    query: z.object({ query }),
    answers: {
      200: 'Tasks, annotations, skipped annotations, ground truths, predictions.',
      400: 'The query is wrong, and where.',
    },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      const { store } = request.services
      const wanted = parseQuery(request.query.query)
      const counts = await store.count(project.id, wanted)
      return jsonResponse({
        tasks: counts.tasks,
        annotated_tasks: counts.annotatedTasks,
        annotations: counts.annotations,
        skipped_annotations: counts.skippedAnnotations,
        ground_truths: counts.groundTruths,
        predictions: counts.predictions,
        hints: counts.tasks > 0 ? [] : await missingNames(store, project.id, wanted),
      })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/facets',
    tag: 'Search',
    summary: 'List the values that a field has in a project, the most frequent first',
    role: 'viewer',
    query: FACETS_QUERY,
    answers: { 200: 'Values with their numbers of tasks; annotators who are users with their e-mail addresses.' },
    handle: listFacets,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/search/delete',
    tag: 'Search',
    summary: 'Delete tasks by their ids, or all that a query finds',
    role: 'manager',
    body: DELETE_BODY,
    answers: { 200: 'How many there were.', 400: 'Neither ids nor a query, or the query is wrong.' },
    handle: deleteTasks,
  }),
]

async function listRows(request: RouteRequest<z.output<typeof SEARCH_QUERY>>): Promise<Response> {
  const { store } = request.services
  const project = await needProject(request, idOf(request))
  const { order, offset, limit } = request.query
  const found = await store.list(project.id, parseQuery(request.query.query), { order, offset, limit })
  const users = new Map((await allUsers(store)).map((user) => [user.id, user]))
  const config = labelConfigOf(project)
  return jsonResponse({ rows: found.map((task) => taskRow(task, config, users)) })
}

async function listFacets(request: RouteRequest<z.output<typeof FACETS_QUERY>>): Promise<Response> {
  const { store } = request.services
  const project = await needProject(request, idOf(request))
  const { field, prefix, limit } = request.query
  const users = new Map((await allUsers(store)).map(({ id, email }) => [String(id), email]))
  const nameOf = (value: string) => (field === 'annotator' ? users.get(value) : undefined)
  const wanted = prefix.toLowerCase()
  const begins = (value: string) => value.toLowerCase().startsWith(wanted) || nameOf(value)?.startsWith(wanted) === true
  const values = (await store.facet(project.id, ALL, field, MOST_VALUES)).filter(({ value }) => begins(value))
  return jsonResponse({ values: values.slice(0, limit).map(({ value, tasks }) => ({ value, tasks, name: nameOf(value) })) })
}

async function deleteTasks(request: RouteRequest<unknown, z.output<typeof DELETE_BODY>>): Promise<Response> {
  const { services, user, body } = request
  const project = await needProject(request, idOf(request))
  let deleted = 0
  const remove = async (ids: readonly (number | string)[]) => {
    deleted += await services.store.delete(project.id, ids)
    services.webhooks.tell('TASKS_DELETED', project.id, { tasks: ids })
  }
  if ('ids' in body) await remove(body.ids)
  else for await (const batch of services.store.scan(project.id, parseQuery(body.query))) await remove(batch.map(({ id }) => id))
  await services.audit.note(user, 'tasks-deleted', { project: project.id, count: deleted })
  return jsonResponse({ deleted })
}
