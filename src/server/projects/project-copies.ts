import { z } from '@hono/zod-openapi'
import type { ByteTarget } from '../../io/content.ts'
import { zipSink } from '../../io/zip-writer.ts'
import { parseJson } from '../../json/node.ts'
import { parseInstant } from '../../model/instant.ts'
import { cloneProject } from '../../projects/clone-project.ts'
import { ALL } from '../../query/query.ts'
import type { Project, Store } from '../../stores/store.ts'
import { needProject, needServerRole, roleIn } from '../access/access.ts'
import { importExamples } from '../examples.ts'
import { needExportAllowed } from '../exports/export-lock.ts'
import { streamOf } from '../http/download-stream.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { HttpProblem } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'

const CLONE_BODY = z.object({ title: z.string().min(1).max(50) })

/** What is done with projects as a whole, beside Label Studio's calls. */
export const projectCopyRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/changes',
    tag: 'Projects',
    summary: 'When each project was last changed: its settings, or one of its tasks',
    role: 'user',
    answers: { 200: 'Projects with their last change.' },
    handle: async ({ services, user }) => {
      const changes = []
      for (const project of await services.store.projects())
        if ((await roleIn(services, user, project.id)) !== 'none')
          changes.push({ id: project.id, changed_at: timestamp(await lastChange(services.store, project)) })
      return jsonResponse(changes)
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/examples',
    tag: 'Projects',
    summary: 'Make the example projects, where there are no projects yet',
    role: 'manager',
    answers: { 200: 'How many were made.', 404: 'This server has none.' },
    handle: async (request) => {
      const { services } = request
      needServerRole(request, 'manager')
      if (services.examples === undefined)
        throw new HttpProblem(404, 'examples-missing', 'This server has no examples.', {
          hint: 'make a project and import files',
        })
      return jsonResponse({ made: await importExamples(services, services.examples) })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/clone',
    tag: 'Projects',
    summary: 'Make a second project with the same settings and tasks',
    role: 'manager',
    body: CLONE_BODY,
    answers: { 201: 'The new project’s id and its number of tasks.', 409: 'A project has the title.' },
    handle: async (request) => {
      const { services, body } = request
      const project = await needProject(request, idOf(request))
      needServerRole(request, 'manager')
      const { clone, tasks } = await cloneProject(services.store, project, body.title, services.now())
      return jsonResponse({ id: clone.id, tasks }, 201)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/archive',
    tag: 'Projects',
    summary: 'Get a project as a zip: tasks.json, word for word, and config.xml',
    role: 'viewer',
    answers: { 200: { description: 'The zip; importing it makes the same project.', contentType: 'application/zip' } },
    handle: archive,
  }),
]

async function lastChange(store: Store, project: Project): Promise<Date> {
  const [newest] = await store.list(project.id, ALL, { order: '-updated', offset: 0, limit: 1 })
  const task = newest === undefined ? undefined : parseJson(newest.document)
  const text = task?.get('updated_at')?.string() ?? task?.get('created_at')?.string()
  const moment = text === undefined ? undefined : parseInstant(text)
  return new Date(Math.max(project.updatedAt.getTime(), moment ?? 0))
}

async function archive(request: RouteRequest): Promise<Response> {
  const { services, user } = request
  const project = await needProject(request, idOf(request))
  await needExportAllowed(services, project.id)
  await services.audit.note(user, 'exported', { project: project.id, format: 'archive' })
  const body = streamOf((target, signal) => writeArchive(services.store, project, target, signal), services)
  const name = project.title.replace(/[^\p{L}\p{N}._ -]+/gu, '_') || `project-${project.id}`
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="project-${project.id}.zip"; filename*=UTF-8''${encodeURIComponent(`${name}.zip`)}`,
    },
  })
}

async function writeArchive(store: Store, project: Project, target: ByteTarget, signal: AbortSignal): Promise<void> {
  const zip = zipSink(target)
  if (project.config !== '') await zip.put('config.xml', `${project.config.trim()}\n`)
  await zip.put('tasks.json', tasksOf(store, project, signal))
  await zip.close()
}

/** A list of the documents as they are stored. */
async function* tasksOf(store: Store, { id }: Project, signal: AbortSignal): AsyncGenerator<string | Uint8Array> {
  let before = '[\n'
  for await (const batch of store.scan(id, ALL, signal))
    for (const { document } of batch) {
      yield before
      yield document
      before = ',\n'
    }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
