import { z } from '@hono/zod-openapi'
import { ALL } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { shortUser } from '../access/people.ts'
import { userById } from '../access/users.ts'
import { fileResponse } from '../http/file-response.ts'
import { type AnswerObject, jsonResponse, noContent, RawJson } from '../http/json-answer.ts'
import { HttpProblem, invalid, invalidBody, notFound, toProblem } from '../http/problem.ts'
import { timestamp } from '../http/time.ts'
import { viewById } from '../projects/views.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { formatOf } from './export-formats.ts'
import { allJobs, type ExportJob, isFinal, type JobState, jobById } from './export-job.ts'
import { needExportAllowed } from './export-lock.ts'
import { minuteOf } from './export-request.ts'
import { SNAPSHOT_OPTIONS } from './snapshot-options.ts'

const CREATE_BODY = z.object({ ...SNAPSHOT_OPTIONS, title: z.string().max(2048).nullish() })
const CONVERT_BODY = z.object({ export_type: z.string(), download_resources: z.boolean().nullish() })

/** Small snapshots are there when the answer comes, as Label Studio's are; clients poll for the others. */
const PATIENCE = 15_000
const MOST_LISTED = 100

export const snapshotRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/exports',
    tag: 'Snapshots',
    summary: 'List the export snapshots of a project, the newest first',
    role: 'viewer',
    ignoredQuery: ['ordering'],
    answers: { 200: 'At most 100 snapshots.' },
    handle: listSnapshots,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/exports',
    tag: 'Snapshots',
    summary: 'Take a snapshot of a project, of all tasks or of some',
    role: 'viewer',
    ignoredQuery: ['interpolate_key_frames'], // the same as in the body
    body: CREATE_BODY,
    answers: { 201: 'The snapshot; poll until `status` is `completed`.', 400: 'An option is not possible.' },
    handle: createSnapshot,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/exports/{snapshot}',
    tag: 'Snapshots',
    summary: 'Get a snapshot with its conversions',
    role: 'viewer',
    answers: { 200: 'The snapshot.', 404: 'There is none.' },
    handle: async (request) => {
      const snapshot = await needSnapshot(request)
      return jsonResponse(await snapshotAnswer(request.services, snapshot))
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}/exports/{snapshot}',
    tag: 'Snapshots',
    summary: 'Delete a snapshot and its files',
    role: 'annotator',
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: async (request) => {
      const { jobs, store } = request.services
      const { id } = await needSnapshot(request)
      for (const job of await allJobs(store)) if (job.snapshot === id) await jobs.delete(job.id)
      await jobs.delete(id)
      return noContent()
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/exports/{snapshot}/convert',
    tag: 'Snapshots',
    summary: 'Convert a snapshot into a format',
    role: 'viewer',
    body: CONVERT_BODY,
    answers: { 200: 'The number of the conversion.', 400: 'The format is not known, or was converted to already.' },
    handle: convertSnapshot,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/exports/{snapshot}/download',
    tag: 'Snapshots',
    summary: 'Download a snapshot, as JSON or in a format; ranges are possible',
    role: 'viewer',
    query: z.object({ exportType: z.string().optional(), export_type: z.string().optional() }),
    answers: {
      200: { description: 'The file.', contentType: 'application/octet-stream' },
      206: 'A part of it.',
      404: 'It is not there yet.',
    },
    handle: downloadSnapshot,
  }),
]

async function listSnapshots(request: RouteRequest): Promise<Response> {
  const { services } = request
  const project = await needProject(request, idOf(request))
  const all = (await allJobs(services.store)).filter((job) => job.kind === 'snapshot' && job.project === project.id)
  const newest = all.toReversed().slice(0, MOST_LISTED)
  return jsonResponse(await Promise.all(newest.map((job) => snapshotAnswer(services, job))))
}

async function createSnapshot(request: RouteRequest<unknown, z.output<typeof CREATE_BODY>>): Promise<Response> {
  const { services, user, body } = request
  const project = await needProject(request, idOf(request))
  await needView(services, project, body.task_filter_options?.view)
  const { title, ...options } = body
  const job = await services.jobs.create({
    kind: 'snapshot',
    project: project.id,
    user: user.id,
    title: title || `${project.title.replaceAll(' ', '-')}-at-${minuteOf(services.now())}`,
    format: 'json',
    tasks: (await services.store.count(project.id, ALL)).tasks,
    snapshotOptions: JSON.stringify(options),
  })
  await services.audit.note(user, 'exported', { project: project.id, format: 'json', snapshot: job.id })
  const answer = await snapshotAnswer(services, await services.jobs.settled(job, PATIENCE))
  const echo = { task_filter_options: null, annotation_filter_options: null, serialization_options: null }
  return jsonResponse({ ...answer, ...echo, ...givenOptions(request) }, 201)
}

/** As they were sent. */
function givenOptions({ json }: RouteRequest<unknown, unknown>): AnswerObject {
  const keys = Object.keys(SNAPSHOT_OPTIONS)
  return Object.fromEntries(
    keys.flatMap((key) => (json?.get(key) === undefined ? [] : [[key, new RawJson(json.get(key)!.bytes())]])),
  )
}

