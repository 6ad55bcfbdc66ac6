import { z } from '@hono/zod-openapi'
import { spellArray, withMembers } from '../../json/edit.ts'
import { nearest } from '../../model/nearest.ts'
import type { Id } from '../../model/task.ts'
import { ALL } from '../../query/query.ts'
import type { Project, TaskDocument } from '../../stores/store.ts'
import { needProject, type User } from '../access/access.ts'
import { jsonResponse, rawOf } from '../http/json-answer.ts'
import { optionalCount } from '../http/parameters.ts'
import { HttpProblem, invalid } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { viewById } from '../projects/views.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { newAnnotation, spelled } from './new-documents.ts'
import { openTask } from './task-document.ts'
import { taskFilter } from './task-filter.ts'
import { changeTask, contextOf } from './task-places.ts'
import { parseTaskView, type TaskView } from './task-view.ts'

/** What a bulk action works on. */
interface Deed {
  readonly services: Services
  readonly project: Project
  readonly user: User
  readonly tasks: readonly Id[]
}

interface Action {
  readonly title: string
  /** How many it dealt with, and how it is told. */
  run(deed: Deed): Promise<{ readonly processed: number; readonly detail: string }>
}

const ACTIONS: Readonly<Record<string, Action>> = {
  delete_tasks: { title: 'Delete Tasks', run: deleteTasks },
  delete_tasks_annotations: { title: 'Delete Annotations', run: (deed) => emptyLists(deed, 'annotations') },
  delete_tasks_predictions: { title: 'Delete Predictions', run: (deed) => emptyLists(deed, 'predictions') },
  predictions_to_annotations: { title: 'Create Annotations From Predictions', run: predictionsToAnnotations },
  remove_duplicates: { title: 'Remove Duplicated Tasks', run: removeDuplicates },
}

const RUN_QUERY = z.object({ id: z.string(), project: optionalCount(), view: optionalCount() })
const RUN_BODY = z.looseObject({
  selectedItems: z.unknown().optional(),
  filters: z.unknown().optional(),
  ordering: z.unknown().optional(),
})

export const taskActionRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/dm/actions',
    tag: 'Views',
    summary: 'List what can be done with several tasks at once',
    role: 'viewer',
    query: z.object({ project: optionalCount() }),
    ignoredQuery: ['view', 'interaction'],
    answers: { 200: 'Actions.' },
    handle: () =>
      jsonResponse(Object.entries(ACTIONS).map(([id, { title }], k) => ({ id, title, order: 100 + k, experimental: false }))),
  }),
  defineRoute({
    method: 'post',
    path: '/api/dm/actions',
    tag: 'Views',
    summary: 'Do something with the tasks that are selected; nothing selected is nothing done',
    role: 'manager',
    query: RUN_QUERY,
    ignoredQuery: ['interaction', 'tabID'],
    body: RUN_BODY,
    answers: { 200: 'How many were dealt with.', 400: 'There is no such action.' },
    handle: runAction,
  }),
]

async function runAction(request: RouteRequest<z.output<typeof RUN_QUERY>, z.output<typeof RUN_BODY>>): Promise<Response> {
  const { services, user, query, body } = request
  const view = query.view === undefined ? undefined : await viewById(services, query.view)
  const id = query.project ?? view?.project
  if (id === undefined) throw invalid({ project: ['This field is required.'] })
  const project = await needProject(request, id)
  const action = Object.hasOwn(ACTIONS, query.id) ? ACTIONS[query.id] : undefined
  if (action === undefined) {
    const near = nearest(query.id, Object.keys(ACTIONS))
    const hint = near === undefined ? `there are ${Object.keys(ACTIONS).join(', ')}` : `did you mean ${near}?`
    throw new HttpProblem(400, 'action-unknown', `There is no action \`${query.id}\`.`, { hint })
  }
  const wanted = parseTaskView([view?.data, JSON.stringify(body)])
  if (wanted.selected === undefined)
    throw invalid({ selectedItems: ['This field is required.'] }, 'send {"all": false, "included": [ids]}')
  const context = await contextOf(services, project)
  const isWanted = taskFilter(wanted)
  const tasks: Id[] = []
  for await (const batch of candidates(services, project, wanted.selected))
    for (const one of batch) if (isWanted(openTask(one.document), context)) tasks.push(one.id)
  const { processed, detail } = await action.run({ services, project, user, tasks })
  return jsonResponse({ processed_items: processed, reload: true, detail })
}

