import { subjectsOf } from '../../export/format-subjects.ts'
import { unknownFormat } from '../../export/need-format.ts'
import { parseOptions } from '../../export/options.ts'
import { singleFileOf } from '../../export/output-options.ts'
import type { AnyFormat, OptionTable } from '../../formats/format.ts'
import { findFormat, formats } from '../../formats/index.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { needProject } from '../access/access.ts'
import { type AnswerObject, jsonResponse } from '../http/json-answer.ts'
import { type AnyRoute, defineRoute, idOf } from '../route.ts'
import type { ExportRequest } from './export-request.ts'

/** Label Studio always packs these, though they may be one file. */
const PACKED = new Set(['coco', 'brush-coco', 'asr-manifest'])

/** The format of an `exportType`. @throws GoldpanError `format-unknown` with the nearest name */
export function formatOf(name: string): AnyFormat {
  const format = findFormat(name)
  if (format === undefined) throw unknownFormat(name)
  return format
}

/** How a download is called and what it is. */
export function fileKind({ format, layout }: Pick<ExportRequest, 'format' | 'layout'>): {
  readonly extension: string
  readonly contentType: string
  readonly isZip: boolean
} {
  const singleFile = singleFileOf(format, layout)
  if (singleFile === undefined || PACKED.has(format.id)) return { extension: 'zip', contentType: 'application/zip', isZip: true }
  const extension = singleFile.slice(singleFile.lastIndexOf('.') + 1)
  return { extension, contentType: CONTENT_TYPES.get(extension) ?? 'application/octet-stream', isZip: false }
}

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json'],
  ['jsonl', 'application/x-ndjson'],
  ['csv', 'text/csv; charset=utf-8'],
  ['tsv', 'text/tab-separated-values; charset=utf-8'],
  ['conll', 'text/plain; charset=utf-8'],
  ['xml', 'application/xml'],
  ['parquet', 'application/vnd.apache.parquet'],
])

export const exportFormatRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export/formats',
    tag: 'Export',
    summary: 'List the formats, those that suit the project first',
    description:
      '`disabled` formats have nothing to write for this labeling config; `reason` says why. `subjects` are the kinds of project that a format is for, `file` the name of the one file it writes.',
    role: 'viewer',
    answers: { 200: 'Formats with the options they take.' },
    handle: async (request) => {
      const config = labelConfigOf(await needProject(request, idOf(request)))
      const answers = formats.flatMap((format) => namesOf(format).map((name) => describe(format, name, config)))
      return jsonResponse([
        ...answers.filter(({ disabled }) => disabled === undefined),
        ...answers.filter(({ disabled }) => disabled === true),
      ])
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/export/files',
    tag: 'Export',
    summary: 'Always an empty list; Label Studio’s pages ask for it',
    role: 'viewer',
    answers: { 200: 'No files.' },
    handle: async (request) => {
      await needProject(request, idOf(request))
      return jsonResponse({ export_files: [] })
    },
  }),
]

/** Label Studio's own names of a format, which are in capitals; else its id. */
function namesOf(format: AnyFormat): readonly string[] {
  const names = format.aliases.filter((alias) => alias === alias.toUpperCase())
  return names.length === 0 ? [format.id] : names
}

function describe(format: AnyFormat, name: string, config: LabelConfig): AnswerObject {
  const reason = format.unsuited(config, parseOptions<OptionTable>(format.options, {}, format.id))
  return {
    title: format.title,
    description: format.summary,
    link: format.spec,
    name,
    disabled: reason === undefined ? undefined : true,
    reason,
    id: format.id,
    subjects: subjectsOf(format),
    file: format.singleFile ?? null,
    options: optionsAnswer(format.options),
  }
}

/** Defaults, choices and help, in camelCase. */
export function optionsAnswer(table: OptionTable): AnswerObject {
  return Object.fromEntries(Object.entries(table).map(([key, definition]) => [key, { ...definition }]))
}
