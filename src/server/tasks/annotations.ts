import { z } from '@hono/zod-openapi'
import { spellArray, withMembers } from '../../json/edit.ts'
import type { JsonNode } from '../../json/node.ts'
import { hasRole, roleIn, type User } from '../access/access.ts'
import { userById } from '../access/users.ts'
import { type AnswerObject, jsonResponse, noContent, rawOf } from '../http/json-answer.ts'
import { flag } from '../http/parameters.ts'
import { forbidden, HttpProblem, invalid, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { followAnnotation } from '../storages/storage-sync.ts'
import { draftOf, newAnnotation, spelled } from './new-documents.ts'
import { rawMember, resultMember } from './raw-members.ts'
import { annotationAnswer, annotatorId, draftAnswer } from './task-answer.ts'
import { annotationList, isCancelled, openTask, withId } from './task-document.ts'
import { changeTask, type FoundTask, needTask } from './task-places.ts'

const yes = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())
export const ANNOTATION_BODY = z.object({
  result: z.unknown().optional(),
  was_cancelled: yes.optional(),
  ground_truth: yes.optional(),
  lead_time: z.number().nullable().optional(),
  completed_by: z.number().nullable().optional(),
  unique_id: z.uuid('Must be a valid UUID.').nullable().optional(),
  parent_prediction: z.number().nullable().optional(),
  parent_annotation: z.number().nullable().optional(),
})
export type AnnotationBody = z.output<typeof ANNOTATION_BODY>
const CREATE_QUERY = z.object({ was_cancelled: flag(false) })

export const annotationRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/tasks/{id}/annotations',
    tag: 'Annotations',
    summary: 'List the annotations of a task that were not skipped',
    role: 'viewer',
    ignoredQuery: ['ordering', 'project'],
    answers: { 200: 'Annotations in order of their ids.' },
    handle: async (request) => {
      const { task, context } = await needTask(request, 'task', idOf(request))
      const shown = task.annotations.filter((annotation) => !isCancelled(annotation))
      return jsonResponse(shown.map((annotation) => annotationAnswer(annotation, task, context)))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/tasks/{id}/annotations',
    tag: 'Annotations',
    summary: 'Annotate a task',
    role: 'annotator',
    query: CREATE_QUERY,
    ignoredQuery: ['project'],
    body: ANNOTATION_BODY,
    answers: { 201: 'The annotation.', 400: '`result` is no list.', 409: 'Another annotation has the `unique_id`.' },
    handle: createAnnotation,
  }),
  defineRoute({
    method: 'get',
    path: '/api/annotations/{id}',
    tag: 'Annotations',
    summary: 'Get an annotation',
    role: 'viewer',
    ignoredQuery: ['project', 'taskID'],
    answers: { 200: 'The annotation.', 404: 'There is none.' },
    handle: async (request) => {
      const { annotation, task, context } = await needAnnotation(request, idOf(request))
      return jsonResponse(annotationAnswer(annotation, task, context))
    },
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/annotations/{id}',
      tag: 'Annotations',
      summary: 'Change an annotation; `result` is replaced as a whole',
      role: 'annotator',
      ignoredQuery: ['project', 'taskID'],
      body: ANNOTATION_BODY,
      answers: { 200: 'The annotation.', 400: '`result` is no list.', 403: 'It is somebody else’s.' },
      handle: updateAnnotation,
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/annotations/{id}',
    tag: 'Annotations',
    summary: 'Delete an annotation',
    role: 'annotator',
    ignoredQuery: ['project', 'taskID'],
    answers: { 204: 'It is gone.', 403: 'It is somebody else’s.' },
    handle: deleteAnnotation,
  }),
  defineRoute({
    method: 'post',
    path: '/api/annotations/{id}/convert-to-draft',
    tag: 'Annotations',
    summary: 'Make an annotation a draft again',
    role: 'annotator',
    body: z.unknown(),
    answers: { 201: 'The draft.', 403: 'It is somebody else’s.' },
    handle: convertToDraft,
  }),
]