async function needView(services: Services, project: Project, view: number | null | undefined): Promise<void> {
  if (view === null || view === undefined) return
  if ((await viewById(services, view))?.project !== project.id)
    throw invalid({ task_filter_options: { view: [`Invalid pk "${view}" - object does not exist.`] } })
}

async function convertSnapshot(request: RouteRequest<unknown, z.output<typeof CONVERT_BODY>>): Promise<Response> {
  const { services, user, body } = request
  const snapshot = await needSnapshot(request)
  needFormat(body.export_type)
  if (snapshot.state !== 'done') throw notCompleted()
  const others = await conversionsOf(services, snapshot)
  if (others.some(({ format, state }) => format === body.export_type && state !== 'failed' && state !== 'cancelled'))
    throw invalidBody(`Conversion to ${body.export_type} already started`)
  const job = await makeConversion(services, snapshot, user.id, body.export_type)
  await services.jobs.settled(job, PATIENCE)
  return jsonResponse({ export_type: body.export_type, converted_format: job.id })
}

function makeConversion({ jobs }: Services, snapshot: ExportJob, user: number, format: string): Promise<ExportJob> {
  const { project, title } = snapshot
  return jobs.create({
    kind: 'conversion',
    project,
    user,
    title,
    format,
    tasks: snapshot.result?.tasks ?? 0,
    snapshot: snapshot.id,
  })
}

async function downloadSnapshot(
  request: RouteRequest<{ readonly exportType?: string | undefined; readonly export_type?: string | undefined }>,
): Promise<Response> {
  const { services, user, query, raw } = request
  const snapshot = await needSnapshot(request)
  await needExportAllowed(services, snapshot.project)
  if (snapshot.state !== 'done') throw notCompleted()
  const type = query.exportType || query.export_type || 'JSON'
  const job = type === 'JSON' ? snapshot : await needConversion(request, snapshot, type)
  if (job.result === null) throw notCompleted()
  await services.audit.note(user, 'export-downloaded', { project: job.project, snapshot: snapshot.id, file: job.result.file })
  const { file, contentType, md5 } = job.result
  return fileResponse(raw, services.jobs.pathOf(job, file), { contentType, fileName: file, etag: md5 })
}

/** The snapshot in a format, converted now if it was not before. */
async function needConversion(
  { services, user }: RouteRequest<unknown, unknown>,
  snapshot: ExportJob,
  type: string,
): Promise<ExportJob> {
  needFormat(type)
  const made = (await conversionsOf(services, snapshot)).findLast(
    ({ format, state }) => format === type && state !== 'failed' && state !== 'cancelled',
  )
  const job = await services.jobs.settled(made ?? (await makeConversion(services, snapshot, user.id, type)), 10 * PATIENCE)
  if (job.error !== null) throw new HttpProblem(400, job.error.code, job.error.message, { hint: job.error.hint })
  return job
}

/** @throws HttpProblem 400 in Label Studio's words */
function needFormat(type: string): void {
  try {
    formatOf(type)
  } catch (error) {
    const hint = toProblem(error)?.hint
    throw invalid({ export_type: [`${type} is not supported export format`] }, hint)
  }
}

function notCompleted(): HttpProblem {
  return new HttpProblem(404, 'export-unfinished', 'Export is not completed', {
    hint: 'ask again when its status is `completed`',
  })
}

async function needSnapshot(request: RouteRequest<unknown, unknown>): Promise<ExportJob> {
  const project = await needProject(request, idOf(request))
  const job = await jobById(request.services.store, idOf(request, 'snapshot'))
  if (job?.kind !== 'snapshot' || job.project !== project.id) throw notFound('Export')
  return job
}

async function conversionsOf({ store }: Services, { id }: ExportJob): Promise<ExportJob[]> {
  return (await allJobs(store)).filter(({ snapshot }) => snapshot === id)
}

const STATUSES: Readonly<Record<JobState, string>> = {
  created: 'created',
  queued: 'created',
  running: 'in_progress',
  done: 'completed',
  failed: 'failed',
  cancelled: 'failed',
}

async function snapshotAnswer(services: Services, job: ExportJob): Promise<AnswerObject> {
  const creator = await userById(services.store, job.user)
  const conversions = await conversionsOf(services, job)
  return {
    title: job.title,
    id: job.id,
    created_by: creator === undefined ? null : shortUser(creator),
    created_at: timestamp(new Date(job.createdAt)),
    finished_at: job.finishedAt === null || !isFinal(job) ? null : timestamp(new Date(job.finishedAt)),
    status: STATUSES[job.state],
    md5: job.result?.md5 ?? '',
    counters: { task_number: job.result?.tasks ?? 0 },
    converted_formats: conversions.map(({ id, state, format, error }) => ({
      id,
      status: STATUSES[state],
      export_type: format,
      traceback: error?.message ?? null,
    })),
  }
}
