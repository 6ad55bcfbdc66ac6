import { completeConfig, inferConfig } from '../dialects/infer-config.ts'
import type { AnyFormat, Options, OptionTable } from '../formats/format.ts'
import type { BatchMemory } from '../io/batch-memory.ts'
import { type BatchLimits, type InputFile, type RawBatch, readBatches } from '../io/read-batches.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Survey } from '../model/survey.ts'
import { BatchWork, type Job } from './batch-work.ts'
import type { Executor } from './executor.ts'
import { mergeSurveys } from './merge-surveys.ts'
import type { Meter } from './meter.ts'
import type { SelectionOptions } from './selection.ts'
import type { SplitRules } from './split/rules.ts'
import { needsSplitSurvey, SplitPlanner } from './split/survey.ts'
import type { SplitPlan } from './split/task-split.ts'
import { Surveyor } from './survey.ts'

/** What has to be known before the first task is encoded. */
export interface Plan {
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  /** The survey is of the first batch only: it holds as long as no other batch brings a name that is not in it. */
  readonly isGuess: boolean
  /** Undefined where nothing is divided. */
  readonly split: SplitPlan | undefined
}

/** The part of a request that a plan depends on. */
export interface PlanRequest {
  readonly files: readonly InputFile[]
  readonly config?: LabelConfig | undefined
  readonly format: AnyFormat
  readonly options: Options<OptionTable>
  readonly selection: SelectionOptions
  readonly mediaRoot?: string | undefined
  readonly onBadTask?: 'skip' | 'fail'
  readonly limits?: BatchLimits
  /** How the tasks are divided; by default not at all. */
  readonly split?: SplitRules | undefined
}

/** Whether a first pass has to be made. */
export function needsSurvey({ config, format, split }: PlanRequest): boolean {
  return needsSplitSurvey(split) || isSurveyed({ config, format })
}

/** Whether the format, or inferring a config, calls for it. */
function isSurveyed({ config, format }: Pick<PlanRequest, 'config' | 'format'>): boolean {
  return format.survey === 'always' || (format.survey === 'without-config' && config === undefined)
}

/** The plan after a pass over all tasks, where the format needs one. */
export async function planByAll(request: PlanRequest, executor: Executor, meter: Meter): Promise<Plan> {
  const { config, split } = request
  const unsurveyed: Plan = { config: config ?? EMPTY_CONFIG, survey: undefined, isGuess: false, split: firstPlan(split) }
  if (!needsSurvey(request)) return unsurveyed
  let survey: Survey = new Surveyor()
  let everything: Survey = new Surveyor()
  const planner = needsSplitSurvey(split) ? new SplitPlanner(split) : undefined
  const job = { ...jobOf(request, unsurveyed), split }
  for await (const surveyed of executor.survey(job, meter.count(batchesOf(request, executor.memory)))) {
    survey = mergeSurveys(survey, surveyed.selected)
    if (surveyed.everything !== undefined) everything = mergeSurveys(everything, surveyed.everything)
    if (surveyed.split !== undefined) planner?.add(surveyed.split)
  }
  const plan = { ...unsurveyed, split: planner?.plan() ?? unsurveyed.split }
  if (!isSurveyed(request)) return plan
  const known = config ?? completeConfig(inferConfig(survey), inferConfig(everything))
  return { ...plan, config: known, survey }
}

/** What is known without a first pass. */
function firstPlan(split: SplitRules | undefined): SplitPlan | undefined {
  return split && { ...split, places: undefined }
}

/** Most inputs look everywhere as they look at the start: a plan by the first batch, so that all is read once. @param config the given one */
export async function planByFirst(request: PlanRequest, config: LabelConfig): Promise<Plan> {
  const plan: Plan = { config, survey: undefined, isGuess: false, split: firstPlan(request.split) }
  const work = new BatchWork(request.format, jobOf(request, plan))
  for await (const batch of batchesOf(request)) return { ...plan, survey: work.survey(batch).selected, isGuess: true }
  return { ...plan, survey: new Surveyor() }
}

/** Whether everything that names columns is in the survey that the plan was made by. */
export function isCovered(survey: Survey, guess: Survey): boolean {
  if (survey.predictions > 0 && guess.predictions === 0) return false
  if ((survey.hasAgreement && !guess.hasAgreement) || (survey.hasHistory && !guess.hasHistory)) return false
  for (const key of survey.dataKeys.keys()) if (!guess.dataKeys.has(key)) return false
  for (const [name, { types }] of survey.controls) {
    const known = guess.controls.get(name)?.types
    for (const type of types.keys()) if (known?.has(type) !== true) return false
  }
  return true
}

export function jobOf(request: PlanRequest, { config, survey, isGuess, split }: Plan): Job {
  const { format, options, selection, mediaRoot, onBadTask = 'skip' } = request
  const isInferring = request.config === undefined && survey === undefined && format.survey !== 'never'
  return { format: format.id, options, selection, config, survey, isInferring, isSurveyed: isGuess, mediaRoot, onBadTask, split }
}

function batchesOf({ files, limits }: PlanRequest, memory?: BatchMemory): AsyncGenerator<RawBatch> {
  const notes = { damaged: () => undefined, trailingComma: () => undefined } // they are told in the pass that writes
  return readBatches(files, notes, limits, memory)
}
