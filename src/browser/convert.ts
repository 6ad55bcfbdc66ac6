import { type ConvertResult, convertFiles } from '../export/convert-files.ts'
import type { Progress } from '../export/meter.ts'
import { needFormat } from '../export/need-format.ts'
import { openForeign, parseReading, type ReadAs } from '../export/open-foreign.ts'
import { parseOptions } from '../export/options.ts'
import { type Layout, OUTPUT, parseLayout, singleFileOf } from '../export/output-options.ts'
import { SELECTION } from '../export/selection.ts'
import type { OptionValue, Sink } from '../formats/format.ts'
import { optionsOfName } from '../formats/names.ts'
import { chunksOf, singleFileSink } from '../io/content.ts'
import { zipSink } from '../io/zip-writer.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Audience } from '../model/wording.ts'
import { BlobBuilder, chunksOfBlob } from './blobs.ts'
import { openBlobs } from './inputs.ts'
import { loadConfig } from './load-config.ts'
import { blobTarget, type DirectoryHandle, folderSink, writableTarget } from './sinks.ts'
import { canStart } from './thread.ts'

export interface BrowserRequest {
  /** Tasks as on the command line: JSON, JSON lines, also gzipped, in a zip or from a chosen folder; a `config.xml` among them is the labeling config. Or a data set of another format. */
  readonly files: readonly Blob[]
  /** A reader's name; without it the content of the files says what they are. */
  readonly from?: string | undefined
  /** What annotations of another format become; by default predictions where they have a score. */
  readonly as?: ReadAs | undefined
  /** What a data set of another format leaves unsaid, as on the command line: `{ imageSize: '640x480' }`. */
  readonly reading?: Readonly<Record<string, OptionValue>> | undefined
  /** The labeling config, or the text of one; without it the one among the files, else it is inferred from the results. */
  readonly config?: LabelConfig | string | undefined
  /** A format's id or alias. */
  readonly to: string
  readonly options?: Readonly<Record<string, OptionValue>> | undefined
  /** What is exported, as on the command line: `{ annotations: 'latest', onlyGroundTruth: true }`. */
  readonly select?: Readonly<Record<string, OptionValue>> | undefined
  /** How the output is laid out, as on the command line: `{ split: 'train=0.8,val=0.2' }`. */
  readonly output?: Readonly<Record<string, OptionValue>> | undefined
  /** Where the output goes; by default into a Blob. A stream gets the file, or a zip of several. */
  readonly into?: DirectoryHandle | WritableStream<Uint8Array> | undefined
  /** Whether a folder may have files already; those of the same name are replaced. */
  readonly overwrite?: boolean | undefined
  readonly onBadTask?: 'skip' | 'fail' | undefined
  /** Who reads the report: how it calls options. By default as they are typed, `--split-by`; for forms “Split by”. */
  readonly audience?: Audience | undefined
  /** Web Workers that encode beside this thread; by default one less than there are processors, four at most, none where there are two. The output does not depend on it. */
  readonly workers?: number | undefined
  /** Calls the run off: it ends with the error `cancelled` and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface BrowserResult extends ConvertResult {
  /** What could not be written as it was, one by one: report.json. It is also in the zip or folder. */
  readonly report: Blob
  /** The file, or a zip of several, under the name to save it as; undefined when it went elsewhere. */
  readonly output: File | undefined
}

/**
 * What `goldpan convert` does, in a browser, with the same bytes.
 * @throws GoldpanError when nothing can be read or written
 */
export async function convert(request: BrowserRequest): Promise<BrowserResult> {
  const { to, options: given = {}, select = {}, output: layoutGiven = {}, onBadTask, signal, onProgress } = request
  const format = await needFormat(to)
  const options = parseOptions(format.options, { ...optionsOfName(format, to), ...given }, format.id)
  const selection = parseOptions(SELECTION, select, 'convert')
  const layout = needPossible(parseLayout(parseOptions(OUTPUT, layoutGiven, 'convert')))
  const reading = parseReading({ from: request.from, as: request.as, reading: request.reading })
  const chosen = await openBlobs(request.files)
  const input = await openForeign(chosen, reading, signal)
  const config = await loadConfig(request.config, input)
  const workers = await countWorkers(request)
  const output = await openOutput(format.id, singleFileOf(format, layout), request)
  const report = new BlobBuilder()
  const result = await convertFiles({
    files: input.files,
    skipped: input.skipped,
    audience: request.audience,
    foreignIssues: input.issues,
    config: config?.config,
    format,
    options,
    selection,
    sink: output.sink,
    reportSink: reportSink(report, output),
    reportHead: {
      goldpan: GOLDPAN_VERSION,
      format: format.id,
      inputs: chosen.names,
      configFile: config?.file,
      options,
      selection: select,
      ...(Object.keys(layoutGiven).length === 0 ? {} : { output: layoutGiven }),
    },
    split: layout.split,
    names: layout.names,
    ...(onBadTask && { onBadTask }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
    workers,
  })
  return { ...result, report: report.build(), output: output.file() }
}

/** The package's version, put in when it is bundled. */
declare const GOLDPAN_VERSION: string

/** @throws GoldpanError `option-invalid` */
function needPossible(layout: Layout): Layout {
  if (layout.media.mode !== 'none')
    throw new GoldpanError('option-invalid', 'media files cannot be read in a browser', 'leave `media` out')
  if (layout.croissant !== undefined)
    throw new GoldpanError('option-invalid', 'croissant.json cannot be written in a browser', 'leave `croissant` out')
  return layout
}

const MOST_WORKERS = 4
/** Less than this is one batch, which is done in this thread anyway. */
const WORTHWHILE_BYTES = 1 << 20

/** None where workers would have nothing to do or cannot be started. */
async function countWorkers({ files, workers }: BrowserRequest): Promise<number> {
  const wanted = workers ?? usualWorkers(navigator.hardwareConcurrency)
  const isWorthwhile = files.reduce((sum, { size }) => sum + size, 0) > WORTHWHILE_BYTES
  return wanted > 0 && isWorthwhile && (await canStart(new URL('./worker.js', import.meta.url))) ? wanted : 0
}

/** On two processors workers cost more than they gain: the second has the browser to do for. */
function usualWorkers(processors: number): number {
  return processors > 2 ? Math.min(processors - 1, MOST_WORKERS) : 0
}

declare const navigator: { readonly hardwareConcurrency: number }

interface Output {
  readonly sink: Sink
  /** report.json goes into it. */
  readonly holdsReport: boolean
  /** Undefined when it went elsewhere, or is not whole yet. */
  file(): File | undefined
}

async function openOutput(
  id: string,
  singleFile: string | undefined,
  { into, overwrite = false }: BrowserRequest,
): Promise<Output> {
  if (into !== undefined && 'kind' in into)
    return { sink: await folderSink(into, overwrite), holdsReport: true, file: () => undefined }
  let file: File | undefined
  const name = singleFile ?? `${id}.zip`
  const target = into === undefined ? blobTarget((blob) => (file = new File([blob], name))) : writableTarget(into)
  const sink = singleFile === undefined ? zipSink(target) : singleFileSink(target, singleFile)
  return { sink, holdsReport: singleFile === undefined, file: () => file }
}

function reportSink(report: BlobBuilder, { sink, holdsReport }: Output): Sink {
  return {
    async put(file, content) {
      for await (const chunk of chunksOf(content)) report.add(chunk)
      if (holdsReport) await sink.put(file, chunksOfBlob(report.build()))
    },
    close: async () => undefined,
    abort: async () => undefined,
  }
}
