import { z } from '@hono/zod-openapi'
import { withMembers } from '../../json/edit.ts'
import type { JsonNode } from '../../json/node.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { ALL } from '../../query/query.ts'
import { readFacts } from '../../stores/read-facts.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { type AnswerObject, jsonResponse, noContent, RawJson, rawOf } from '../http/json-answer.ts'
import { invalidPage } from '../http/pages.ts'
import { count, flag, optionalCount, wordList } from '../http/parameters.ts'
import { HttpProblem, invalid, invalidBody, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { viewById } from '../projects/views.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { namesBuckets, withoutAddresses } from '../storages/bucket-uris.ts'
import { storagesOf } from '../storages/storage-record.ts'
import { newTask, reserveInnerIds, spelled } from './new-documents.ts'
import { rawMember } from './raw-members.ts'
import { embeddingTask, listedTask, plainTask, type TaskContext } from './task-answer.ts'
import { dataProblem } from './task-check.ts'
import { type OpenTask, openTask } from './task-document.ts'
import { findTasks } from './task-list.ts'
import { changeTask, contextOf, needTask } from './task-places.ts'
import { parseTaskView } from './task-view.ts'

const LIST_QUERY = z.object({
  project: optionalCount(),
  view: optionalCount(),
  page: count(1),
  page_size: count(100, -1),
  fields: z.enum(['task_only', 'all']).default('task_only'),
  include: wordList.optional(),
  query: z.string().optional(),
  selectedItems: z.string().optional(),
  resolve_uri: flag(true),
})
const TASK_QUERY = z.object({
  /** URIs of buckets in `data` become addresses that a browser can read. */
  resolve_uri: flag(true),
})
/** Sent by Label Studio's clients; they mean nothing here, or nothing in its Community edition either. */
const IGNORED_LIST_QUERY = ['only_annotated', 'review', 'interaction']
const TASK_BODY = z.object({
  project: z.coerce.number().int().optional(),
  data: z.unknown().optional(),
  meta: z.unknown().optional(),
})
const PROJECT_LIST_QUERY = z.object({
  page: count(1),
  start: optionalCount(),
  page_size: count(50, -1),
  length: optionalCount(-1),
})

export const taskRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/tasks',
    tag: 'Tasks',
    summary: 'List the tasks of a project or of a view, with filters and order',
    description: '`query` is JSON: `filters`, `ordering`, `selectedItems` as Label Studio’s data manager has them.',
    role: 'viewer',
    query: LIST_QUERY,
    ignoredQuery: IGNORED_LIST_QUERY,
    answers: {
      200: 'A page of tasks and what all pages hold together.',
      400: 'A filter is not possible.',
      404: 'Behind the last page.',
    },
    handle: listTasks,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/tasks',
    tag: 'Tasks',
    summary: 'List the tasks of a project, the last changed first',
    role: 'viewer',
    query: PROJECT_LIST_QUERY,
    answers: { 200: 'A page of tasks with their annotations and predictions.', 404: 'Behind the last page.' },
    handle: listProjectTasks,
  }),
  defineRoute({
    method: 'post',
    path: '/api/tasks',
    tag: 'Tasks',
    summary: 'Create a task',
    role: 'manager',
    body: TASK_BODY,
    answers: { 201: 'The task.', 400: 'The data lack what the labeling config shows.' },
    handle: (request) => {
      const { project } = request.body
      if (project === undefined) throw invalid({ project: ['This field is required.'] })
      return createTask(request, project)
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/tasks',
    tag: 'Tasks',
    summary: 'Create a task in a project',
    role: 'manager',
    body: TASK_BODY,
    answers: { 201: 'The task.', 400: 'The data lack what the labeling config shows.' },
    handle: (request) => createTask(request, idOf(request)),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}/tasks',
    tag: 'Tasks',
    summary: 'Delete all tasks of a project',
    role: 'manager',
    answers: { 204: 'They are gone.' },
    handle: deleteAllTasks,
  }),
  defineRoute({
    method: 'get',
    path: '/api/tasks/{id}',
    tag: 'Tasks',
    summary: 'Get a task with its annotations and predictions',
    role: 'viewer',
    query: TASK_QUERY,
    ignoredQuery: ['project'],
    answers: { 200: 'The task.', 404: 'There is none.' },
    handle: async (request) => {
      const { task, context } = await needTask(request, 'task', idOf(request))
      return jsonResponse(listedTask(task, await withSources(request, context, [task]), 'detail'))
    },
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/tasks/{id}',
      tag: 'Tasks',
      summary: 'Change the data or meta of a task; each is replaced as a whole',
      role: 'manager',
      ignoredQuery: ['project'],
      body: TASK_BODY,
      answers: { 200: 'The task.', 400: 'The data lack what the labeling config shows.' },
      handle: (request) => updateTask(request, method === 'put'),
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/tasks/{id}',
    tag: 'Tasks',
    summary: 'Delete a task',
    role: 'manager',
    ignoredQuery: ['project'],
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: deleteTask,
  }),
]