async function createAnnotation(request: RouteRequest<z.output<typeof CREATE_QUERY>, AnnotationBody>): Promise<Response> {
  const found = await needTask(request, 'task', idOf(request))
  const { answer } = await addAnnotation(request, found, request.query.was_cancelled)
  return jsonResponse(answer, 201)
}

/** Adds the annotation that the body describes to a task. @param isCancelledElse where the body does not say whether the task was skipped */
export async function addAnnotation(
  request: RouteRequest<unknown, AnnotationBody>,
  found: FoundTask,
  isCancelledElse: boolean,
): Promise<{ readonly id: number; readonly answer: AnswerObject }> {
  const { services, user, body } = request
  const result = resultMember(request)
  const completedBy = await needAnnotator(request, found)
  const uniqueId = body.unique_id ?? undefined
  const id = await services.store.reserveIds('annotation', 1)
  const annotation = newAnnotation({
    id,
    task: found.task.id,
    project: found.project.id,
    at: timestamp(services.now()),
    completedBy,
    updatedBy: user.id,
    result: rawOf(result),
    wasCancelled: body.was_cancelled ?? isCancelledElse,
    groundTruth: body.ground_truth ?? false,
    leadTime: rawOf(rawMember(request, 'lead_time')),
    uniqueId,
    parentPrediction: body.parent_prediction ?? null,
    parentAnnotation: body.parent_annotation ?? null,
  })
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(document)
    if (uniqueId !== undefined && task.annotations.some((one) => one.get('unique_id')?.string() === uniqueId))
      throw new HttpProblem(409, 'unique-id-taken', 'Annotation with this unique id already exists', {
        hint: 'send another one, or none',
      })
    const others = body.ground_truth === true ? task.annotations.map(withoutStar) : task.annotations.map((one) => one.bytes())
    return withAnnotations(task.node, [...others, spelled(annotation)])
  })
  const saved = needIn(changed.annotations, id)
  services.webhooks.tell('ANNOTATION_CREATED', found.project.id, { task: found.task.id, annotation: id })
  followAnnotation(services, found.project, changed, saved, id)
  return { id, answer: annotationAnswer(saved, changed, found.context) }
}

async function updateAnnotation(request: RouteRequest<unknown, AnnotationBody>): Promise<Response> {
  const { services, user, body } = request
  const id = idOf(request)
  const found = await needOwnAnnotation(request, id)
  const result = resultMember(request)
  const members = {
    ...(result !== undefined && { result: result.bytes() }),
    ...(body.was_cancelled !== undefined && { was_cancelled: spelled(body.was_cancelled) }),
    ...(body.ground_truth !== undefined && { ground_truth: spelled(body.ground_truth) }),
    ...(body.lead_time !== undefined && { lead_time: spelled(rawOf(rawMember(request, 'lead_time'))) }),
    ...(body.completed_by !== undefined && { completed_by: spelled(await needAnnotator(request, found)) }),
    updated_at: spelled(timestamp(services.now())),
    updated_by: spelled(user.id),
  }
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(document)
    const target = needIn(task.annotations, id)
    return withAnnotations(
      task.node,
      task.annotations.map((one) =>
        one === target ? withMembers(one, members) : body.ground_truth === true ? withoutStar(one) : one.bytes(),
      ),
    )
  })
  const saved = needIn(changed.annotations, id)
  services.webhooks.tell('ANNOTATION_UPDATED', found.project.id, { task: found.task.id, annotation: id })
  followAnnotation(services, found.project, changed, saved, id)
  return jsonResponse(annotationAnswer(saved, changed, found.context))
}

async function deleteAnnotation(request: RouteRequest): Promise<Response> {
  await removeAnnotation(request, idOf(request))
  return noContent()
}

