import { z } from '@hono/zod-openapi'
import { jsonResponse } from './http/json-answer.ts'
import { optionalCount } from './http/parameters.ts'
import { HttpProblem, notFound } from './http/problem.ts'
import { type AnyRoute, defineRoute } from './route.ts'

const MISSING = { 404: 'There is none.' }

/** Label Studio's calls for machine learning backends, of which this server has none: predictions are brought in instead. */
export const machineLearningRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/ml',
    tag: 'Machine learning',
    summary: 'Always an empty list: this server asks no models',
    role: 'user',
    query: z.object({ project: optionalCount() }),
    answers: { 200: 'No backends.' },
    handle: () => jsonResponse([]),
  }),
  defineRoute({
    method: 'post',
    path: '/api/ml',
    tag: 'Machine learning',
    summary: 'Refused: this server asks no models',
    role: 'user',
    body: z.unknown(),
    answers: { 400: 'Bring predictions in instead.' },
    handle: () => {
      throw new HttpProblem(400, 'not-offered', 'This server connects to no machine learning backends.', {
        hint: 'bring predictions in: POST /api/projects/{id}/import/predictions, or with the tasks',
      })
    },
  }),
  ...(['get', 'patch', 'delete'] as const).map((method) =>
    defineRoute({
      method,
      path: '/api/ml/{id}',
      tag: 'Machine learning',
      summary: 'There is no backend',
      role: 'user',
      answers: MISSING,
      handle: noBackend,
    }),
  ),
  ...(
    [
      ['post', 'interactive-annotating'],
      ['post', 'predict'],
      ['post', 'train'],
      ['get', 'versions'],
    ] as const
  ).map(([method, deed]) =>
    defineRoute({
      method,
      path: `/api/ml/{id}/${deed}`,
      tag: 'Machine learning',
      summary: 'There is no backend',
      role: 'user',
      answers: MISSING,
      handle: noBackend,
    }),
  ),
]

function noBackend(): never {
  throw notFound('MLBackend')
}
