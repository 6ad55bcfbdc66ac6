import { completeConfig, describeConfig, inferConfig } from '../dialects/infer-config.ts'
import type { AnyFormat, JoinContext, Options, OptionTable, Sink } from '../formats/format.ts'
import type { FrameNotes } from '../io/cut-tasks.ts'
import type { SkippedFile } from '../io/input-files.ts'
import { type BatchLimits, type InputFile, needFiles, readBatches } from '../io/read-batches.ts'
import { Spools } from '../io/spool.ts'
import type { GoldpanError, Where } from '../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Survey } from '../model/survey.ts'
import { type Job, toError } from './batch-work.ts'
import { type Executor, makeExecutor } from './executor.ts'
import { FileNames } from './file-names.ts'
import { mergeSurveys } from './merge-surveys.ts'
import { Meter, type Progress } from './meter.ts'
import { BatchReport, RunReport, type RunSummary } from './report.ts'
import type { SelectionOptions } from './selection.ts'
import { Surveyor } from './survey.ts'

export interface ConvertRequest {
  readonly files: readonly InputFile[]
  /** Files beside them that are no tasks; they go into the report. */
  readonly skipped?: readonly SkippedFile[]
  /** Without one it is inferred from the results. */
  readonly config?: LabelConfig | undefined
  readonly format: AnyFormat
  readonly options: Options<OptionTable>
  readonly selection: SelectionOptions
  readonly sink: Sink
  /** Further keys at the top of report.json. */
  readonly reportHead?: Readonly<Record<string, unknown>>
  /** Takes report.json; by default it is put into the sink. */
  readonly reportSink?: Sink | undefined
  readonly mediaRoot?: string | undefined
  readonly onBadTask?: 'skip' | 'fail'
  /** Told of each batch that was read. */
  readonly onProgress?: (progress: Progress) => void
  /** Calls the run off: it ends with the error `cancelled` and leaves nothing behind. */
  readonly signal?: AbortSignal
  readonly limits?: BatchLimits
  /** Threads that encode beside this one, for formats of the table; by default none. The output does not depend on it. */
  readonly workers?: number
}

export interface ConvertResult extends RunSummary {
  readonly config: LabelConfig
  /** Input files that could not be read to their end: what was good in them is written, but the run did not go well. */
  readonly damages: readonly GoldpanError[]
}

/**
 * Reads with the dialects, writes with one format. The output appears whole or not at all; the same input gives the same bytes.
 * @throws GoldpanError when nothing can be read or written; the sink is then left empty
 */
export async function convert(request: ConvertRequest): Promise<ConvertResult> {
  const spools = new Spools()
  const executor = makeExecutor(request.format, request.workers ?? 0)
  try {
    const result = await new Conversion(request, spools, executor).run()
    await request.sink.close()
    await request.reportSink?.close()
    return result
  } catch (error) {
    await request.sink.abort()
    await request.reportSink?.abort()
    throw error
  } finally {
    await executor.close()
    await spools.close()
  }
}

/** Whether a first pass has to be made. */
function needsSurvey({ config, format }: ConvertRequest): boolean {
  return format.survey === 'always' || (format.survey === 'without-config' && config === undefined)
}

class Conversion {
  readonly #request: ConvertRequest
  readonly #spools: Spools
  readonly #report: RunReport
  readonly #joinReport = new BatchReport()
  /** Apart from what `join` says: how far the reader is ahead of it depends on the number of workers. */
  readonly #readReport = new BatchReport()
  readonly #damages: GoldpanError[] = []
  readonly #executor: Executor
  readonly #meter: Meter
  #firstBadTask: GoldpanError | undefined

  constructor(request: ConvertRequest, spools: Spools, executor: Executor) {
    this.#request = request
    this.#executor = executor
    this.#meter = new Meter(request.files, needsSurvey(request) ? 2 : 1, request.onProgress, request.signal)
    this.#spools = spools
    this.#report = new RunReport(spools.make())
  }

  async run(): Promise<ConvertResult> {
    const { format, options, sink, reportSink, reportHead = {}, skipped = [] } = this.#request
    for (const { name, problem } of skipped) this.#joinReport.add('file-skipped', { file: name }, { problem })
    const { config, survey } = await this.#plan()
    const reason = format.unsuited(config, options)
    if (reason !== undefined) this.#joinReport.add('format-unsuited', {}, { format: format.id, reason })
    const names = new FileNames(this.#joinReport)
    const context: JoinContext = {
      options,
      config,
      survey,
      report: this.#joinReport,
      fileName: (reference, extension) => names.of(reference, extension),
      spool: () => this.#spools.make(),
    }
    await format.join(this.#encode(config, survey), sink, context)
    this.#needTasks()
    await this.#report.take(this.#joinReport)
    await this.#report.take(this.#readReport)
    await (reportSink ?? sink).put(
      'report.json',
      this.#report.print({ ...reportHead, config: { source: config.source, tags: describeConfig(config) } }),
    )
    return { ...this.#report.summary(), config, damages: this.#damages }
  }

  /** The first pass, where one is needed. */
  async #plan(): Promise<{ config: LabelConfig; survey: Survey | undefined }> {
    const { config, format, files, limits } = this.#request
    if (!needsSurvey(this.#request)) return { config: config ?? EMPTY_CONFIG, survey: undefined }
    const ignored: FrameNotes = { damaged: () => undefined, trailingComma: () => undefined }
    let survey: Survey = new Surveyor()
    let everything: Survey = new Surveyor()
    const job = this.#job(config ?? EMPTY_CONFIG, undefined)
    for await (const surveyed of this.#executor.survey(job, this.#meter.count(readBatches(files, ignored, limits)))) {
      survey = mergeSurveys(survey, surveyed.selected)
      if (surveyed.everything !== undefined) everything = mergeSurveys(everything, surveyed.everything)
    }
    if (config !== undefined) return { config, survey }
    const inferred = completeConfig(inferConfig(survey), inferConfig(everything))
    if (format.purpose !== 'raw') this.#joinReport.add('config-inferred', {}, { summary: describeConfig(inferred) })
    return { config: inferred, survey }
  }

  async *#encode(config: LabelConfig, survey: Survey | undefined): AsyncGenerator<unknown> {
    const { files, limits } = this.#request
    const notes: FrameNotes = {
      damaged: (error) => this.#noteDamage(error),
      trailingComma: (where: Where) => this.#readReport.add('comma-trailing', where),
    }
    const job = this.#job(config, survey)
    for await (const encoded of this.#executor.encode(job, this.#meter.count(readBatches(files, notes, limits)))) {
      if (encoded.firstBad !== undefined) this.#firstBadTask ??= toError(encoded.firstBad)
      this.#report.tasksRead += encoded.tasksRead
      this.#report.tasksSelected += encoded.tasksSelected
      await this.#report.take(encoded)
      yield encoded.part
    }
  }

  #job(config: LabelConfig, survey: Survey | undefined): Job {
    const { format, options, selection, mediaRoot, onBadTask = 'skip' } = this.#request
    const isInferring = this.#request.config === undefined && survey === undefined
    return { format: format.id, options, selection, config, survey, isInferring, mediaRoot, onBadTask }
  }

  #noteDamage(error: GoldpanError): void {
    this.#damages.push(error)
    this.#readReport.add('input-damaged', error.where, { problem: error.message })
  }

  /** An input without a single readable task is an error, unless it is an empty list. */
  #needTasks(): void {
    if (this.#report.tasksRead > 0) return
    const problem = this.#damages[0] ?? this.#firstBadTask
    if (problem !== undefined) throw problem
    needFiles(this.#request.files)
  }
}
