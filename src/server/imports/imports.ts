import { z } from '@hono/zod-openapi'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { allUsers, nextId } from '../access/users.ts'
import { type Answer, type AnswerObject, jsonResponse, RawJson } from '../http/json-answer.ts'
import { flag, wordList } from '../http/parameters.ts'
import { invalid, invalidBody, notFound } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { extraOf } from '../projects/project-settings.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { type ImportBody, takeImportBody } from './import-body.ts'
import { type ImportedCounts, type ImportSource, runImport } from './import-run.ts'
import { isTable, tasksIn } from './import-sources.ts'
import { deleteUpload, extensionOf, saveUpload, type Upload, uploadById, uploadPath } from './upload-store.ts'

const QUERY = z.object({
  return_task_ids: flag(false),
  commit_to_project: flag(true),
  preannotated_from_fields: wordList.default([]),
})
type ImportQuery = z.output<typeof QUERY>
const REIMPORT_BODY = z.object({ file_upload_ids: z.array(z.int()), files_as_tasks_list: z.boolean().default(true) })

/** The store's collection of imports that are done. */
const IMPORTS = 'imports'

export const importRoutes: readonly AnyRoute[] = [
  ...(['/api/projects/{id}/import', '/api/projects/{id}/tasks/bulk'] as const).map((path) =>
    defineRoute({
      method: 'post',
      path,
      tag: 'Import',
      summary: 'Import tasks, all or none',
      description:
        'A JSON list of tasks or one task; a form with files (.json, .jsonl, .csv, .tsv, .txt, .zip, texts, media); or a form with `url`. A task is its data, or has a member `data`.',
      role: 'manager',
      query: QUERY,
      bodyKind: 'import',
      answers: {
        201: 'Counts.',
        400: 'What is wrong with which task; nothing is stored.',
        413: 'Too large.',
        415: 'No kind of body that holds tasks.',
      },
      handle: importTasks,
    }),
  ),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/reimport',
    tag: 'Import',
    summary: 'Import files that were uploaded before',
    role: 'manager',
    query: QUERY,
    body: REIMPORT_BODY,
    answers: { 201: 'Counts.', 400: 'What is wrong with which task; nothing is stored.' },
    handle: reimport,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/imports/{import}',
    tag: 'Import',
    summary: 'What became of an import',
    role: 'viewer',
    answers: { 200: 'Its counts and task ids.', 404: 'There is none.' },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      const value = await request.services.store.records.get(IMPORTS, `${project.id}.${idOf(request, 'import')}`)
      if (value === undefined) throw notFound('ProjectImport')
      return jsonResponse(new RawJson(value))
    },
  }),
]

async function importTasks(request: RouteRequest<ImportQuery>): Promise<Response> {
  const project = await needProject(request, idOf(request))
  needControls(request.query, project)
  return answerImport(request, project, await takeImportBody(request, project.id))
}

async function reimport(request: RouteRequest<ImportQuery, z.output<typeof REIMPORT_BODY>>): Promise<Response> {
  const { services, body } = request
  const project = await needProject(request, idOf(request))
  needControls(request.query, project)
  const uploads = await Promise.all(body.file_upload_ids.map((id) => uploadById(services, id)))
  const known = uploads.filter((upload) => upload?.project === project.id)
  if (known.length === 0 || known.length < uploads.length)
    throw invalid({ file_upload_ids: ['An uploaded file is not of this project.'] })
  return answerImport(request, project, { uploads: known.filter((upload) => upload !== undefined), source: undefined })
}

