import { createHash } from 'node:crypto'
import { type Conversion, type ConversionReport, convert } from '../../export/convert.ts'
import { parseOptions } from '../../export/options.ts'
import { type Layout, needMediaPlace, OUTPUT, parseLayout } from '../../export/output-options.ts'
import { parseSelection, SELECTION } from '../../export/selection.ts'
import type { TaskSource } from '../../export/task-source.ts'
import type { AnyFormat, OptionTable, OptionValue, Sink } from '../../formats/format.ts'
import { optionsOfName, outputOfName } from '../../formats/names.ts'
import { type ByteTarget, singleFileSink } from '../../io/content.ts'
import { zipSink } from '../../io/zip-writer.ts'
import { nearest } from '../../model/nearest.ts'
import { storeInput } from '../../projects/store-input.ts'
import { ALL, type Query } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { fileKind, formatOf } from './export-formats.ts'
import { projectMedia } from './project-media.ts'

/** What to export, checked before a task is read. */
export interface ExportRequest {
  readonly format: AnyFormat
  /** Given options of the format, and of the selection; the rest keeps its default. */
  readonly options: Readonly<Record<string, OptionValue>>
  readonly select: Readonly<Record<string, OptionValue>>
  /** How it is laid out: splits, names, media files. */
  readonly output: Readonly<Record<string, OptionValue>>
  readonly layout: Layout
  /** Which tasks the store is asked for. */
  readonly query: Query
}

/** Annotated and skipped tasks: what Label Studio exports when it is not told to export all. */
export const WITH_ANNOTATIONS: Query = { kind: 'not', part: { kind: 'is', state: 'unannotated' } }

/**
 * @param given options of the format, of the selection and of the layout, as on the command line
 * @throws GoldpanError `format-unknown`, `option-invalid`; HttpProblem 400 for a name that is not known, with the nearest one
 */
export function parseExport(
  name: string,
  given: Readonly<Record<string, OptionValue>>,
  query: Query,
  others: readonly string[] = [],
): ExportRequest {
  const format = formatOf(name)
  const options: Record<string, OptionValue> = { ...optionsOfName(format, name) }
  const select: Record<string, OptionValue> = {}
  const output: Record<string, OptionValue> = { ...outputOfName(format, name) }
  for (const [key, value] of Object.entries(given)) {
    const camel = key.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
    if (Object.hasOwn(format.options, camel)) options[camel] = value
    else if (Object.hasOwn(SELECTION, camel)) select[camel] = value
    else if (Object.hasOwn(OUTPUT, camel)) output[camel] = value
    else throw unknownOption(key, format, others)
  }
  parseOptions<OptionTable>(format.options, options, format.id)
  parseSelection(parseOptions(SELECTION, select, 'export'), format)
  if (output.media === 'download') output.media = 'copy' // all that a server may reach are its own places
  const layout = parseLayout(parseOptions(OUTPUT, output, 'export'))
  needMediaPlace(format, layout)
  return { format, options, select, output, layout, query }
}

function unknownOption(key: string, { id, options }: AnyFormat, others: readonly string[]): HttpProblem {
  const known = [...others, ...Object.keys(options), ...Object.keys(SELECTION), ...Object.keys(OUTPUT)]
  const near = nearest(key, known)
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`
  return new HttpProblem(400, 'parameter-unknown', `there is no parameter \`${key}\` of an export as ${id}`, {
    hint,
    fields: { [key]: [`Unknown parameter; ${hint}`] },
  })
}

/** So many ids the store is asked for; more are picked out while reading. */
export const MOST_IDS = 500

/** Only these tasks, by number. */
export function idsQuery(ids: readonly number[]): Query {
  if (ids.length === 0 || ids.length > MOST_IDS) return ALL
  const parts = ids.map(
    (id): Query => ({ kind: 'range', field: 'id', range: { from: id, to: id, isFromIncluded: true, isToIncluded: true } }),
  )
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
}

export function both(a: Query, b: Query): Query {
  if (a.kind === 'all') return b
  return b.kind === 'all' ? a : { kind: 'and', parts: [a, b] }
}

/** Runs an export to its end. Its tasks come from the store, or from `source`. */
export async function runExport(
  services: Services,
  project: Project,
  { format, options, select, output, layout, query }: ExportRequest,
  to: Pick<Conversion, 'sink' | 'dryRun' | 'config' | 'workers' | 'signal' | 'onProgress'>,
  source?: TaskSource,
): Promise<ConversionReport> {
  const media = layout.media.mode === 'copy' ? projectMedia(services, project, layout.media.maxBytes) : undefined
  const conversion: Conversion = {
    audience: 'form',
    source: source ?? (await storeInput(services.store, project, query)),
    to: format,
    options,
    select,
    output,
  }
  try {
    return await convert({ ...conversion, mediaSources: media === undefined ? [] : [media.find], ...to })
  } finally {
    await media?.close()
  }
}

/** The download: one file, or a zip. */
export function sinkOf(request: ExportRequest, target: ByteTarget): Sink {
  const { singleFile } = request.format
  return fileKind(request).isZip || singleFile === undefined ? zipSink(target) : singleFileSink(target, singleFile)
}

/** `project-7-at-2026-11-22-02-01-a5d0dda6.json`: the last part is the same for the same export of the same data. */
export async function fileName(
  services: Services,
  project: Project,
  request: ExportRequest,
  extension?: string,
): Promise<string> {
  const counts = await services.store.count(project.id, request.query)
  const { format, options, select, output, query } = request
  const identity = JSON.stringify([project.id, project.updatedAt, counts, format.id, options, select, output, query])
  const digest = createHash('md5').update(identity).digest('hex').slice(0, 8)
  return `project-${project.id}-at-${minuteOf(services.now())}-${digest}.${extension ?? fileKind(request).extension}`
}

/** `2026-11-22-02-01`. */
export function minuteOf(date: Date): string {
  return date.toISOString().slice(0, 16).replace(/[T:]/g, '-')
}
