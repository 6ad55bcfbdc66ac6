import { describeConfig } from '../dialects/infer-config.ts'
import type { AnyFormat, JoinContext, Options, OptionTable, Sink } from '../formats/format.ts'
import type { FrameNotes } from '../io/cut-tasks.ts'
import type { SkippedFile } from '../io/input-files.ts'
import { type BatchLimits, type InputFile, needFiles, readBatches } from '../io/read-batches.ts'
import { Spools } from '../io/spool.ts'
import type { GoldpanError, Where } from '../model/error.ts'
import type { Issue } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { mediaKindOf } from '../model/media-kind.ts'
import type { Audience } from '../model/wording.ts'
import { toError } from './batch-work.ts'
import { type Executor, makeExecutor } from './executor.ts'
import { FileNames } from './file-names.ts'
import { bringMedia, type MediaBringer } from './media/bring.ts'
import { type MediaPlace, MediaPlaces } from './media/places.ts'
import { Meter, type Progress } from './meter.ts'
import type { NameTemplate } from './name-template.ts'
import { isCovered, jobOf, needsSurvey, type Plan, planByAll, planByFirst } from './plan.ts'
import { BatchReport, RunReport, type RunSummary } from './report.ts'
import type { SelectionOptions } from './selection.ts'
import { PartStore } from './split/part-store.ts'
import { splitPlace, splitSink } from './split/place.ts'
import type { SplitRules } from './split/rules.ts'
import { needsSplitSurvey } from './split/survey.ts'

