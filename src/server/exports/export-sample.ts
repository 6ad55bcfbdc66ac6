import type { ConversionReport } from '../../export/convert.ts'
import type { Content, Sink } from '../../formats/format.ts'
import { chunksOf, toBytes } from '../../io/content.ts'
import type { NamedInput } from '../../io/input-files.ts'
import { joinBytes } from '../../json/bytes.ts'
import { configFileOf, inputNameOf, joinDocuments } from '../../projects/store-input.ts'
import type { Project, Store, TaskDocument } from '../../stores/store.ts'
import type { Services } from '../services.ts'
import { type ExportRequest, runExport, sinkOf } from './export-request.ts'
import { type SelectionQuery, selectionQuery } from './selection-query.ts'

/** Of documents that are read for a sample; the first is read in any case. */
const MOST_DOCUMENT_BYTES = 4 << 20
/** Kept of each file of a preview, and of pictures, which are shown whole or not at all. */
const MOST_TEXT_BYTES = 32 << 10
const MOST_PICTURE_BYTES = 512 << 10
/** Further files are only listed. */
const MOST_FILES = 200

/** A file as an export would write it. */
export interface SampleFile {
  readonly path: string
  readonly bytes: number
  /** Its beginning, or all of it. */
  readonly head: Uint8Array
}

/** What an export writes of a few tasks. */
export interface Sample {
  readonly documents: readonly TaskDocument[]
  readonly files: readonly SampleFile[]
  /** Undefined when there are no tasks. */
  readonly report: ConversionReport | undefined
}

/** Converts the first tasks of a selection into memory. */
export async function previewExport(
  services: Services,
  project: Project,
  request: ExportRequest,
  taskCount: number,
  signal: AbortSignal,
): Promise<Sample> {
  const { query } = selectionQuery(request.select, request.format)
  const documents = await firstDocuments(services.store, project, query, taskCount)
  if (documents.length === 0) return { documents, files: [], report: undefined }
  const files: SampleFile[] = []
  const report = await runSample(services, project, request, documents, headSink(files), signal)
  return { documents, files, report }
}

/** How much an export is about to write. */
export interface Estimate extends SelectionQuery {
  readonly tasks: number
  /** Of the download, reckoned from the first tasks; undefined when there are none. */
  readonly bytes: number | undefined
}

/** Counts the tasks and supposes that they are as large as the first `taskCount` of them. */
export async function estimateExport(
  services: Services,
  project: Project,
  request: ExportRequest,
  taskCount: number,
  signal: AbortSignal,
): Promise<Estimate> {
  const found = selectionQuery(request.select, request.format)
  const { tasks } = await services.store.count(project.id, found.query)
  const documents = await firstDocuments(services.store, project, found.query, taskCount)
  if (documents.length === 0) return { ...found, tasks, bytes: undefined }
  let bytes = 0
  const target = {
    write: async (chunk: Uint8Array) => {
      bytes += chunk.length
    },
    close: async () => undefined,
    abort: async () => undefined,
    startOver: async () => {
      bytes = 0
    },
  }
  await runSample(services, project, request, documents, sinkOf(request, target), signal)
  return { ...found, tasks, bytes: Math.round((bytes * tasks) / documents.length) }
}

async function firstDocuments(
  store: Store,
  project: Project,
  query: SelectionQuery['query'],
  taskCount: number,
): Promise<readonly TaskDocument[]> {
  const documents = await store.list(project.id, query, { order: 'id', offset: 0, limit: taskCount })
  let size = 0
  const end = documents.findIndex(({ document }) => (size += document.length) > MOST_DOCUMENT_BYTES)
  return end < 0 ? documents : documents.slice(0, Math.max(1, end))
}

function runSample(
  services: Services,
  project: Project,
  request: ExportRequest,
  documents: readonly TaskDocument[],
  sink: Sink,
  signal: AbortSignal,
): Promise<ConversionReport> {
  return runExport(services, project, request, { sink, workers: 0, signal }, inputOf(project, documents))
}

function inputOf(project: Project, documents: readonly TaskDocument[]): NamedInput {
  const name = inputNameOf(project)
  const bytes = joinDocuments(documents)
  return {
    name,
    files: [{ name, taskCount: documents.length, open: () => oneChunk(bytes) }],
    skipped: [],
    config: configFileOf(project),
    close: async () => undefined,
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Keeps the beginning of each file; the report is told apart. */
function headSink(files: SampleFile[]): Sink {
  return {
    async put(path, content) {
      if (path !== 'report.json' && files.length < MOST_FILES) files.push(await headOf(path, content))
      else for await (const _chunk of chunksOf(content));
    },
    close: async () => undefined,
    abort: async () => undefined,
    startOver: async () => {
      files.length = 0
    },
  }
}

async function headOf(path: string, content: Content): Promise<SampleFile> {
  const most = path.endsWith('.png') ? MOST_PICTURE_BYTES : MOST_TEXT_BYTES
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunksOf(content)) {
    const whole = toBytes(chunk)
    if (bytes < most) parts.push(whole.slice(0, most - bytes)) // ours may be used again
    bytes += whole.length
  }
  return { path, bytes, head: joinBytes(parts) }
}
