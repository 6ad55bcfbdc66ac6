import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonNode } from '../../src/json/node.ts'
import { hasRole, ROLES, type Role } from '../../src/server/access/access.ts'
import type { AnyRoute } from '../../src/server/route.ts'
import { routes } from '../../src/server/routes.ts'
import { box, idIn, sampleProject, type TestApp, testApp } from './app.ts'

/** What every single call of the API has to keep to, whatever it does. */
let app: TestApp
let ids: Readonly<Record<string, number>>

beforeAll(async () => {
  app = await testApp()
  const project = await sampleProject(app)
  const [task = 0] = project.tasks
  const first = (list: JsonNode) => idIn(list.elements()[0]!)
  ids = {
    project: project.id,
    task,
    annotation: first(await app.json(`GET /api/tasks/${task}/annotations`)),
    prediction: first(await app.json(`GET /api/predictions?task=${task}`)),
    draft: idIn(await app.json(`POST /api/tasks/${task}/drafts`, { body: { result: [box('Car')] } })),
    view: idIn(await app.json('POST /api/dm/views', { body: { project: project.id, data: {} } })),
    hook: idIn(
      await app.json('POST /api/webhooks', { body: { url: 'https://example.com', project: project.id, is_active: false } }),
    ),
    storage: idIn(
      await app.json('POST /api/storages/localfiles', { body: { project: project.id, path: `${app.filesRoot}/images` } }),
    ),
  }
})

/** The path with ids of what is there. */
function pathOf({ path }: AnyRoute): string {
  const kind = KINDS.find(([start]) => path.startsWith(start))?.[1] ?? 'project'
  return path
    .replace('{id}', String(ids[kind]))
    .replace('{name}', path.startsWith('/data/') ? 'none.jpg' : 'Sample')
    .replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name] ?? 999_999))
}

const KINDS: readonly (readonly [string, string])[] = [
  ['/api/tasks/{id}', 'task'],
  ['/api/annotations/{id}', 'annotation'],
  ['/api/predictions/{id}', 'prediction'],
  ['/api/drafts/{id}', 'draft'],
  ['/api/dm/views/{id}', 'view'],
  ['/api/webhooks/{id}', 'hook'],
  ['/api/storages/localfiles/{id}', 'storage'],
]

function lineOf(route: AnyRoute, path = pathOf(route)): string {
  return `${route.method.toUpperCase()} ${path}`
}

const named = (chosen: readonly AnyRoute[]) =>
  chosen.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const)
const closed = routes.filter(({ role }) => role !== 'everyone')
/** About one project, so that the role in it counts. */
const inProject = closed.filter(
  ({ path, role }) => /^\/api\/(projects|tasks|annotations|predictions|drafts)\/\{(id|name)\}/.test(path) && role !== 'user',
)

describe('every call', () => {
  it('is described once', () => {
    const lines = routes.map((route) => lineOf(route, route.path))
    expect(new Set(lines).size).toBe(lines.length)
  })

  it.each(named(closed))('%s wants credentials', async (_name, route) => {
    const response = await app.ask(lineOf(route), { as: 'nobody' })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Token'])
    expect(await response.json()).toMatchObject({
      status_code: 401,
      detail: 'Authentication credentials were not provided.',
      code: 'unauthorized',
    })
  })

  it.each(named(closed.filter(({ query }) => query?.def.catchall === undefined)))(
    '%s refuses a parameter it does not know',
    async (_name, route) => {
      const response = await app.ask(`${lineOf(route)}?no_such_parameter=1`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        code: 'parameter-unknown',
        detail: 'there is no parameter `no_such_parameter`',
      })
    },
  )

  it.each(named(inProject))('%s hides projects from strangers', async (_name, route) => {
    const response = await app.ask(lineOf(route), { as: 'stranger', body: bodyFor(route) })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not-found', status_code: 404 })
  })

  it.each(named(inProject.filter(({ role }) => role !== 'viewer')))('%s wants the role it says', async (_name, route) => {
    const lower = ROLES.filter((role) => !hasRole(role, route.role as Role)).at(-1)!
    const response = await app.ask(lineOf(route), { as: lower, body: bodyFor(route) })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'forbidden', hint: expect.stringContaining(route.role) })
  })

  it.each(named(closed.filter(({ path }) => path.includes('{id}'))))('%s answers 404 where nothing is', async (_name, route) => {
    const path = route.path.replace('{id}', '987654').replace(/\{\w+\}/g, '987654')
    const response = await app.ask(lineOf(route, path), { body: bodyFor(route) })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it.each(named(routes))('%s has other methods refused', async (_name, route) => {
    const response = await app.ask(`PROPFIND ${pathOf(route)}`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toContain(route.method.toUpperCase())
  })

  it('of an administrator is refused to all others', async () => {
    const lines = [
      'GET /metrics',
      'GET /api/audit',
      'GET /api/settings/local-export',
      'POST /api/users',
      'POST /api/jwt/settings',
      'PATCH /api/users/1',
    ]
    for (const line of lines) {
      const body = line.startsWith('GET') ? undefined : { email: 'x@example.com' }
      expect([line, (await app.ask(line, { as: 'manager', body })).status]).toEqual([line, 403])
    }
  })
})

/** Bodies that are right as far as the role is looked at. */
function bodyFor({ method, path }: AnyRoute): unknown {
  if (method === 'get' || method === 'delete') return undefined
  if (path.endsWith('/predictions')) return []
  if (path.endsWith('/reimport')) return { file_upload_ids: [1] }
  if (path.endsWith('/members')) return { user: 1 }
  if (path.endsWith('/clone')) return { title: 'Cloned' }
  if (path.endsWith('/format')) return { from: 'coco' }
  if (path.endsWith('/search/delete')) return { ids: [999_999] }
  if (path.endsWith('/export-jobs')) return { format: 'csv' }
  if (path.endsWith('/convert')) return { export_type: 'CSV' }
  if (path.endsWith('/validate') || path.endsWith('/sample-task')) return { label_config: '<View></View>' }
  return {}
}
