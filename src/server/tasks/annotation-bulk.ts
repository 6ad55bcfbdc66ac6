import { z } from '@hono/zod-openapi'
import { needProject } from '../access/access.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { HttpProblem, invalid } from '../http/problem.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from '../route.ts'
import { ANNOTATION_BODY, addAnnotation, removeAnnotation } from './annotations.ts'
import { needTask } from './task-places.ts'

const MOST_AT_ONCE = 1000
const CREATE_BODY = ANNOTATION_BODY.omit({ unique_id: true }).extend({
  tasks: z.array(z.int()).min(1, 'This list may not be empty.').max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} tasks at once.`),
})
const DELETE_BODY = z.object({ ids: z.array(z.int()).max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} at once.`), project: z.int() })

export const annotationBulkRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path: '/api/annotations/bulk',
    tag: 'Annotations',
    summary: 'Annotate several tasks alike',
    role: 'annotator',
    body: CREATE_BODY,
    answers: { 201: 'The annotations, in order of `tasks`.', 400: 'A task is not there; nothing is stored.' },
    handle: createAnnotations,
  }),
  defineRoute({
    method: 'post',
    path: '/api/annotations/bulk-delete',
    tag: 'Annotations',
    summary: 'Delete several annotations of a project',
    role: 'annotator',
    body: DELETE_BODY,
    answers: { 200: 'How many there were.', 403: 'One of them is somebody else’s.' },
    handle: deleteAnnotations,
  }),
]

async function createAnnotations(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const places = []
  for (const task of request.body.tasks)
    places.push(
      await needTask(request, 'task', task).catch((error: unknown) => {
        if (error instanceof HttpProblem && error.status === 404)
          throw invalid({ tasks: [`Invalid pk "${task}" - object does not exist.`] })
        throw error
      }),
    )
  const answers = []
  for (const found of places) answers.push((await addAnnotation(request, found, false)).answer)
  return jsonResponse(answers, 201)
}

async function deleteAnnotations(request: RouteRequest<unknown, z.output<typeof DELETE_BODY>>): Promise<Response> {
  const { ids, project } = request.body
  await needProject(request, project)
  for (const id of ids) await removeAnnotation(request, id)
  return jsonResponse({ deleted_count: ids.length })
}
