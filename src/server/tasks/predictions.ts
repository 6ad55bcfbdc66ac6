import { z } from '@hono/zod-openapi'
import { spellArray, withMembers } from '../../json/edit.ts'
import type { JsonNode } from '../../json/node.ts'
import { needProject, needRole, roleIn } from '../access/access.ts'
import { type Answer, type AnswerObject, jsonResponse, noContent, rawOf } from '../http/json-answer.ts'
import { optionalCount } from '../http/parameters.ts'
import { HttpProblem, invalid, invalidBody, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { newPrediction, spelled } from './new-documents.ts'
import { rawMember } from './raw-members.ts'
import { predictionAnswer } from './task-answer.ts'
import { openTask, withId } from './task-document.ts'
import { changeTask, contextOf, type FoundTask, needTask } from './task-places.ts'

const FIELDS = {
  result: z.unknown().optional(),
  score: z.number('A valid number is required.').nullable().optional(),
  model_version: z.string().nullable().optional(),
  cluster: z.number().nullable().optional(),
  neighbors: z.unknown().optional(),
  mislabeling: z.number().nullable().optional(),
}
/** Those of them that are only kept. */
const KEPT = ['cluster', 'neighbors', 'mislabeling'] as const
const CREATE_BODY = z.object({ ...FIELDS, task: z.number('A valid integer is required.').optional() })
const CHANGE_BODY = z.object(FIELDS)
const LIST_QUERY = z.object({ task: optionalCount(), project: optionalCount(), task__project: optionalCount() })

export const predictionRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/predictions',
    tag: 'Predictions',
    summary: 'List the predictions of a task, of a project, or all',
    role: 'viewer',
    query: LIST_QUERY,
    ignoredQuery: ['page', 'page_size', 'ordering'],
    answers: { 200: 'Predictions in order of their tasks.' },
    handle: listPredictions,
  }),
  defineRoute({
    method: 'post',
    path: '/api/predictions',
    tag: 'Predictions',
    summary: 'Add a prediction to a task',
    role: 'manager',
    body: CREATE_BODY,
    answers: { 201: 'The prediction.', 400: 'Task or result are missing or not right.' },
    handle: createPrediction,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/import/predictions',
    tag: 'Import',
    summary: 'Add predictions to tasks of a project, all or none',
    role: 'manager',
    body: z.array(z.object({ ...FIELDS, task: z.number('A valid integer is required.') })),
    answers: { 201: 'How many there were.', 400: 'A task is not of this project.' },
    handle: importPredictions,
  }),
  defineRoute({
    method: 'get',
    path: '/api/predictions/{id}',
    tag: 'Predictions',
    summary: 'Get a prediction',
    role: 'viewer',
    ignoredQuery: ['project'],
    answers: { 200: 'The prediction.', 404: 'There is none.' },
    handle: async (request) => {
      const { task, context } = await needTask(request, 'prediction', idOf(request))
      return jsonResponse(predictionAnswer(needIn(task.predictions, idOf(request)), task, context))
    },
  }),
  ...(['patch', 'put'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/predictions/{id}',
      tag: 'Predictions',
      summary: 'Change a prediction',
      role: 'manager',
      ignoredQuery: ['project'],
      body: CHANGE_BODY,
      answers: { 200: 'The prediction.', 404: 'There is none.' },
      handle: updatePrediction,
    }),
  ),
  defineRoute({
    method: 'delete',
    path: '/api/predictions/{id}',
    tag: 'Predictions',
    summary: 'Delete a prediction',
    role: 'manager',
    ignoredQuery: ['project'],
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: deletePrediction,
  }),
]

async function listPredictions(request: RouteRequest<z.output<typeof LIST_QUERY>>): Promise<Response> {
  const { services, user, query } = request
  const wanted = query.project ?? query.task__project
  if (query.task !== undefined) {
    const { task, context, project } = await needTask(request, 'task', query.task)
    const isWanted = wanted === undefined || wanted === project.id
    return jsonResponse(isWanted ? task.predictions.map((one) => predictionAnswer(one, task, context)) : [])
  }
  const answers: Answer[] = []
  for (const project of wanted === undefined ? await services.store.projects() : [await needProject(request, wanted)]) {
    if ((await roleIn(services, user, project.id)) === 'none') continue
    const context = await contextOf(services, project)
    for await (const batch of services.store.scan(project.id, { kind: 'is', state: 'predicted' }))
      for (const { document } of batch) {
        const task = openTask(document)
        for (const prediction of task.predictions) answers.push(predictionAnswer(prediction, task, context))
      }
  }
  return jsonResponse(answers)
}

