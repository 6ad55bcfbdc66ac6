import type { AnyFormat, Options, OptionTable } from '../formats/format.ts'
import type { RawBatch } from '../io/read-batches.ts'
import { GoldpanError, type Where } from '../model/error.ts'
import type { Issue } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Survey } from '../model/survey.ts'
import type { Task } from '../model/task.ts'
import type { MarkedTexts } from '../model/wording.ts'
import type { MediaLookup } from './media-lookup.ts'
import { BatchReader, type Preparation } from './prepare.ts'
import { BatchReport } from './report.ts'
import { parseSelection, type SelectionOptions } from './selection.ts'
import { splitBatch } from './split/batch.ts'
import type { SplitRules } from './split/rules.ts'
import { needsSplitSurvey, type SplitFacts, SplitSurveyor } from './split/survey.ts'
import type { SplitPlan } from './split/task-split.ts'
import { Surveyor } from './survey.ts'

/** What is to be done with every batch of a pass; plain data, so that it can cross threads. */
export interface Job {
  readonly format: string
  readonly options: Options<OptionTable>
  readonly selection: SelectionOptions
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  /** The config has to be inferred: the survey is also of what selection takes away. */
  readonly isInferring: boolean
  /** Each batch is surveyed while it is encoded, to see whether the survey in use holds. */
  readonly isSurveyed: boolean
  readonly mediaRoot: string | undefined
  readonly onBadTask: 'skip' | 'fail'
  /** In the first pass the rules alone. */
  readonly split: SplitRules | SplitPlan | undefined
}

/** The byte arrays that parts are, or have as members. */
export function byteArraysOf(parts: readonly unknown[]): readonly Uint8Array[] {
  return parts
    .flatMap((part): unknown[] =>
      ArrayBuffer.isView(part) || typeof part !== 'object' || part === null ? [part] : Object.values(part),
    )
    .filter((member) => member instanceof Uint8Array)
}

/** An error as plain data, its texts not yet worded. */
export interface PlainError extends MarkedTexts {
  readonly code: string
  readonly where: Where
}

export interface EncodedBatch {
  /** One for each split, in the order of their names; undefined where the batch has no task of it. One alone where nothing is divided. */
  readonly parts: readonly unknown[]
  readonly issues: Issue[]
  readonly written: Map<string, number>
  readonly tasksRead: number
  readonly tasksSelected: number
  readonly firstBad: PlainError | undefined
  /** Of this batch, where the job asks for it. */
  readonly survey: Survey | undefined
}

export interface SurveyedBatch {
  readonly selected: Survey
  /** Of all tasks, selected or not; undefined when the config is known. */
  readonly everything: Survey | undefined
  /** Undefined when tasks can be placed without. */
  readonly split: SplitFacts | undefined
}

/** Does a job batch by batch, in this thread or in a worker: the result depends on the batch and the job only. */
export class BatchWork {
  readonly #format: AnyFormat
  readonly #job: Job
  readonly #preparation: Preparation
  #media: MediaLookup | undefined

  constructor(format: AnyFormat, job: Job) {
    const { config, options, onBadTask } = job
    const selection = parseSelection(job.selection, format)
    this.#format = format
    this.#job = job
    this.#preparation = { format, selection, options, config, onBadTask, isReported: true }
  }

  async encode(batch: RawBatch): Promise<EncodedBatch> {
    const { config, isSurveyed, split } = this.#job
    const report = new BatchReport()
    const lookup = await this.#openMedia()
    await lookup?.load(new BatchReader(batch, { ...this.#preparation, isReported: false }).tasks(), config, report)
    const survey = isSurveyed ? new Surveyor('columns') : undefined
    const divided = isPlanned(split) ? splitBatch(batch, this.#preparation, split, report) : undefined
    const readers = (divided?.places ?? [undefined]).map((places) => new BatchReader(batch, this.#preparation, { places }))
    const parts = readers.map((reader) => (reader.isEmpty ? undefined : this.#encodeTasks(reader, survey, lookup)))
    for (const [k, reader] of readers.entries()) {
      report.absorb(reader.report)
      if (isPlanned(split)) report.wrote(`${split.names[k]} tasks`, reader.selected)
    }
    const firstBad = readers.find((reader) => reader.firstBad !== undefined)?.firstBad
    return {
      parts,
      issues: report.issues,
      written: report.written,
      tasksRead: readers.reduce((sum, { read }) => sum + read, divided?.lost ?? 0),
      tasksSelected: readers.reduce((sum, { selected }) => sum + selected, 0),
      firstBad: firstBad && plainError(firstBad),
      survey,
    }
  }

  #encodeTasks(reader: BatchReader, surveyor: Surveyor | undefined, lookup: MediaLookup | undefined): unknown {
    const { options, config, survey } = this.#job
    const tasks = reader.tasks()
    return this.#format.encode(surveyor === undefined ? tasks : surveyed(tasks, surveyor), {
      options,
      config,
      survey,
      report: reader.report,
      regions: (annotation) => reader.regions(annotation),
      printer: lookup === undefined && this.#isPrintable ? reader.printer : undefined,
      media: (reference) => lookup?.get(reference),
    })
  }

  /** What is printed before it is read is not surveyed: only formats that are surveyed always see to it that there is nothing new in it. */
  get #isPrintable(): boolean {
    return !this.#job.isSurveyed || this.#format.survey === 'always'
  }

  /** Loaded when it is asked for: the readers of media files cost a good part of a short run's time. */
  async #openMedia(): Promise<MediaLookup | undefined> {
    const { mediaRoot } = this.#job
    if (mediaRoot === undefined || this.#media !== undefined) return this.#media
    const { MediaLookup } = await import('./media-lookup.ts')
    this.#media = new MediaLookup(mediaRoot)
    return this.#media
  }

  survey(batch: RawBatch): SurveyedBatch {
    const selected = new Surveyor(this.#job.isInferring ? 'all' : 'columns')
    const everything = this.#job.isInferring ? new Surveyor() : undefined
    const reader = new BatchReader(
      batch,
      { ...this.#preparation, isReported: false },
      { onRead: (task) => everything?.add(task) },
    )
    const { split } = this.#job
    const splits = needsSplitSurvey(split) ? new SplitSurveyor(split) : undefined
    for (const task of reader.tasks()) {
      selected.add(task)
      splits?.add(task)
    }
    return { selected, everything, split: splits?.facts() }
  }
}

/** Not in the first pass, which the plan is made of. */
function isPlanned(split: Job['split']): split is SplitPlan {
  return split !== undefined && 'places' in split
}

function* surveyed(tasks: Iterable<Task>, surveyor: Surveyor): Iterable<Task> {
  for (const task of tasks) {
    surveyor.add(task)
    yield task
  }
}

export function plainError({ code, marked, where }: GoldpanError): PlainError {
  return { code, ...marked, where }
}

export function toError({ code, message, hint, where }: PlainError): GoldpanError {
  return new GoldpanError(code, message, hint, where)
}
