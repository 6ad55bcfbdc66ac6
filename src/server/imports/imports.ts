import { z } from '@hono/zod-openapi'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { jsonResponse, RawJson } from '../http/json-answer.ts'
import { flag, wordList } from '../http/parameters.ts'
import { invalid, invalidBody, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { type ImportBody, takeImportBody } from './import-body.ts'
import type { ImportOrder } from './import-work.ts'
import { uploadById } from './upload-store.ts'

const QUERY = z.object({
  return_task_ids: flag(false),
  commit_to_project: flag(true),
  preannotated_from_fields: wordList.default([]),
  async: flag(false),
})
type ImportQuery = z.output<typeof QUERY>
const REIMPORT_BODY = z.object({ file_upload_ids: z.array(z.int()), files_as_tasks_list: z.boolean().default(true) })

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
        202: 'Of `async=true`: the number of the import, which goes on.',
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
    answers: {
      201: 'Counts.',
      202: 'Of `async=true`: the number of the import, which goes on.',
      400: 'What is wrong with which task; nothing is stored.',
    },
    handle: reimport,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/imports/{import}',
    tag: 'Import',
    summary: 'What became of an import, or how far it is',
    role: 'viewer',
    answers: { 200: '`status` is created, in_progress, completed or failed; `error` says why.', 404: 'There is none.' },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      const record = await request.services.imports.statusOf(project.id, idOf(request, 'import'))
      if (record === undefined) throw notFound('ProjectImport')
      return jsonResponse(new RawJson(JSON.stringify(record)))
    },
  }),
]

async function importTasks(request: RouteRequest<ImportQuery>): Promise<Response> {
  const project = await needProject(request, idOf(request))
  needControls(request.query, project)
  return answerImport(request, project, await takeImportBody(request, project.id, request.query.async))
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
  const order: ImportOrder = {
    project,
    user,
    body,
    isStoring: query.commit_to_project,
    returnsIds: query.return_task_ids,
    preannotated: query.preannotated_from_fields,
  }
  if (!query.async) return jsonResponse(await services.imports.run(order), 201)
  const id = await services.imports.begin(order)
  return jsonResponse({ import: id }, 202, { location: `/api/projects/${project.id}/imports/${id}` })
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
