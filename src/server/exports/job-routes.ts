import { z } from '@hono/zod-openapi'
import { GoldpanError } from '../../model/error.ts'
import { hasRole, needProject, roleIn } from '../access/access.ts'
import { fileResponse } from '../http/file-response.ts'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { forbidden, HttpProblem, noteOf, notFound } from '../http/problem.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { allJobs, type ExportJob, isFinal, jobById } from './export-job.ts'
import { needExportAllowed } from './export-lock.ts'
import { parseExport, runExport } from './export-request.ts'
import { searchOf } from './export-work.ts'
import { addressOf, jobAnswer } from './job-answer.ts'
import { jobEvents } from './job-events.ts'
import { reportAnswer } from './report-answer.ts'

const OPTIONS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const CREATE_BODY = z.strictObject({
  format: z.string(),
  options: OPTIONS.default({}),
  select: OPTIONS.default({}),
  output: OPTIONS.default({}),
  title: z.string().max(200).default(''),
  dry_run: z.boolean().default(false),
})

export const jobRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/export-jobs',
    tag: 'Export jobs',
    summary: 'Export in the background; `dry_run` only tells what would be written and lost',
    description:
      '`options` are those of the format, `select` those of the selection, `output` splits, names and media files: as on the command line.',
    role: 'viewer',
    body: CREATE_BODY,
    answers: {
      202: 'The job.',
      200: 'Of a dry run: counts and issues.',
      400: 'Format or option are not known.',
      422: 'An option cannot have this value, or the search cannot be read.',
      403: 'Downloads are locked.',
    },
    handle: createJob,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-jobs',
    tag: 'Export jobs',
    summary: 'List the export jobs of a project, the newest first',
    role: 'viewer',
    answers: { 200: 'Jobs.' },
    handle: async (request) => {
      const { services } = request
      const project = await needProject(request, idOf(request))
      const jobs = (await allJobs(services.store)).filter(({ kind, project: id }) => kind === 'export' && id === project.id)
      return jsonResponse(jobs.toReversed().map((job) => jobAnswer(services, job)))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-jobs/{job}',
    tag: 'Export jobs',
    summary: 'Get a job: its state, how far it is, what became of it',
    role: 'viewer',
    answers: { 200: 'The job.', 404: 'There is none.' },
    handle: async (request) => jsonResponse(jobAnswer(request.services, await needJob(request))),
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-jobs/{job}/events',
    tag: 'Export jobs',
    summary: 'Follow a job by server-sent events until it ends',
    role: 'viewer',
    answers: { 200: { description: 'Events `job` with the job as JSON.', contentType: 'text/event-stream' } },
    handle: async (request) => jobEvents(request.services, await needJob(request), request.raw.signal),
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/export-jobs/{job}/cancel',
    tag: 'Export jobs',
    summary: 'Call a job off',
    role: 'viewer',
    body: z.unknown(),
    answers: { 200: 'The job.', 403: 'It is somebody else’s.', 409: 'It has ended already.' },
    handle: cancelJob,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-jobs/{job}/download',
    tag: 'Export jobs',
    summary: 'Download the result; ranges are possible',
    role: 'viewer',
    answers: {
      200: { description: 'The file.', contentType: 'application/octet-stream' },
      206: 'A part of it.',
      304: 'It is what you have.',
      404: 'There is no result.',
    },
    handle: (request) => downloadFile(request, 'result'),
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-jobs/{job}/report',
    tag: 'Export jobs',
    summary: 'Download report.json with every single issue',
    role: 'viewer',
    answers: { 200: 'The report.', 404: 'There is no result.' },
    handle: (request) => downloadFile(request, 'report'),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}/export-jobs/{job}',
    tag: 'Export jobs',
    summary: 'Delete a job and its file; a running one is called off',
    role: 'viewer',
    answers: { 204: 'It is gone.', 403: 'It is somebody else’s.', 404: 'There is none.' },
    handle: async (request) => {
      const { id } = await needOwnJob(request)
      await request.services.jobs.delete(id)
      return noContent()
    },
  }),
]

async function createJob(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { services, user, body, raw } = request
  const project = await needProject(request, idOf(request))
  const given = { ...body.options, ...body.select, ...body.output }
  const wanted = possible(() => parseExport(body.format, given, searchOf(body.select)))
  if (body.dry_run) {
    const report = await runExport(services, project, wanted, { dryRun: true, workers: 0, signal: raw.signal })
    return jsonResponse(reportAnswer(report))
  }
  await needExportAllowed(services, project.id)
  const job = await services.jobs.create({
    kind: 'export',
    project: project.id,
    user: user.id,
    title: body.title === '' ? `${project.title || project.id} as ${wanted.format.id}` : body.title,
    format: wanted.format.id,
    options: wanted.options,
    select: wanted.select,
    output: wanted.output,
    tasks: (await services.store.count(project.id, wanted.query)).tasks,
  })
  await services.audit.note(user, 'exported', { project: project.id, format: job.format, job: job.id })
  return jsonResponse(jobAnswer(services, job), 202, { location: addressOf(job) })
}

/** What is known by name but cannot be done is 422. */
function possible<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof GoldpanError) || error.code === 'format-unknown') throw error
    const { code, message, hint, where } = noteOf(error)
    throw new HttpProblem(422, code, message, { hint, where })
  }
}

async function cancelJob(request: RouteRequest<unknown, unknown>): Promise<Response> {
  const { services } = request
  const job = await needOwnJob(request)
  if (isFinal(job))
    throw new HttpProblem(409, 'job-ended', `The job is ${job.state} already.`, { hint: 'delete it to remove its file' })
  return jsonResponse(jobAnswer(services, (await services.jobs.cancel(job.id)) ?? job))
}

async function downloadFile(request: RouteRequest<unknown, unknown>, what: 'result' | 'report'): Promise<Response> {
  const { services, user, raw } = request
  const job = await needJob(request)
  await needExportAllowed(services, job.project)
  const { result } = job
  if (result === null)
    throw new HttpProblem(404, 'export-unfinished', 'Export is not completed', { hint: `the job is ${job.state}` })
  if (what === 'report')
    return fileResponse(raw, services.jobs.pathOf(job, 'report.json'), {
      contentType: 'application/json',
      fileName: 'report.json',
    })
  await services.audit.note(user, 'export-downloaded', { project: job.project, job: job.id, file: result.file })
  return fileResponse(raw, services.jobs.pathOf(job, result.file), {
    contentType: result.contentType,
    fileName: result.file,
    etag: result.md5,
  })
}

/** One that the user may end: managers all. @throws HttpProblem 404, 403 */
async function needOwnJob(request: RouteRequest<unknown, unknown>): Promise<ExportJob> {
  const { services, user } = request
  const job = await needJob(request)
  if (job.user !== user.id && !hasRole(await roleIn(services, user, job.project), 'manager'))
    throw forbidden('to end jobs of others takes the role manager')
  return job
}

async function needJob(request: RouteRequest<unknown, unknown>): Promise<ExportJob> {
  const project = await needProject(request, idOf(request))
  const job = await jobById(request.services.store, idOf(request, 'job'))
  if (job?.kind !== 'export' || job.project !== project.id) throw notFound('ExportJob')
  return job
}
