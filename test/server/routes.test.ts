import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonNode } from '../../src/json/node.ts'
import { hasRole, ROLES, type Role } from '../../src/server/access/access.ts'
import type { AnyRoute } from '../../src/server/route.ts'
import { routes } from '../../src/server/routes.ts'
import { type StorageSide, saveStorage, storageById } from '../../src/server/storages/storage-record.ts'
import { box, idIn, sampleProject, type TestApp, testApp } from './app.ts'

/** What every single call of the API has to keep to, whatever it does. */
let app: TestApp
let ids: Readonly<Record<string, number>>
let upload: string

beforeAll(async () => {
  app = await testApp({ bodyBytes: 50_000 }, true)
  const project = await sampleProject(app)
  const [task = 0] = project.tasks
  const first = (list: JsonNode) => idIn(list.elements()[0]!)
  const form = new FormData()
  form.append('file', new Blob(['image\nx\n']), 't.csv')
  await app.ask(`POST /api/projects/${project.id}/import?commit_to_project=false`, { body: form })
  const [file] = (await app.json(`GET /api/projects/${project.id}/file-uploads?all=true`)).elements()
  upload = file?.get('file')?.string()?.split('/').at(-1) ?? ''
  const job = await app.json(`POST /api/projects/${project.id}/export-jobs`, { body: { format: 'csv' } })
  const snapshot = await app.json(`POST /api/projects/${project.id}/exports`, { body: {} })
  const bucket = async (side: StorageSide, id: number) => {
    const source = (await storageById(app.services, ids.source!))!
    await saveStorage(app.services, { ...source, id, side, kind: 's3' }) // as if there was a bucket
    return id
  }
  ids = {
    user: 1,
    organization: 1,
    upload: idIn(file!),
    job: idIn(job),
    snapshot: idIn(snapshot),
    project: project.id,
    task,
    annotation: first(await app.json(`GET /api/tasks/${task}/annotations`)),
    prediction: first(await app.json(`GET /api/predictions?task=${task}`)),
    draft: idIn(await app.json(`POST /api/tasks/${task}/drafts`, { body: { result: [box('Car')] } })),
    view: idIn(await app.json('POST /api/dm/views', { body: { project: project.id, data: {} } })),
    hook: idIn(
      await app.json('POST /api/webhooks', { body: { url: 'https://example.com', project: project.id, is_active: false } }),
    ),
    source: idIn(
      await app.json('POST /api/storages/localfiles', { body: { project: project.id, path: `${app.filesRoot}/images` } }),
    ),
    target: idIn(
      await app.json('POST /api/storages/export/localfiles', { body: { project: project.id, path: `${app.filesRoot}/out` } }),
    ),
  }
  ids = { ...ids, 's3-source': await bucket('import', 9001), 's3-target': await bucket('export', 9002) }
})

/** What a route needs to get as far as the role: ids in the path are those of what is there. */
interface Way {
  /** `project={project}` */
  readonly query?: string
  /** Right as far as the role is looked at. */
  readonly body?: unknown
}