/** @throws HttpProblem 404, 403 */
export async function removeAnnotation(request: RouteRequest<unknown, unknown>, id: number): Promise<void> {
  const { services, user } = request
  const found = await needOwnAnnotation(request, id)
  const changed = await changeTask(services, found, (document) => without(document, id))
  followAnnotation(services, found.project, changed, undefined, id)
  await services.audit.note(user, 'annotation-deleted', { project: found.project.id, task: found.task.id, annotation: id })
  services.webhooks.tell('ANNOTATIONS_DELETED', found.project.id, { task: found.task.id, annotations: [id] })
}

async function convertToDraft(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  const id = idOf(request)
  const found = await needOwnAnnotation(request, id)
  const draft = await draftOf(services, found.place, {
    annotation: null,
    user: user.id,
    at: timestamp(services.now()),
    result: rawOf(found.annotation.get('result'), []),
    leadTime: rawOf(found.annotation.get('lead_time')),
  })
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(without(document, id))
    return withMembers(task.node, { drafts: spellArray([...task.drafts.map((one) => one.bytes()), spelled(draft.document)]) })
  })
  return jsonResponse(draftAnswer(withId(changed.drafts, draft.id)!, changed, found.context), 201) // it was just added
}

type FoundAnnotation = FoundTask & { readonly annotation: JsonNode }

/** @throws HttpProblem 404 */
async function needAnnotation(request: RouteRequest<unknown, unknown>, id: number): Promise<FoundAnnotation> {
  const found = await needTask(request, 'annotation', id)
  return { ...found, annotation: needIn(found.task.annotations, id) }
}

/** One that the user may change: annotators their own, managers all. @throws HttpProblem 404, 403 */
async function needOwnAnnotation(request: RouteRequest<unknown, unknown>, id: number): Promise<FoundAnnotation> {
  const found = await needAnnotation(request, id)
  if (annotatorId(found.annotation) !== request.user.id) await needManager(request, found, 'change annotations of others')
  return found
}

async function needManager(
  { services, user }: RouteRequest<unknown, unknown>,
  { project }: FoundTask,
  deed: string,
): Promise<void> {
  if (!hasRole(await roleIn(services, user, project.id), 'manager')) throw forbidden(`to ${deed} takes the role manager`)
}

/** Whom the annotation is by: the user, or whom a manager names. @throws HttpProblem 400, 403 */
async function needAnnotator(request: RouteRequest<unknown, AnnotationBody>, found: FoundTask): Promise<User['id']> {
  const { services, user, body } = request
  const id = body.completed_by ?? user.id
  if (id === user.id) return id
  if ((await userById(services.store, id)) === undefined)
    throw invalid({ completed_by: [`Invalid pk "${id}" - object does not exist.`] })
  await needManager(request, found, 'annotate in the name of others')
  return id
}

function needIn(annotations: readonly JsonNode[], id: number): JsonNode {
  const found = withId(annotations, id)
  if (found === undefined) throw notFound('Annotation')
  return found
}

function without(document: Uint8Array, id: number): Uint8Array {
  const task = openTask(document)
  const target = needIn(task.annotations, id)
  return withAnnotations(
    task.node,
    task.annotations.filter((one) => one !== target).map((one) => one.bytes()),
  )
}

function withAnnotations(task: JsonNode, annotations: readonly Uint8Array[]): Uint8Array {
  const isAnnotationLab = task.get('annotations') === undefined && annotationList(task) !== undefined
  return withMembers(task, { [isAnnotationLab ? 'completions' : 'annotations']: spellArray(annotations) })
}

/** One annotation of a task at most is its ground truth. */
function withoutStar(annotation: JsonNode): Uint8Array {
  const star = ['ground_truth', 'honeypot'].find((key) => annotation.get(key)?.boolean() === true)
  return star === undefined ? annotation.bytes() : withMembers(annotation, { [star]: spelled(false) })
}
