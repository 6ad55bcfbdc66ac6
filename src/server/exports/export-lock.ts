import { z } from '@hono/zod-openapi'
import { needServerRole } from '../access/access.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { HttpProblem } from '../http/problem.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

const SETTINGS = 'settings'
const LOCK = 'local-export'

/** Annotation Lab's "Disable Local Export": nobody downloads exports, except of the projects named here. Storages are not concerned. */
const LOCK_SETTING = z.object({ disabled: z.boolean(), exceptions: z.array(z.int()).default([]) })

export const exportLockRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/settings/local-export',
    tag: 'Settings',
    summary: 'Whether downloads of exports are locked',
    role: 'admin',
    answers: { 200: { description: 'The lock and its exceptions.', schema: LOCK_SETTING } },
    handle: async (request) => {
      needServerRole(request, 'admin')
      return jsonResponse(await readLock(request.services))
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/settings/local-export',
    tag: 'Settings',
    summary: 'Lock or unlock downloads of exports, with projects as exceptions',
    role: 'admin',
    body: LOCK_SETTING,
    answers: { 200: { description: 'The lock and its exceptions.', schema: LOCK_SETTING } },
    handle: changeLock,
  }),
]

/** @throws HttpProblem 403 while downloads are locked */
export async function needExportAllowed(services: Services, project: number): Promise<void> {
  const { disabled, exceptions } = await readLock(services)
  if (disabled && !exceptions.includes(project))
    throw new HttpProblem(403, 'export-locked', 'Local export is disabled.', {
      hint: 'an administrator can make an exception for this project; exports to storages are possible',
    })
}

async function readLock({ store }: Services) {
  const value = await store.records.get(SETTINGS, LOCK)
  return value === undefined ? { disabled: false, exceptions: [] } : LOCK_SETTING.parse(JSON.parse(value))
}

async function changeLock(request: RouteRequest<unknown, z.output<typeof LOCK_SETTING>>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'admin')
  await services.store.records.put(SETTINGS, LOCK, JSON.stringify(body))
  await services.audit.note(user, 'settings-changed', { setting: LOCK, ...body })
  return jsonResponse(body)
}