const IN_BODY = { body: { project: '{project}' } }
const IN_QUERY = { query: 'project={project}' }
const PREDICTION = { task: '{task}', result: [] }
/** Routes whose project does not stand in the path, and bodies that must not be empty. */
const WAYS: Readonly<Record<string, Way>> = {
  'POST /api/users': { body: { email: 'x@example.com' } },
  'POST /api/projects/{id}/validate': { body: { label_config: '<View></View>' } },
  'POST /api/projects/{id}/sample-task': { body: { label_config: '<View></View>' } },
  'POST /api/projects/{id}/members': { body: { user: 1 } },
  'POST /api/projects/{id}/clone': { body: { title: 'Cloned' } },
  'POST /api/projects/{id}/data-imports/{import}/format': { body: { from: 'coco' } },
  'POST /api/projects/{id}/search/delete': { body: { ids: [999_999] } },
  'POST /api/projects/{id}/reimport': { body: { file_upload_ids: [1] } },
  'GET /data/upload/{file}': {},
  'GET /api/tasks': IN_QUERY,
  'POST /api/tasks': { body: { project: '{project}', data: { image: 'x' } } },
  'GET /api/dm/views': IN_QUERY,
  'POST /api/dm/views': IN_BODY,
  'POST /api/dm/views/order': { body: { project: '{project}', ids: [] } },
  'DELETE /api/dm/views/reset': IN_QUERY,
  'GET /api/dm/actions': IN_QUERY,
  'POST /api/dm/actions': { query: 'id=delete_tasks&project={project}', body: { selectedItems: { all: false, included: [] } } },
  'POST /api/annotations/bulk': { body: { tasks: ['{task}'] } },
  'POST /api/annotations/bulk-delete': { body: { ids: [], project: '{project}' } },
  'POST /api/predictions': { body: PREDICTION },
  'POST /api/projects/{id}/import/predictions': { body: [PREDICTION] },
  'GET /api/project/export': IN_QUERY,
  'POST /api/projects/{id}/export-jobs': { body: { format: 'csv' } },
  'POST /api/projects/{id}/export-preview': { body: { format: 'csv' } },
  'POST /api/projects/{id}/export-estimate': { body: { format: 'csv' } },
  'POST /api/projects/{id}/exports/{snapshot}/convert': { body: { export_type: 'CSV' } },
  'GET /api/storages': IN_QUERY,
  'GET /api/storages/export': IN_QUERY,
  ...Object.fromEntries(
    ['tasks', 'projects'].flatMap((of) =>
      ['resolve', 'presign'].map((word) => [`GET /${of}/{id}/${word}`, { query: 'fileuri=s3://bucket/1.jpg' }]),
    ),
  ),
  ...Object.fromEntries(
    ['localfiles', 's3', 'export/localfiles', 'export/s3'].flatMap((kind) => [
      [`GET /api/storages/${kind}`, IN_QUERY],
      [`POST /api/storages/${kind}`, IN_BODY],
      [`POST /api/storages/${kind}/validate`, IN_BODY],
    ]),
  ),
  'GET /api/webhooks': IN_QUERY,
  'POST /api/webhooks': { body: { url: 'https://example.com', project: '{project}' } },
  'PUT /api/settings/local-export': { body: { disabled: false } },
  'POST /api/projects/create': { body: { project_name: 'A new one' } },
}

/** Viewers of some project may ask these; they are shown what they may see, which may be nothing. */
const SHOWS_LESS = ['GET /api/predictions', 'GET /api/dm/actions']
const MAKES_PROJECTS = ['POST /api/projects', 'POST /api/projects/create', 'POST /api/projects/examples']
/** Whose body may be anything, or is of an own kind: JSON as a whole, or files. */
const HAS_NO_BODY = [
  'POST /api/projects/examples',
  'PATCH /api/ml/{id}',
  'POST /api/ml/{id}/interactive-annotating',
  'POST /api/ml/{id}/predict',
  'POST /api/ml/{id}/train',
  'POST /api/projects/{name}/export',
]
const OWN_BODIES = [
  'POST /api/projects/{id}/import',
  'POST /api/projects/{id}/tasks/bulk',
  'POST /api/projects/{name}/import',
  'POST /api/projects/{id}/data-imports',
]

function nameOf(route: AnyRoute): string {
  return `${route.method.toUpperCase()} ${route.path}`
}

/** The request with ids of what is there. */
function lineOf(route: AnyRoute, path = pathOf(route)): string {
  const query = WAYS[nameOf(route)]?.query
  return `${route.method.toUpperCase()} ${path}${query === undefined ? '' : `?${fill(query)}`}`
}

function pathOf({ path }: AnyRoute): string {
  const kind = KINDS.find(([start]) => path.startsWith(start))?.[1] ?? 'project'
  return path
    .replace('{id}', String(ids[kind]))
    .replace('{project}/{name}', `${ids.project}/${upload}`)
    .replace('{file}', `${ids.project}%2F${upload}`)
    .replace('{name}', 'Sample')
    .replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name] ?? 999_999))
}

function fill(text: string): string {
  return text.replace(/"?\{(\w+)\}"?/g, (_, name: string) => String(ids[name]))
}

function bodyFor(route: AnyRoute): unknown {
  const { body } = WAYS[nameOf(route)] ?? {}
  if (body !== undefined) return JSON.parse(fill(JSON.stringify(body)))
  return route.method === 'get' || route.method === 'delete' ? undefined : {}
}

