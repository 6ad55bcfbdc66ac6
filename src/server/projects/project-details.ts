import { z } from '@hono/zod-openapi'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { ALL } from '../../query/query.ts'
import { needProject } from '../access/access.ts'
import { shortUser } from '../access/people.ts'
import { allUsers } from '../access/users.ts'
import { type AnswerObject, jsonResponse } from '../http/json-answer.ts'
import { flag } from '../http/parameters.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { dataKeyOf } from '../tasks/task-check.ts'
import { openTask } from '../tasks/task-document.ts'

const MOST = 10_000

export const projectDetailRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/model-versions',
    tag: 'Projects',
    summary: 'List the model versions of the predictions, with their numbers of tasks',
    role: 'viewer',
    query: z.object({ extended: flag(false) }),
    ignoredQuery: ['include_live_models', 'limit'],
    answers: { 200: 'Versions.' },
    handle: async (request) => {
      const { services, query } = request
      const project = await needProject(request, idOf(request))
      const found = await services.store.facet(project.id, ALL, 'model', MOST)
      const counts = Object.fromEntries(found.map(({ value, tasks }) => [value, tasks]))
      return jsonResponse(
        query.extended ? { static: found.map(({ value, tasks }) => ({ model_version: value, count: tasks })), live: [] } : counts,
      )
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/annotators',
    tag: 'Projects',
    summary: 'List who annotated in a project',
    role: 'viewer',
    answers: { 200: 'Users.' },
    handle: async (request) => {
      const { services } = request
      const project = await needProject(request, idOf(request))
      const names = new Set((await services.store.facet(project.id, ALL, 'annotator', MOST)).map(({ value }) => value))
      const users = await allUsers(services.store)
      return jsonResponse(users.filter(({ id, email }) => names.has(String(id)) || names.has(email)).map(shortUser))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/summary',
    tag: 'Projects',
    summary: 'What is in a project: data columns, control tags, labels',
    role: 'viewer',
    answers: { 200: 'Numbers of tasks by column, control tag and label.' },
    handle: summarise,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/sample-task',
    tag: 'Projects',
    summary: 'A task that a labeling config could show',
    role: 'viewer',
    body: z.object({ label_config: z.string() }),
    answers: { 200: 'The task’s data.' },
    handle: async (request) => {
      await needProject(request, idOf(request))
      const { objects } = labelConfigOf({ config: request.body.label_config })
      const samples = objects.flatMap((object) => {
        const key = dataKeyOf(object)
        return key === undefined ? [] : [[key, SAMPLES.get(object.tag) ?? 'sample'] as const]
      })
      return jsonResponse({ sample_task: Object.fromEntries(samples) })
    },
  }),
]

const SAMPLES: ReadonlyMap<string, string> = new Map([
  ['Image', '/static/samples/sample.jpg'],
  ['Audio', '/static/samples/game.wav'],
  ['Video', '/static/samples/opossum_snow.mp4'],
  ['Text', 'To have faith is to trust yourself to the water'],
])

async function summarise(request: RouteRequest): Promise<Response> {
  const { store } = request.services
  const project = await needProject(request, idOf(request))
  const columns = new Map<string, number>()
  let tasks = 0
  for await (const batch of store.scan(project.id, ALL))
    for (const { document } of batch) {
      tasks++
      for (const [key] of openTask(document).node.get('data')?.entries() ?? []) columns.set(key, (columns.get(key) ?? 0) + 1)
    }
  const [controls, labels] = await Promise.all([
    store.facet(project.id, ALL, 'from', MOST),
    store.facet(project.id, ALL, 'label', MOST),
  ])
  const counts = (values: typeof controls): AnswerObject =>
    Object.fromEntries(values.map(({ value, tasks: count }) => [value, count]))
  return jsonResponse({
    project: project.id,
    created_at: timestamp(project.createdAt),
    all_data_columns: Object.fromEntries(columns),
    common_data_columns: [...columns].filter(([, count]) => count === tasks).map(([key]) => key),
    created_annotations: counts(controls),
    created_labels: counts(labels),
    created_labels_drafts: {},
  })
}