export interface ConvertRequest {
  readonly files: readonly InputFile[]
  /** Files beside them that are no tasks; they go into the report. */
  readonly skipped?: readonly SkippedFile[]
  /** What was found when another format was read into these tasks; they go into the report. */
  readonly foreignIssues?: readonly Issue[] | undefined
  /** Without one it is inferred from the results. */
  readonly config?: LabelConfig | undefined
  readonly format: AnyFormat
  readonly options: Options<OptionTable>
  readonly selection: SelectionOptions
  readonly sink: Sink
  /** Further keys at the top of report.json. */
  readonly reportHead?: Readonly<Record<string, unknown>>
  /** Who reads report.json; by default somebody at a command line. */
  readonly audience?: Audience | undefined
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
  /** What each spool keeps in memory; four mebibytes by default. */
  readonly spoolBytes?: number
  /** How the tasks are divided; by default not at all. */
  readonly split?: SplitRules | undefined
  /** How media files are called; by default by their own names. */
  readonly names?: NameTemplate | undefined
  /** How media files get into the output; by default not at all. */
  readonly media?: MediaBringer | undefined
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
export async function convertFiles(request: ConvertRequest): Promise<ConvertResult> {
  const spools = new Spools(request.spoolBytes)
  const executor = await makeExecutor(request.format, request.workers ?? 0, knownBytes(request.files))
  try {
    const result = await convertWith(request, spools, executor)
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

function knownBytes(files: ConvertRequest['files']): number {
  return files.reduce((sum, { size = 0 }) => sum + size, 0)
}

/** The input is not as its start made believe. */
class WrongGuess extends Error {}

/** Once, with a plan by the first batch where that is possible; should it not hold, anew with a plan by all. */
async function convertWith(request: ConvertRequest, spools: Spools, executor: Executor): Promise<ConvertResult> {
  const { config, format, sink, files, onProgress, signal } = request
  const isGuessing =
    format.survey === 'always' && config !== undefined && sink.startOver !== undefined && !needsSplitSurvey(request.split)
  const meter = new Meter(files, needsSurvey(request) && !isGuessing ? 2 : 1, onProgress, signal)
  if (isGuessing)
    try {
      return await new Conversion(request, spools, executor, meter).run(await planByFirst(request, config))
    } catch (error) {
      if (!(error instanceof WrongGuess)) throw error
      meter.addPasses(2)
      await sink.startOver?.()
    }
  return new Conversion(request, spools, executor, meter).run(await planByAll(request, executor, meter))
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
  readonly #places: MediaPlaces
  #firstBadTask: GoldpanError | undefined

  constructor(request: ConvertRequest, spools: Spools, executor: Executor, meter: Meter) {
    this.#request = request
    this.#executor = executor
    this.#meter = meter
    this.#spools = spools
    this.#report = new RunReport(spools.make(), request.audience)
    this.#places = new MediaPlaces(spools.make())
  }

  /** @throws WrongGuess */
  async run(plan: Plan): Promise<ConvertResult> {
    const { format, options, sink, reportSink, reportHead = {}, skipped = [], foreignIssues = [] } = this.#request
    const { config } = plan
    for (const { name, problem } of skipped)
      if (mediaKindOf(name) === undefined) this.#joinReport.add('file-skipped', { file: name }, { problem }) // others are what the tasks are about
    for (const { code, where, detail, effect } of foreignIssues) this.#joinReport.add(code, where, detail, effect)
    if (needsSurvey(this.#request) && this.#request.config === undefined && format.purpose !== 'raw')
      this.#joinReport.add('config-inferred', {}, { summary: describeConfig(config) })
    const reason = format.unsuited(config, options)
    if (reason !== undefined) this.#joinReport.add('format-unsuited', {}, { format: format.id, reason })
    await this.#join(plan)
    await this.#bringMedia()
    this.#needTasks()
    await this.#report.take(this.#joinReport)
    await this.#report.take(this.#readReport)
    await (reportSink ?? sink).put(
      'report.json',
      this.#report.print({ ...reportHead, config: { source: config.source, tags: describeConfig(config) } }),
    )
    return { ...this.#report.summary(), config, damages: this.#damages }
  }

  /** Split by split: the first takes its parts as they come, those of the others wait in spools. */
  async #join(plan: Plan): Promise<void> {
    const { format, options, sink, names: template } = this.#request
    const { config, survey, split: { names = [undefined] } = {} } = plan
    const fileNames = new FileNames(this.#joinReport, template)
    const context: JoinContext = {
      options,
      config,
      survey,
      report: this.#joinReport,
      split: undefined,
      carried: {},
      fileName: (reference, extension) => fileNames.of(reference, extension),
      mediaName: (reference, task, extension) => fileNames.ofMedia(reference, task, extension).name,
      mediaFile: (reference, task) => fileNames.ofMedia(reference, task),
      placeMedia: (path, reference, task) => this.#placeMedia({ path, reference, task }),
      spool: () => this.#spools.make(),
    }
    const [, ...waiting] = names.map(() => new PartStore(this.#spools.make()))
    for (const [k, name] of names.entries()) {
      const parts = this.#settling(k === 0 ? this.#encode(plan, waiting) : waiting[k - 1]!.read())
      if (name === undefined) await format.join(parts, sink, context)
      else {
        const split = { name, names: plan.split?.names ?? [], isLast: k === names.length - 1 }
        const placeMedia: JoinContext['placeMedia'] = (path, reference, task) =>
          this.#placeMedia({ path: splitPlace(path, format, name), reference, task })
        await format.join(parts, splitSink(sink, format, name), { ...context, split, placeMedia })
      }
    }
  }

  #placeMedia(place: MediaPlace): void {
    if (this.#request.media !== undefined) this.#places.add(place)
  }

  /** Between two parts what `join` has said goes into its spool. */
  async *#settling(parts: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    for await (const part of parts) {
      await this.#places.settle()
      yield part
    }
  }

  async #bringMedia(): Promise<void> {
    const { media, sink, signal, audience } = this.#request
    if (media === undefined) return
    await bringMedia(this.#places, media, {
      sink,
      report: this.#joinReport,
      audience,
      spool: () => this.#spools.make(),
      onProgress: (done, total) => this.#meter.countMedia(done, total),
      signal,
    })
  }

  /** Gives out the parts of the first split. */
  async *#encode(plan: Plan, waiting: readonly PartStore[]): AsyncGenerator<unknown> {
    const { files, limits } = this.#request
    const notes: FrameNotes = {
      damaged: (error) => this.#noteDamage(error),
      trailingComma: (where: Where) => this.#readReport.add('comma-trailing', where),
    }
    const job = jobOf(this.#request, plan)
    const batches = readBatches(files, notes, limits, this.#executor.memory)
    for await (const encoded of this.#executor.encode(job, this.#meter.count(batches))) {
      if (encoded.survey !== undefined && !isCovered(encoded.survey, plan.survey!)) throw new WrongGuess()
      if (encoded.firstBad !== undefined) this.#firstBadTask ??= toError(encoded.firstBad)
      this.#report.tasksRead += encoded.tasksRead
      this.#report.tasksSelected += encoded.tasksSelected
      await this.#report.take(encoded)
      const [first, ...others] = encoded.parts
      for (const [k, part] of others.entries()) if (part !== undefined) await waiting[k]!.add(part)
      if (first !== undefined) yield first
    }
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