const KINDS: readonly (readonly [string, string])[] = [
  ['/api/users/{id}', 'user'],
  ['/api/organizations/{id}', 'organization'],
  ['/api/tasks/{id}', 'task'],
  ['/tasks/{id}', 'task'],
  ['/api/annotations/{id}', 'annotation'],
  ['/api/predictions/{id}', 'prediction'],
  ['/api/drafts/{id}', 'draft'],
  ['/api/dm/views/{id}', 'view'],
  ['/api/webhooks/{id}', 'hook'],
  ['/api/import/file-upload/{id}', 'upload'],
  ['/api/storages/localfiles/{id}', 'source'],
  ['/api/storages/export/localfiles/{id}', 'target'],
  ['/api/storages/s3/{id}', 's3-source'],
  ['/api/storages/export/s3/{id}', 's3-target'],
]

const named = (chosen: readonly AnyRoute[]) => chosen.map((route) => [nameOf(route), route] as const)
const closed = routes.filter(({ role }) => role !== 'everyone')
/** Those that take a role: in a project, or on the server. */
const guarded = closed.filter((route) => route.role !== 'user' && !SHOWS_LESS.includes(nameOf(route)))
const withBody = routes.filter(({ body }) => body !== undefined && body.def.type !== 'unknown')

describe('every call', () => {
  it('is described once', () => {
    const lines = routes.map(nameOf)
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
      const response = await app.ask(`${lineOf(route).split('?')[0]}?no_such_parameter=1`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        code: 'parameter-unknown',
        detail: 'there is no parameter `no_such_parameter`',
      })
    },
  )

  it.each(named(guarded))('%s refuses who has no role, or one that is too low', async (_name, route) => {
    const lower = ROLES.filter((role) => !hasRole(role, route.role as Role)).at(-1)
    const response = await app.ask(lineOf(route), { as: lower ?? 'stranger', body: bodyFor(route) })
    const answer = (await response.json()) as { readonly code: string; readonly hint: string }
    if (lower === undefined) expect([response.status, answer.code]).toEqual([404, 'not-found'])
    else {
      expect([response.status, answer.code]).toEqual([403, 'forbidden'])
      expect(answer.hint).toContain(route.role)
    }
  })

  it.each(named(guarded.filter((route) => route.role !== 'admin' && !MAKES_PROJECTS.includes(nameOf(route)))))(
    '%s hides projects from strangers',
    async (_name, route) => {
      const response = await app.ask(lineOf(route), { as: 'stranger', body: bodyFor(route) })
      expect([404, 400]).toContain(response.status)
      if (response.status === 400) expect(await response.text()).toContain('object does not exist')
    },
  )

  it.each(named(withBody))('%s refuses a body of another kind', async (_name, route) => {
    const ask = (body: string, type = 'application/json') =>
      app
        .ask(lineOf(route), { body, headers: { 'content-type': type } })
        .then(async (response) => [response.status, await response.json()])
    const wrong = route.body?.def.type === 'array' ? '{"a":1}' : '[1]'
    expect(await ask(wrong)).toMatchObject([400, { code: 'request-invalid', validation_errors: expect.anything() }])
    expect(await ask('{"a":')).toMatchObject([400, { code: 'json-invalid', detail: expect.stringContaining('JSON parse error') }])
    expect(await ask('a', 'text/plain')).toMatchObject([415, { code: 'media-type-unsupported' }])
    expect(await ask(JSON.stringify('x'.repeat(60_000)))).toMatchObject([413, { code: 'body-too-large' }])
  })

  it('that takes a body says which, or is known to read it in its own way', () => {
    const silent = routes.filter((route) => route.body === undefined && ['post', 'put', 'patch'].includes(route.method))
    const other = silent.filter((route) => !OWN_BODIES.includes(nameOf(route)) && !HAS_NO_BODY.includes(nameOf(route)))
    expect(other.map(nameOf)).toEqual([])
  })

  it.each(named(closed.filter(({ path }) => path.includes('{'))))('%s answers 404 where nothing is', async (_name, route) => {
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
})
