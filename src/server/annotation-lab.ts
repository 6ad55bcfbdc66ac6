import { z } from '@hono/zod-openapi'
import { openInput } from '../io/input-files.ts'
import { zipSink } from '../io/zip-writer.ts'
import type { Id } from '../model/task.ts'
import { CONFLICT_POLICIES } from '../projects/conflict-policy.ts'
import { findProject } from '../projects/find-project.ts'
import { importTasks } from '../projects/import-tasks.ts'
import { labelConfigOf } from '../projects/label-config-of.ts'
import type { Project } from '../stores/store.ts'
import { needProject, needServerRole } from './access/access.ts'
import { needExportAllowed } from './exports/export-lock.ts'
import { runExport } from './exports/export-request.ts'
import { EXPORT_QUERY, type ExportQuery, requestOf } from './exports/exports.ts'
import { bodyChunks } from './http/body.ts'
import { streamOf } from './http/download-stream.ts'
import { jsonResponse } from './http/json-answer.ts'
import { notFound } from './http/problem.ts'
import { projectAnswer } from './projects/project-answer.ts'
import { newSettings } from './projects/project-settings.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from './route.ts'

const CREATE_BODY = z.object({
  project_name: z.string().min(1),
  project_description: z.string().default(''),
  project_sampling: z.string().default(''),
  project_instruction: z.string().default(''),
})
const IMPORT_QUERY = z.object({ on_conflict: z.enum(CONFLICT_POLICIES).default('overwrite') })

/** Annotation Lab's own calls: projects go by their names, tasks keep their ids and their dialect. */
export const annotationLabRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path: '/api/projects/create',
    tag: 'Annotation Lab',
    summary: 'Create a project',
    role: 'manager',
    body: CREATE_BODY,
    answers: { 201: 'The project.' },
    handle: createProject,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{name}/import',
    words: ['name'],
    tag: 'Annotation Lab',
    summary: 'Import tasks; those whose ids are there already are overwritten',
    role: 'manager',
    query: IMPORT_QUERY,
    bodyKind: 'import',
    answers: { 201: 'Counts.', 404: 'There is no such project.' },
    handle: importIntoNamed,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{name}/export',
    words: ['name'],
    tag: 'Annotation Lab',
    summary: 'Export a project as a zip',
    role: 'viewer',
    query: EXPORT_QUERY,
    answers: {
      200: { description: 'A zip with the files of the format.', contentType: 'application/zip' },
      400: 'The format is not known.',
    },
    handle: exportNamed,
  }),
]

async function createProject(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'manager')
  const settings = newSettings(
    { title: body.project_name, description: body.project_description, expert_instruction: body.project_instruction },
    user.id,
  )
  const project = await services.store.createProject(settings, services.now())
  return jsonResponse({ ...projectAnswer(project, user, undefined), project_name: project.title }, 201)
}

async function importIntoNamed(request: RouteRequest<z.output<typeof IMPORT_QUERY>>): Promise<Response> {
  const { services, user, query, raw } = request
  const project = await needNamed(request)
  const start = performance.now()
  const input = await openInput([{ name: 'the request', bytes: bodyChunks(raw, services.limits.importBytes) }], noInput())
  try {
    const ids: Id[] = []
    const onStored = (stored: readonly Id[]) => ids.push(...stored)
    const counts = await importTasks(services.store, project.id, input, {
      config: labelConfigOf(project),
      onConflict: query.on_conflict,
      onStored,
    })
    await services.audit.note(user, 'imported', { project: project.id, tasks: ids.length })
    const answer = {
      completion_count: counts.annotations,
      prediction_count: counts.predictions,
      task_count: counts.created + counts.updated,
      task_ids: ids,
      ignored_count: counts.skipped + counts.unchanged,
      failed_count: counts.failed,
      updated_count: counts.updated,
      task_title_warning: 0,
      duration: (performance.now() - start) / 1000,
    }
    return jsonResponse(answer, 201)
  } finally {
    await input.close()
  }
}

/** Tasks without completions come too, as on Annotation Lab's page; `excludeUnannotated` leaves them out. */
async function exportNamed(request: RouteRequest<ExportQuery>): Promise<Response> {
  const { services, user, query } = request
  const project = await needNamed(request)
  await needExportAllowed(services, project.id)
  const wanted = requestOf({ ...query, download_all_tasks: true })
  await services.audit.note(user, 'exported', { project: project.id, format: wanted.format.id })
  const body = streamOf(async (target, signal) => {
    await runExport(services, project, wanted, { sink: zipSink(target), workers: 0, signal })
  }, services)
  const name = `${encodeURIComponent(project.title)}.zip`
  return new Response(body, {
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` },
  })
}

/** @throws HttpProblem 404, 403 */
async function needNamed(request: RouteRequest<unknown, unknown>): Promise<Project> {
  const project = await findProject(request.services.store, decodeURIComponent(request.params.name ?? ''))
  if (project === undefined) throw notFound('Project')
  return needProject(request, project.id)
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