async function listTasks(request: RouteRequest<z.output<typeof LIST_QUERY>>): Promise<Response> {
  const { services, query } = request
  const view = query.view === undefined ? undefined : await viewById(services, query.view)
  if (query.view !== undefined && view === undefined) throw notFound('View')
  const id = query.project ?? view?.project
  if (id === undefined)
    throw new HttpProblem(404, 'project-missing', 'Neither project nor view id specified', { hint: 'add ?project=ID' })
  const project = await needProject(request, id)
  const context = await contextOf(services, project)
  const wanted = parseTaskView([view?.data, query.query, query.selectedItems && `{"selectedItems":${query.selectedItems}}`])
  const size = query.page_size < 1 ? Number.POSITIVE_INFINITY : query.page_size
  const found = await findTasks(services, context, wanted, { offset: (query.page - 1) * size || 0, limit: size })
  if (query.page > 1 && found.tasks.length === 0) throw invalidPage()
  const { include } = query
  const shown = await withSources(request, context, found.tasks)
  const tasks = found.tasks.map((task) => {
    const answer = listedTask(task, shown, query.fields)
    return include === undefined ? answer : withOnly(answer, include)
  })
  return jsonResponse({ total_annotations: found.annotations, total_predictions: found.predictions, total: found.total, tasks })
}

/** Looks the storages up where there is something to resolve. */
async function withSources(
  { services, query }: RouteRequest<z.output<typeof TASK_QUERY>>,
  context: TaskContext,
  tasks: readonly OpenTask[],
): Promise<TaskContext> {
  const isNeeded = query.resolve_uri && tasks.some(({ node }) => namesBuckets(node.get('data')))
  return isNeeded ? { ...context, sources: await storagesOf(services, context.project) } : context
}

function withOnly(answer: AnswerObject, keys: readonly string[]): AnswerObject {
  return Object.fromEntries(Object.entries(answer).filter(([key]) => keys.includes(key)))
}

async function listProjectTasks(request: RouteRequest<z.output<typeof PROJECT_LIST_QUERY>>): Promise<Response> {
  const { services, query } = request
  const project = await needProject(request, idOf(request))
  const size = query.length ?? query.page_size
  const limit = size < 1 ? Number.MAX_SAFE_INTEGER : size
  const page = query.start ?? query.page
  const documents = await services.store.list(project.id, ALL, {
    order: '-updated',
    offset: size < 1 ? 0 : (page - 1) * limit,
    limit,
  })
  if (page > 1 && documents.length === 0)
    throw new HttpProblem(404, 'page-unknown', 'Not found.', { hint: 'there are no more pages' })
  const context = await contextOf(services, project)
  return jsonResponse(documents.map(({ document }) => embeddingTask(openTask(document), context)))
}

async function createTask(request: RouteRequest<unknown, z.output<typeof TASK_BODY>>, projectId: number): Promise<Response> {
  const { services } = request
  const project = await needProject(request, projectId)
  const data = rawMember(request, 'data')
  if (data === undefined) throw invalid({ data: ['This field is required.'] })
  needData(data, project)
  const id = await services.store.reserveIds('task', 1)
  const task = newTask({
    id,
    innerId: await reserveInnerIds(services, project.id, 1),
    project: project.id,
    at: timestamp(services.now()),
    data: new RawJson(data.bytes()),
    meta: metaOf(rawMember(request, 'meta')),
  })
  const document = spelled(task)
  const { facts } = readFacts(document, labelConfigOf(project))
  await services.store.put(project.id, [{ id, document, facts, origin: undefined }], 'skip')
  services.webhooks.tell('TASKS_CREATED', project.id, { tasks: [id] })
  return jsonResponse(plainTask(openTask(document), await contextOf(services, project)), 201)
}

async function updateTask(request: RouteRequest<unknown, z.output<typeof TASK_BODY>>, isWhole: boolean): Promise<Response> {
  const { services, user, body } = request
  const found = await needTask(request, 'task', idOf(request))
  const data = rawMember(request, 'data')
  const meta = rawMember(request, 'meta')
  if (body.project !== undefined && body.project !== found.project.id)
    throw invalid({ project: ['A task cannot be moved to another project.'] }, 'import it there and delete it here')
  if (isWhole && data === undefined) throw invalid({ data: ['This field is required.'] })
  if (data !== undefined) needData(data, found.project)
  const changed = await changeTask(services, found, (document) =>
    withMembers(openTask(document).node, {
      ...(data !== undefined && { data: withoutAddresses(data, found.place.task) }),
      ...(meta !== undefined && { meta: spelled(metaOf(meta)) }),
      updated_at: spelled(timestamp(services.now())),
      updated_by: spelled(user.id),
    }),
  )
  return jsonResponse(embeddingTask(changed, found.context))
}

async function deleteTask(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  const { place } = await needTask(request, 'task', idOf(request))
  if ((await services.store.delete(place.project, [place.task])) === 0) throw notFound('Task')
  await services.audit.note(user, 'tasks-deleted', { project: place.project, tasks: [place.task] })
  services.webhooks.tell('TASKS_DELETED', place.project, { tasks: [place.task] })
  return noContent()
}

async function deleteAllTasks(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  const project = await needProject(request, idOf(request))
  const ids = []
  for await (const batch of services.store.scan(project.id, ALL)) ids.push(...batch.map(({ id }) => id))
  await services.store.delete(project.id, ids)
  await services.audit.note(user, 'tasks-deleted', { project: project.id, count: ids.length })
  services.webhooks.tell('TASKS_DELETED', project.id, { tasks: ids })
  return noContent()
}

/** @throws HttpProblem 400 */
function needData(data: JsonNode, project: Project): void {
  const problem = dataProblem(data, labelConfigOf(project), 'item["data"] = task root with values')
  if (problem !== undefined) throw invalidBody(problem.trim())
}

function metaOf(meta: JsonNode | undefined) {
  return meta === undefined || meta.isNull() ? {} : rawOf(meta)
}