async function answerImport(request: RouteRequest<ImportQuery, unknown>, project: Project, body: ImportBody): Promise<Response> {
  const { services, user, query } = request
  const start = performance.now()
  const counts = await importBody(request, project, body)
  const { uploads } = body
  if (query.commit_to_project) {
    for (const upload of uploads) await saveUpload(services, { ...upload, isUsed: true })
    await services.audit.note(user, 'imported', { project: project.id, tasks: counts.tasks })
    services.webhooks.tell('TASKS_CREATED', project.id, { tasks: counts.ids })
  }
  const answer = {
    task_count: counts.tasks,
    annotation_count: query.commit_to_project ? counts.annotations : null,
    prediction_count: query.commit_to_project ? counts.predictions : null,
    duration: (performance.now() - start) / 1000,
    file_upload_ids: uploads.map(({ id }) => id),
    could_be_tasks_list: uploads.some(isTable),
    found_formats: uploads.length === 0 ? [] : formatCounts(uploads),
    data_columns: uploads.length === 0 ? [] : counts.columns,
    ...(query.return_task_ids && { task_ids: counts.ids }),
  }
  return jsonResponse({ ...answer, import: await keepImport(request, project, answer, counts) }, 201)
}

async function importBody(
  request: RouteRequest<ImportQuery, unknown>,
  project: Project,
  { uploads, source }: ImportBody,
): Promise<ImportedCounts> {
  const { services, user, query } = request
  const config = labelConfigOf(project)
  const target = {
    services,
    project: project.id,
    user,
    config,
    users: await allUsers(services.store),
    preannotated: query.preannotated_from_fields,
  }
  try {
    const sources: ImportSource[] =
      source === undefined ? uploads.map((upload) => tasksIn(upload, uploadPath(services, upload), config)) : [source]
    const counts = await runImport(
      sources,
      { ...target, fileUpload: uploads.length === 1 ? uploads[0]?.name : undefined },
      query.commit_to_project,
    )
    await takeModelVersion(request, project, counts)
    return counts
  } catch (error) {
    if (query.commit_to_project) for (const upload of uploads) if (!upload.isUsed) await deleteUpload(services, upload)
    throw error
  }
}

/** The first model to predict something is the project's, when it had none. */
async function takeModelVersion(
  { services, query }: RouteRequest<ImportQuery, unknown>,
  project: Project,
  counts: ImportedCounts,
): Promise<void> {
  if (!query.commit_to_project || counts.modelVersion === undefined || (extraOf(project).model_version ?? '') !== '') return
  const extra = JSON.stringify({ ...extraOf(project), model_version: counts.modelVersion })
  await services.store.changeProject(project.id, { extra }, services.now())
}

/** @throws HttpProblem 400 for a column that no control tag has the name of */
function needControls({ preannotated_from_fields: columns }: ImportQuery, project: Project): void {
  const { controls } = labelConfigOf(project)
  const wrong = columns.find((column) => !controls.some(({ name }) => name === column))
  if (wrong !== undefined)
    throw invalidBody(
      `preannotated_from_fields: there is no control tag "${wrong}" in the labeling config; there are ${controls.map(({ name }) => name).join(', ')}`,
    )
}

function formatCounts(uploads: readonly Upload[]): AnswerObject {
  const counts: Record<string, number> = {}
  for (const upload of uploads) counts[extensionOf(upload)] = (counts[extensionOf(upload)] ?? 0) + 1
  return counts
}

/** So that clients which ask what became of it get an answer. */
async function keepImport(
  request: RouteRequest<ImportQuery, unknown>,
  project: Project,
  answer: AnswerObject,
  { ids }: ImportedCounts,
): Promise<Answer> {
  const { services, query } = request
  const id = await nextId(services.store.records, IMPORTS)
  const at = timestamp(services.now())
  const status = {
    ...answer,
    id,
    project: project.id,
    status: 'completed',
    error: null,
    task_ids: query.return_task_ids ? ids : [],
    commit_to_project: query.commit_to_project,
    return_task_ids: query.return_task_ids,
    preannotated_from_fields: query.preannotated_from_fields,
    created_at: at,
    updated_at: at,
    finished_at: at,
  }
  await services.store.records.put(IMPORTS, `${project.id}.${id}`, JSON.stringify(status))
  return id
}
