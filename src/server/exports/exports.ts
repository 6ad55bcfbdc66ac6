import { z } from '@hono/zod-openapi'
import { ALL, type Query } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { slots, streamOf, writeAll } from '../http/download-stream.ts'
import { jsonResponse } from '../http/json-answer.ts'
import { flag, idList } from '../http/parameters.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { contextOf } from '../tasks/task-places.ts'
import { fileKind } from './export-formats.ts'
import { needExportAllowed } from './export-lock.ts'
import {
  both,
  type ExportRequest,
  fileName,
  idsQuery,
  MOST_IDS,
  parseExport,
  runExport,
  sinkOf,
  WITH_ANNOTATIONS,
} from './export-request.ts'
import { exportedInput, exportedTasks, type Serialization } from './exported-tasks.ts'
import { reportAnswer } from './report-answer.ts'

export const EXPORT_QUERY = z.looseObject({
  exportType: z.string().optional(),
  export_type: z.string().optional(),
  format: z.string().optional(),
  download_all_tasks: flag(false),
  download_resources: flag(true),
  interpolate_key_frames: flag(false),
  ids: idList.optional(),
  'ids[]': idList.optional(),
})
export type ExportQuery = z.output<typeof EXPORT_QUERY>
const PARAMETERS = Object.keys(EXPORT_QUERY.shape)
const OLD_QUERY = z.looseObject({ ...EXPORT_QUERY.shape, project: z.string().optional() })

/** Label Studio's plain export: drafts whole, predictions as numbers. */
const PLAIN: Serialization = { predictions: 'ids', drafts: 'whole', annotators: 'ids' }
const WHOLE: Serialization = { predictions: 'whole', drafts: 'whole', annotators: 'ids' }

const DESCRIPTION =
  'Besides these parameters it takes the options of the format, of the selection and of the layout (`split`, `media` …), as on the command line. Without `download_all_tasks` only tasks that somebody annotated or skipped are exported.'

export const exportRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export',
    tag: 'Export',
    summary: 'Export a project as a download that starts at once',
    description: DESCRIPTION,
    role: 'viewer',
    query: EXPORT_QUERY,
    answers: {
      200: { description: 'The file, or a zip where the format has several.', contentType: 'application/octet-stream' },
      400: 'The format or a parameter is not known.',
      403: 'Downloads are locked.',
    },
    handle: async (request) => download(request, await needProject(request, idOf(request))),
  }),
  defineRoute({
    method: 'get',
    path: '/api/project/export',
    tag: 'Export',
    summary: 'Export a project, as older guides have it: `?format=JSON`',
    description: DESCRIPTION,
    role: 'viewer',
    query: OLD_QUERY,
    answers: {
      200: { description: 'The file, or a zip.', contentType: 'application/octet-stream' },
      400: 'The format is not known.',
    },
    handle: async (request) => download(request, await needProject(request, await onlyProject(request))),
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export/report',
    tag: 'Export',
    summary: 'What an export would write and lose, without writing it',
    description: DESCRIPTION,
    role: 'viewer',
    query: EXPORT_QUERY,
    answers: { 200: 'Counts and issues.', 400: 'The format or a parameter is not known.' },
    handle: async (request) => {
      const project = await needProject(request, idOf(request))
      const signal = request.raw.signal
      const report = await slots.run(() =>
        runExport(request.services, project, requestOf(request.query), { dryRun: true, workers: 0, signal }),
      )
      return jsonResponse(reportAnswer(report))
    },
  }),
]

/** What the parameters ask for. @throws GoldpanError, HttpProblem 400 */
export function requestOf(query: ExportQuery): ExportRequest {
  const {
    exportType,
    export_type,
    format,
    download_all_tasks,
    download_resources,
    ids = [],
    'ids[]': bracketed = [],
    ...rest
  } = query
  const wanted = [...ids, ...bracketed]
  const given: Record<string, string> = {}
  for (const [key, value] of Object.entries(rest)) if (!PARAMETERS.includes(key) && key !== 'project') given[key] = String(value)
  if (wanted.length > MOST_IDS) given.ids = wanted.join(',')
  if (!download_resources) given.media ??= 'none'
  const name = [exportType, export_type, format].find((text) => text !== undefined && text !== '') ?? 'JSON'
  const parsed = parseExport(name, given, idsQuery(wanted), PARAMETERS)
  return { ...parsed, query: both(both(download_all_tasks ? ALL : WITH_ANNOTATIONS, withoutSkipped(parsed)), parsed.query) }
}

/** Outside of raw JSON Label Studio has no line for a task that was skipped only. */
function withoutSkipped({ format, select }: ExportRequest): Query {
  const isKept = format.purpose === 'raw' || select.cancelled === 'keep' || select.state === 'skipped'
  return isKept ? ALL : { kind: 'not', part: { kind: 'is', state: 'skipped' } }
}

async function download(request: RouteRequest<ExportQuery>, project: Project): Promise<Response> {
  const { services, user, query } = request
  await needExportAllowed(services, project.id)
  const wanted = requestOf(query)
  const name = await fileName(services, project, wanted)
  await services.audit.note(user, 'exported', { project: project.id, format: wanted.format.id, file: name })
  return new Response(await bodyOf(services, project, wanted), {
    headers: {
      'content-type': fileKind(wanted).contentType,
      'content-disposition': `attachment; filename="${name}"`,
      filename: name,
      'x-accel-buffering': 'no',
    },
  })
}

/** Raw JSON is Label Studio's own; where something is selected, the engine does it, with predictions to select from. */
async function bodyOf(services: Services, project: Project, wanted: ExportRequest): Promise<ReadableStream<Uint8Array>> {
  const context = await contextOf(services, project)
  if (wanted.format.id === 'json' && Object.keys({ ...wanted.select, ...wanted.output }).length === 0)
    return streamOf(
      (target, signal) => writeAll(exportedTasks(services, context, wanted.query, PLAIN, undefined, signal), target),
      services,
    )
  const source = wanted.format.id === 'json' ? exportedInput(services, project, context, wanted.query, WHOLE) : undefined
  return streamOf(async (target, signal) => {
    await runExport(services, project, wanted, { sink: sinkOf(wanted, target), workers: 0, signal }, source)
  }, services)
}

/** The project that older guides mean: `project=`, else the only one there is. */
async function onlyProject({ services, query }: RouteRequest<z.output<typeof OLD_QUERY>>): Promise<number> {
  if (query.project !== undefined) return Number(query.project)
  const projects = await services.store.projects()
  return projects.length === 1 ? projects[0]!.id : 0
}
