import { z } from '@hono/zod-openapi'
import { CROISSANT } from '../../export/croissant/options.ts'
import { MEDIA } from '../../export/media/options.ts'
import { NAMES } from '../../export/name-template.ts'
import { SELECTION } from '../../export/selection.ts'
import { SPLIT } from '../../export/split/rules.ts'
import type { OptionTable } from '../../formats/format.ts'
import { ALL, type NameField } from '../../query/query.ts'
import type { Store } from '../../stores/store.ts'
import { needProject } from '../access/access.ts'
import { allUsers } from '../access/users.ts'
import { slots } from '../http/download-stream.ts'
import { type AnswerObject, jsonResponse } from '../http/json-answer.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { optionsAnswer } from './export-formats.ts'
import { type ExportRequest, parseExport } from './export-request.ts'
import { estimateExport, previewExport, type SampleFile } from './export-sample.ts'
import { searchOf } from './export-work.ts'
import { reportAnswer } from './report-answer.ts'

const OPTIONS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const WANTED = { format: z.string(), options: OPTIONS.default({}), select: OPTIONS.default({}), output: OPTIONS.default({}) }
const PREVIEW_BODY = z.strictObject({ ...WANTED, tasks: z.int().min(1).max(20).default(3) })
const ESTIMATE_BODY = z.strictObject(WANTED)
/** As many tasks an estimate is made from. */
const ESTIMATED_TASKS = 40
/** Of each document that is shown as the source. */
const MOST_SOURCE_BYTES = 256 << 10
/** How an export of a server can be laid out: it asks no hosts for media files. */
const LAYOUT: OptionTable = {
  ...SPLIT,
  ...NAMES,
  media: { ...MEDIA.media, choices: ['none', 'names', 'copy'] },
  mediaMaxSize: MEDIA.mediaMaxSize,
  ...CROISSANT,
}
/** Of annotators, labels and tags. */
const MOST_CHOICES = 300

export const exportPreviewRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/export-preview',
    tag: 'Export',
    summary: 'The first tasks exactly as an export would write them, and what would be lost of them',
    description:
      '`files` have the beginning of texts as `text`, whole pictures as `image` (base64 of a PNG). What only the whole project can know, such as the columns of a table, may differ in the export.',
    role: 'viewer',
    body: PREVIEW_BODY,
    answers: { 200: 'Tasks, files and report.', 400: 'Format or option are not known.' },
    handle: preview,
  }),
  defineRoute({
    method: 'post',
    path: '/api/projects/{id}/export-estimate',
    tag: 'Export',
    summary: 'How many tasks an export would write, and about how many bytes',
    description: '`is_exact` is false where conditions about single annotations may leave fewer tasks.',
    role: 'viewer',
    body: ESTIMATE_BODY,
    answers: { 200: 'Numbers.', 400: 'Format or option are not known.' },
    handle: estimate,
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export-choices',
    tag: 'Export',
    summary: 'What a selection can say, with the annotators, labels, tags and model versions of the project',
    role: 'viewer',
    answers: { 200: 'Values with the number of their tasks, the most frequent first.' },
    handle: choices,
  }),
]

async function preview(request: RouteRequest<unknown, z.output<typeof PREVIEW_BODY>>): Promise<Response> {
  const { services, body, raw } = request
  const project = await needProject(request, idOf(request))
  const wanted = requestOf(body)
  const sample = await slots.run(() => previewExport(services, project, wanted, body.tasks, raw.signal))
  return jsonResponse({
    tasks: sample.documents.map(({ id, document }) => ({
      id,
      ...textAnswer(document.subarray(0, MOST_SOURCE_BYTES), document.length),
    })),
    files: sample.files.map(fileAnswer),
    report: sample.report && reportAnswer(sample.report),
  })
}

/** Media files are copied by exports only. */
function requestOf({ format, options, select, output }: z.output<typeof ESTIMATE_BODY>): ExportRequest {
  const shown = Object.entries(output).filter(([name]) => !Object.hasOwn(MEDIA, name))
  return parseExport(format, { ...options, ...select, ...Object.fromEntries(shown) }, searchOf(select))
}

function fileAnswer({ path, bytes, head }: SampleFile): AnswerObject {
  const isPicture = path.endsWith('.png') && head.length === bytes
  return { path, bytes, ...(isPicture ? { image: Buffer.from(head).toString('base64') } : textAnswer(head, bytes)) }
}

/** The beginning of so many bytes; no text where they are none. */
function textAnswer(head: Uint8Array, bytes: number): { readonly text?: string; readonly is_cut: boolean } {
  const is_cut = head.length < bytes
  if (head.includes(0)) return { is_cut }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }), is_cut } // it may end within a character
  } catch {
    return { is_cut }
  }
}

async function estimate(request: RouteRequest<unknown, z.output<typeof ESTIMATE_BODY>>): Promise<Response> {
  const { services, body, raw } = request
  const project = await needProject(request, idOf(request))
  const wanted = requestOf(body)
  const { tasks, isExact, bytes } = await slots.run(() => estimateExport(services, project, wanted, ESTIMATED_TASKS, raw.signal))
  return jsonResponse({ tasks, is_exact: isExact, bytes: bytes ?? null })
}

async function choices(request: RouteRequest): Promise<Response> {
  const { store } = request.services
  const { id } = await needProject(request, idOf(request))
  const users = new Map((await allUsers(store)).map((user) => [String(user.id), user.email]))
  return jsonResponse({
    selection: optionsAnswer(SELECTION),
    output: optionsAnswer(LAYOUT),
    annotators: (await valuesOf(store, id, 'annotator')).map((one) => ({ ...one, name: users.get(one.value) })),
    labels: await valuesOf(store, id, 'label'),
    tags: await valuesOf(store, id, 'tag'),
    models: await valuesOf(store, id, 'model'),
  })
}

async function valuesOf(store: Store, project: number, field: NameField): Promise<{ value: string; tasks: number }[]> {
  const values = await store.facet(project, ALL, field, MOST_CHOICES)
  return values.map(({ value, tasks }) => ({ value, tasks }))
}
