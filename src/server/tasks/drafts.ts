import { z } from '@hono/zod-openapi'
import { spellArray, withMembers } from '../../json/edit.ts'
import { hasRole, roleIn } from '../access/access.ts'
import { jsonResponse, noContent, rawOf } from '../http/json-answer.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { DRAFTS, draftOf, spelled } from './new-documents.ts'
import { rawMember, resultMember } from './raw-members.ts'
import { draftAnswer } from './task-answer.ts'
import { numberOf, openTask, withId } from './task-document.ts'
import { changeTask, type FoundTask, needTask } from './task-places.ts'

const BODY = z.object({
  result: z.unknown().optional(),
  lead_time: z.number().nullable().optional(),
  was_postponed: z.boolean().optional(),
})

export const draftRoutes: readonly AnyRoute[] = [
  ...(['/api/tasks/{id}/drafts', '/api/tasks/{id}/annotations/{annotation}/drafts'] as const).flatMap((path) => [
    defineRoute({
      method: 'get',
      path,
      tag: 'Drafts',
      summary: 'List the drafts of a task, or of an annotation',
      role: 'viewer',
      answers: { 200: 'Drafts in order of their ids.' },
      handle: async (request) => {
        const { task, context } = await needTask(request, 'task', idOf(request))
        const annotation = request.params.annotation
        const shown = task.drafts.filter(
          (draft) => annotation === undefined || numberOf(draft, 'annotation') === Number(annotation),
        )
        return jsonResponse(shown.map((draft) => draftAnswer(draft, task, context)))
      },
    }),
    defineRoute({
      method: 'post',
      path,
      tag: 'Drafts',
      summary: 'Keep unfinished work on a task',
      role: 'annotator',
      body: BODY,
      answers: { 201: 'The draft.' },
      handle: createDraft,
    }),
  ]),
  defineRoute({
    method: 'get',
    path: '/api/drafts/{id}',
    tag: 'Drafts',
    summary: 'Get a draft',
    role: 'viewer',
    ignoredQuery: ['project'],
    answers: { 200: 'The draft.', 404: 'There is none.' },
    handle: async (request) => {
      const { task, context } = await needDraft(request)
      return jsonResponse(draftAnswer(withId(task.drafts, idOf(request))!, task, context)) // needDraft has looked
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/drafts/{id}',
    tag: 'Drafts',
    summary: 'Change a draft',
    role: 'annotator',
    ignoredQuery: ['project'],
    body: BODY,
    answers: { 200: 'The draft.', 404: 'There is none.' },
    handle: changeDraft,
  }),
  defineRoute({
    method: 'delete',
    path: '/api/drafts/{id}',
    tag: 'Drafts',
    summary: 'Delete a draft',
    role: 'annotator',
    ignoredQuery: ['project'],
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: deleteDraft,
  }),
]

async function createDraft(request: RouteRequest<unknown, z.output<typeof BODY>>): Promise<Response> {
  const { services, user, params } = request
  const found = await needTask(request, 'task', idOf(request))
  const annotation = params.annotation === undefined ? null : Number(params.annotation)
  if (annotation !== null && withId(found.task.annotations, annotation) === undefined) throw notFound('Annotation')
  const draft = await draftOf(services, found.place, {
    annotation,
    user: user.id,
    at: timestamp(services.now()),
    result: rawOf(resultMember(request), []),
    leadTime: rawOf(rawMember(request, 'lead_time')),
  })
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(document)
    return withMembers(task.node, { drafts: spellArray([...task.drafts.map((one) => one.bytes()), spelled(draft.document)]) })
  })
  return jsonResponse(draftAnswer(withId(changed.drafts, draft.id)!, changed, found.context), 201) // it was just added
}

async function changeDraft(request: RouteRequest<unknown, z.output<typeof BODY>>): Promise<Response> {
  const { services } = request
  const found = await needDraft(request)
  const members = (['result', 'lead_time', 'was_postponed'] as const).flatMap((key) => {
    const value = key === 'result' ? resultMember(request) : rawMember(request, key)
    return value === undefined ? [] : [[key, value.bytes()] as const]
  })
  const changes = { ...Object.fromEntries(members), updated_at: spelled(timestamp(services.now())) }
  const id = idOf(request)
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(document)
    const target = withId(task.drafts, id)
    return withMembers(task.node, {
      drafts: spellArray(task.drafts.map((one) => (one === target ? withMembers(one, changes) : one.bytes()))),
    })
  })
  const draft = withId(changed.drafts, id)
  if (draft === undefined) throw notFound('AnnotationDraft')
  return jsonResponse(draftAnswer(draft, changed, found.context))
}

async function deleteDraft(request: RouteRequest): Promise<Response> {
  const { services } = request
  const found = await needDraft(request)
  const id = idOf(request)
  await changeTask(services, found, (document) => {
    const task = openTask(document)
    const kept = task.drafts.filter((draft) => numberOf(draft, 'id') !== id)
    return withMembers(task.node, { drafts: spellArray(kept.map((one) => one.bytes())) })
  })
  await services.store.records.delete(DRAFTS, String(id))
  return noContent()
}

/** The task of a draft; to change a draft of somebody else takes a manager. @throws HttpProblem 404, 403 */
async function needDraft(request: RouteRequest<unknown, unknown>): Promise<FoundTask> {
  const { services, user, role } = request
  const id = idOf(request)
  const value = await services.store.records.get(DRAFTS, String(id))
  const place: { readonly task?: unknown } = value === undefined ? {} : JSON.parse(value)
  if (place.task === undefined) throw notFound('AnnotationDraft')
  const found = await needTask(request, 'task', Number(place.task))
  const draft = withId(found.task.drafts, id)
  if (draft === undefined) throw notFound('AnnotationDraft')
  const isOwn = numberOf(draft, 'user') === user.id
  if (role !== 'viewer' && !isOwn && !hasRole(await roleIn(services, user, found.project.id), 'manager'))
    throw forbidden('to change drafts of others takes the role manager')
  return found
}
