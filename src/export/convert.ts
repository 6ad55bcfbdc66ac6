import { completeConfig, describeConfig, inferConfig } from '../dialects/infer-config.ts'
import type { AnyFormat, JoinContext, Options, OptionTable, Sink } from '../formats/format.ts'
import type { FrameNotes } from '../io/cut-tasks.ts'
import type { SkippedFile } from '../io/input-files.ts'
import { type BatchLimits, type InputFile, needFiles, readBatches } from '../io/read-batches.ts'
import { Spools } from '../io/spool.ts'
import type { GoldpanError, Where } from '../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Survey } from '../model/survey.ts'
import { FileNames } from './file-names.ts'
import { MediaLookup } from './media-lookup.ts'
import { encodeContext, type Preparation, prepareBatch } from './prepare.ts'
import { BatchReport, RunReport, type RunSummary } from './report.ts'
import { parseSelection, type SelectionOptions } from './selection.ts'
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
  /** Told after each batch how many tasks were read in this pass. */
  readonly onProgress?: (tasks: number) => void
  readonly limits?: BatchLimits
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
  try {
    const result = await new Conversion(request, spools).run()
    await request.sink.close()
    await request.reportSink?.close()
    return result
  } catch (error) {
    await request.sink.abort()
    await request.reportSink?.abort()
    throw error
  } finally {
    await spools.close()
  }
}

class Conversion {
  readonly #request: ConvertRequest
  readonly #spools: Spools
  readonly #report: RunReport
  readonly #joinReport = new BatchReport()
  readonly #damages: GoldpanError[] = []
  #firstBadTask: GoldpanError | undefined

  constructor(request: ConvertRequest, spools: Spools) {
    this.#request = request
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
    await (reportSink ?? sink).put(
      'report.json',
      this.#report.print({ ...reportHead, config: { source: config.source, tags: describeConfig(config) } }),
    )
    return { ...this.#report.summary(), config, damages: this.#damages }
  }

  /** The first pass, where one is needed. */
  async #plan(): Promise<{ config: LabelConfig; survey: Survey | undefined }> {
    const { config, format } = this.#request
    if (format.survey === 'never' || (config !== undefined && format.survey === 'without-config'))
      return { config: config ?? EMPTY_CONFIG, survey: undefined }
    const survey = new Surveyor()
    const everything = new Surveyor()
    const preparation = this.#preparation(config ?? EMPTY_CONFIG)
    const ignored: FrameNotes = { damaged: () => undefined, trailingComma: () => undefined }
    for await (const batch of readBatches(this.#request.files, ignored)) {
      const { tasks, read } = prepareBatch(batch, preparation)
      for (const task of tasks) survey.add(task)
      if (config === undefined) for (const task of read) everything.add(task)
    }
    if (config !== undefined) return { config, survey }
    const inferred = completeConfig(inferConfig(survey), inferConfig(everything))
    if (format.purpose !== 'raw') this.#joinReport.add('config-inferred', {}, { summary: describeConfig(inferred) })
    return { config: inferred, survey }
  }

  async *#encode(config: LabelConfig, survey: Survey | undefined): AsyncGenerator<unknown> {
    const { format, options, mediaRoot, files, limits, onProgress } = this.#request
    const preparation = this.#preparation(config)
    const media = mediaRoot === undefined ? undefined : new MediaLookup(mediaRoot)
    const notes: FrameNotes = {
      damaged: (error) => this.#noteDamage(error),
      trailingComma: (where: Where) => this.#joinReport.add('comma-trailing', where),
    }
    for await (const batch of readBatches(files, notes, limits)) {
      const { tasks, read, bad, report } = prepareBatch(batch, preparation)
      this.#firstBadTask ??= bad[0]
      await media?.load(tasks, config, report)
      const part = format.encode(
        tasks,
        encodeContext(tasks, format, { options, config, survey, report, media: (reference) => media?.get(reference) }, options),
      )
      this.#report.tasksRead += read.length
      this.#report.tasksSelected += tasks.length
      await this.#report.take(report)
      onProgress?.(this.#report.tasksRead)
      yield part
    }
  }

  #preparation(config: LabelConfig): Preparation {
    const { format, selection, onBadTask = 'skip' } = this.#request
    return { format, selection: parseSelection(selection, format), config, onBadTask }
  }

  #noteDamage(error: GoldpanError): void {
    this.#damages.push(error)
    this.#joinReport.add('input-damaged', error.where, { problem: error.message })
  }

  /** An input without a single readable task is an error, unless it is an empty list. */
  #needTasks(): void {
    if (this.#report.tasksRead > 0) return
    const problem = this.#damages[0] ?? this.#firstBadTask
    if (problem !== undefined) throw problem
    needFiles(this.#request.files)
  }
}