/** The tasks that are named, where they are; else all. In order of ids, as the store has them. */
async function* candidates(
  { store }: Services,
  project: Project,
  { isAll, ids }: NonNullable<TaskView['selected']>,
): AsyncGenerator<readonly Pick<TaskDocument, 'id' | 'document'>[]> {
  if (isAll) return yield* store.scan(project.id, ALL)
  for (const number of [...ids].sort((a, b) => a - b))
    for (const id of [number, String(number)]) {
      const document = await store.get(project.id, id)
      if (document !== undefined) yield [{ id, document }]
    }
}

async function deleteTasks({ services, project, user, tasks }: Deed) {
  const processed = await services.store.delete(project.id, tasks)
  await services.audit.note(user, 'tasks-deleted', { project: project.id, count: processed })
  services.webhooks.tell('TASKS_DELETED', project.id, { tasks })
  return { processed, detail: `Deleted ${processed} tasks` }
}

async function emptyLists(deed: Deed, key: 'annotations' | 'predictions') {
  const { services, project, user, tasks } = deed
  let processed = 0
  for (const task of tasks)
    await changeTask(services, { place: { project: project.id, task }, project }, (document) => {
      const open = openTask(document)
      processed += open[key].length
      return withMembers(open.node, {
        [key === 'annotations' && open.node.get('completions') !== undefined ? 'completions' : key]: spellArray([]),
      })
    })
  if (key === 'annotations') await services.audit.note(user, 'annotation-deleted', { project: project.id, count: processed })
  return { processed, detail: `Deleted ${processed} ${key}` }
}

async function predictionsToAnnotations({ services, project, user, tasks }: Deed) {
  let processed = 0
  for (const task of tasks) {
    const document = await services.store.get(project.id, task)
    const predictions = document === undefined ? [] : openTask(document).predictions
    if (predictions.length === 0) continue
    const first = await services.store.reserveIds('annotation', predictions.length)
    const annotations = predictions.map((prediction, k) =>
      newAnnotation({
        id: first + k,
        task,
        project: project.id,
        at: timestamp(services.now()),
        completedBy: user.id,
        updatedBy: user.id,
        result: rawOf(prediction.get('result'), []),
        parentPrediction: rawOf(prediction.get('id')),
      }),
    )
    await changeTask(services, { place: { project: project.id, task }, project }, (stored) => {
      const open = openTask(stored)
      return withMembers(open.node, {
        annotations: spellArray([...open.annotations.map((one) => one.bytes()), ...annotations.map(spelled)]),
      })
    })
    processed += predictions.length
  }
  return { processed, detail: `Created ${processed} annotations` }
}

/** Of tasks with the same data the first stays, and every one that somebody annotated. */
async function removeDuplicates(deed: Deed) {
  const { services, project } = deed
  const wanted = new Set(deed.tasks)
  const seen = new Set<string>()
  const doubles: Id[] = []
  for await (const batch of services.store.scan(project.id, ALL))
    for (const { id, document } of batch) {
      if (!wanted.has(id)) continue
      const task = openTask(document)
      const data = task.node.get('data')?.text() ?? ''
      if (seen.has(data) && task.annotations.length === 0) doubles.push(id)
      seen.add(data)
    }
  const { processed } = await deleteTasks({ ...deed, tasks: doubles })
  return { processed, detail: `Removed ${processed} tasks` }
}
