import { needProject } from '../access/access.ts'
import { jsonResponse, RawJson } from '../http/json-answer.ts'
import { type AnyRoute, defineRoute, idOf } from '../route.ts'

export const statisticsRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/statistics',
    tag: 'Projects',
    summary: 'Labels, annotators, agreement, lead times, boxes and suspicious tasks of a project',
    description:
      'Counted in the background: `state` is `counting` (with `counted` of `tasks`), `done` or `failed`; ask again until it is done. What was counted is kept until the project changes.',
    role: 'viewer',
    answers: { 200: 'How far it is, or the statistics.' },
    handle: async (request) => {
      const status = await request.services.statistics.of(await needProject(request, idOf(request)))
      switch (status.state) {
        case 'done':
          return jsonResponse({ state: 'done', counted_at: status.at, statistics: new RawJson(status.statistics) })
        case 'counting':
          return jsonResponse({ state: 'counting', counted: status.counted, tasks: status.tasks })
        case 'failed':
          return jsonResponse({ state: 'failed', message: status.message })
      }
    },
  }),
]