async function createPrediction(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { task } = request.body
  const result = rawMember(request, 'result')
  if (task === undefined) throw invalid({ task: ['This field is required.'] })
  if (result === undefined) throw invalid({ result: ['This field is required.'] })
  const found = await needTask(request, 'task', task).catch((error: unknown) => {
    if (error instanceof HttpProblem && error.status === 404)
      throw invalid({ task: [`Invalid pk "${task}" - object does not exist.`] })
    throw error
  })
  const { model_version: version } = request.body
  const kept = Object.fromEntries(KEPT.map((key) => [key, rawMember(request, key)]))
  const given = { result, score: rawOf(rawMember(request, 'score')), modelVersion: version ?? '', kept: keptOf(kept) }
  const id = await request.services.store.reserveIds('prediction', 1)
  await addPrediction(request, found, id, given)
  const changed = openTask((await request.services.store.get(found.place.project, found.place.task))!) // it was just changed
  return jsonResponse(predictionAnswer(needIn(changed.predictions, id), changed, found.context), 201)
}

async function importPredictions(request: RouteRequest<unknown, readonly { readonly task: number }[]>): Promise<Response> {
  const { services, body, json } = request
  const project = await needProject(request, idOf(request))
  const known = await services.store.known(
    project.id,
    body.map(({ task }) => task),
  )
  const foreign = body.find(({ task }) => !known.has(task))
  if (foreign !== undefined) throw invalidBody(`LabelStudioErrorDetail: task ${foreign.task} is not in project ${project.id}`)
  const given = (json?.elements() ?? []).map((node, k): GivenPrediction => {
    const result = node.get('result')
    if (result === undefined) throw invalid({ [k]: { result: ['This field is required.'] } })
    const kept = keptOf(Object.fromEntries(KEPT.map((key) => [key, node.get(key)])))
    return { result, score: rawOf(node.get('score')), modelVersion: rawOf(node.get('model_version'), 'undefined'), kept }
  })
  const first = body.length === 0 ? 0 : await services.store.reserveIds('prediction', body.length)
  for (const [k, { task }] of body.entries())
    await addPrediction(request, { place: { project: project.id, task }, project }, first + k, given[k]!)
  return jsonResponse({ created: body.length }, 201)
}

interface GivenPrediction {
  readonly result: JsonNode
  readonly score: Answer
  readonly modelVersion: Answer
  readonly kept: AnswerObject
}

/** What was given of the members that are only kept. */
function keptOf(nodes: Readonly<Record<string, JsonNode | undefined>>): AnswerObject {
  return Object.fromEntries(Object.entries(nodes).flatMap(([key, node]) => (node === undefined ? [] : [[key, rawOf(node)]])))
}

async function addPrediction(
  { services }: RouteRequest<unknown, unknown>,
  found: Pick<FoundTask, 'place' | 'project'>,
  id: number,
  { result, score, modelVersion, kept }: GivenPrediction,
): Promise<void> {
  const { project, task } = found.place
  const at = timestamp(services.now())
  const prediction = newPrediction({ id, task, project, at, result: rawOf(result), modelVersion, score, extra: kept })
  await changeTask(services, found, (document) => {
    const open = openTask(document)
    return withPredictions(open.node, [...open.predictions.map((one) => one.bytes()), spelled(prediction)])
  })
}

async function updatePrediction(request: RouteRequest<unknown, z.output<typeof CHANGE_BODY>>): Promise<Response> {
  const { services } = request
  const id = idOf(request)
  const found = await needTask(request, 'prediction', id)
  const given = (['result', 'score', 'model_version', ...KEPT] as const).flatMap((key) => {
    const value = rawMember(request, key)
    return value === undefined ? [] : [[key, value.bytes()] as const]
  })
  const members = { ...Object.fromEntries(given), updated_at: spelled(timestamp(services.now())) }
  const changed = await changeTask(services, found, (document) => {
    const task = openTask(document)
    const target = needIn(task.predictions, id)
    return withPredictions(
      task.node,
      task.predictions.map((one) => (one === target ? withMembers(one, members) : one.bytes())),
    )
  })
  return jsonResponse(predictionAnswer(needIn(changed.predictions, id), changed, found.context))
}

async function deletePrediction(request: RouteRequest): Promise<Response> {
  const { services } = request
  const id = idOf(request)
  const found = await needTask(request, 'prediction', id)
  await needRole(services, request.user, 'manager', found.project.id)
  await changeTask(services, found, (document) => {
    const task = openTask(document)
    const target = needIn(task.predictions, id)
    return withPredictions(
      task.node,
      task.predictions.filter((one) => one !== target).map((one) => one.bytes()),
    )
  })
  return noContent()
}

function needIn(predictions: readonly JsonNode[], id: number): JsonNode {
  const found = withId(predictions, id)
  if (found === undefined) throw notFound('Prediction')
  return found
}

function withPredictions(task: JsonNode, predictions: readonly Uint8Array[]): Uint8Array {
  return withMembers(task, { predictions: spellArray(predictions) })
}
