import { rm } from 'node:fs/promises'
import { z } from '@hono/zod-openapi'
import { CONFLICT_POLICIES } from '../../projects/conflict-policy.ts'
import { needProject } from '../access/access.ts'
import { type AnswerObject, jsonResponse, noContent } from '../http/json-answer.ts'
import { notFound } from '../http/problem.ts'
import { toAnswer } from '../projects/project-answer.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { DataImport } from './data-import.ts'
import { takeFiles } from './take-files.ts'

const QUERY = z.object({
  from: z.string().optional().openapi({ description: 'A format; by default what the files say themselves.' }),
  on_conflict: z.enum(CONFLICT_POLICIES).default('overwrite').openapi({
    description: 'When a task’s id is there already; records of other formats have no ids and come in beside what is there.',
  }),
})
const path = '/api/projects/{id}/data-imports'
const ANSWERS = { 200: 'How far it is, and what became of the tasks.', 404: 'There is none.' }

export const dataImportRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path,
    tag: 'Import',
    summary: 'Bring files of any format into a project, in the background',
    description:
      'A form with files; their names may have folders. Tasks of Label Studio and Annotation Lab, or a data set of any format that `goldpan import` reads; archives too; or media files alone. Ids stay; tasks that cannot be read are listed, and all others stored.',
    role: 'manager',
    query: QUERY,
    bodyKind: 'import',
    answers: { 202: 'It has begun.', 400: 'There are no files.', 413: 'Too large.', 415: 'No form.' },
    handle: begin,
  }),
  defineRoute({
    method: 'get',
    path: `${path}/{import}`,
    tag: 'Import',
    summary: 'What became of files that were brought into a project',
    role: 'manager',
    answers: ANSWERS,
    handle: async (request) => jsonResponse(importAnswer(await needImport(request))),
  }),
  defineRoute({
    method: 'post',
    path: `${path}/{import}/format`,
    tag: 'Import',
    summary: 'Say of which format files are that may be of several',
    role: 'manager',
    body: z.object({ from: z.string() }),
    answers: ANSWERS,
    handle: async (request) => {
      const { id } = await needImport(request)
      return jsonResponse(importAnswer(request.services.dataImports.answer(id, request.body.from) ?? (await needImport(request))))
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${path}/{import}`,
    tag: 'Import',
    summary: 'Call an import off; what is stored by then stays',
    role: 'manager',
    answers: { 204: 'It stops.', 404: 'There is none.' },
    handle: async (request) => {
      const { id } = await needImport(request)
      await request.services.dataImports.cancel(id)
      return noContent()
    },
  }),
]

async function begin(request: RouteRequest<z.output<typeof QUERY>>): Promise<Response> {
  const { services, user, query, raw } = request
  const project = await needProject(request, idOf(request))
  const folder = await services.dataImports.newFolder()
  try {
    await takeFiles(raw, folder, services.limits.importBytes)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  const begun = services.dataImports.begin({ project, user, folder, from: query.from, onConflict: query.on_conflict })
  return jsonResponse(importAnswer(begun), 202, { location: `${request.url.pathname.replace(/\/$/, '')}/${begun.id}` })
}

async function needImport(request: RouteRequest<unknown, unknown>): Promise<DataImport> {
  const project = await needProject(request, idOf(request))
  const found = request.services.dataImports.get(project.id, idOf(request, 'import'))
  if (found === undefined) throw notFound('Import')
  return found
}

function importAnswer({ counts, problems, error, fraction, candidates, ...status }: DataImport): AnswerObject {
  return {
    ...status,
    candidates,
    fraction: fraction ?? null,
    counts: { ...counts },
    problems: toAnswer(problems),
    error: toAnswer(error),
  }
}
