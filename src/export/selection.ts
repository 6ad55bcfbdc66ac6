import type { AnnotationPolicy, AnyFormat, Options } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'
import { parseInstant } from '../model/instant.ts'
import { type Annotation, namesOf, type Task, tagsOf } from '../model/task.ts'
import { factsOf } from '../query/facts-of.ts'
import { matches } from '../query/match.ts'
import { parseQuery } from '../query/parse.ts'
import { invalidOption, listedValues } from './options.ts'

const POLICIES = [
  'all',
  'latest',
  'first',
  'ground-truth-first',
  'annotator-priority',
  'majority',
] as const satisfies readonly AnnotationPolicy[]

/** What is exported: the same words on the command line, the page and in the API. Lists are separated by commas. */
export const SELECTION = {
  ids: { default: '', help: 'Only these tasks: ids and ranges, for instance 1,5,10-20.' },
  tags: { default: '', help: 'Only tasks with one of these tags.' },
  state: {
    default: 'any',
    choices: ['any', 'annotated', 'unannotated', 'skipped', 'predicted'],
    help: 'Only tasks in this state; skipped: all annotations were cancelled.',
  },
  query: {
    default: '',
    help: 'Only tasks that this search finds, for instance: label:Car is:ground-truth "left arm" (docs/query.md).',
  },
  onlyGroundTruth: { default: false, help: 'Only annotations marked as ground truth (starred).' },
  excludeUnannotated: { default: false, help: 'Leave out tasks without completions.' },
  includeUnannotated: { default: false, help: 'Write tasks without completions even where the format leaves them out.' },
  annotations: {
    default: 'auto',
    choices: ['auto', ...POLICIES],
    help: 'Which annotation of a task; auto is what the format does by default.',
  },
  annotatorPriority: {
    default: '',
    help: 'Annotators (id, e-mail or user name), the most trusted first; implies annotator-priority.',
  },
  annotator: { default: '', help: 'Only annotations of these annotators (id, e-mail or user name).' },
  since: {
    default: '',
    help: 'Only annotations updated (else created) at or after this date: 2024-01-31 or 2024-01-31T12:00:00Z.',
  },
  until: { default: '', help: 'Only annotations updated (else created) before this date.' },
  cancelled: {
    default: 'auto',
    choices: ['auto', 'keep', 'drop'],
    help: 'Skipped annotations; auto: only the raw JSON keeps them.',
  },
  predictions: {
    default: 'auto',
    choices: ['auto', 'none', 'with', 'only', 'instead'],
    help: 'instead: where a task has no annotation. auto: only the raw JSON and formats of predictions have them.',
  },
  modelVersion: { default: '', help: 'Only predictions of these model versions.' },
  minScore: { default: 0, help: 'Only predictions with at least this score.' },
  labels: { default: '', help: 'Only regions and choices with one of these labels.' },
  controls: { default: '', help: 'Only results of these control tags (from_name).' },
  kinds: {
    default: '',
    help: 'Only results of these kinds: entity (regions), choice (answers about the task), assertion, relation.',
  },
} as const

export type SelectionOptions = Options<typeof SELECTION>

/** The options, parsed once for a whole run. */
export interface Selection {
  readonly options: SelectionOptions
  readonly policy: AnnotationPolicy
  readonly priority: readonly string[]
  readonly keepsCancelled: boolean
  readonly predictions: 'none' | 'with' | 'only' | 'instead'
  readonly keepsUnannotated: boolean
  /** An unannotated task is left out because the user said so, not because the format does. */
  readonly isUnannotatedDeselected: boolean
  /** Every annotation of every task is wanted, and all that is in it. */
  readonly isEverything: boolean
  hasId(id: string): boolean
  isWantedTask(task: Task): boolean
  isWantedAnnotation(annotation: Annotation): boolean
  isWantedPrediction(prediction: Annotation): boolean
  readonly labels: ReadonlySet<string>
  readonly controls: ReadonlySet<string>
  readonly kinds: ReadonlySet<string>
}

const KINDS = ['entity', 'choice', 'assertion', 'relation']

/** @throws GoldpanError `option-invalid`, `query-invalid` */
export function parseSelection(options: SelectionOptions, format: Pick<AnyFormat, 'defaults' | 'purpose'>): Selection {
  const priority = listedValues(options.annotatorPriority)
  const kinds = new Set(listedValues(options.kinds))
  needPossible(options, priority, kinds)
  const isRaw = format.purpose === 'raw'
  const auto = priority.length > 0 ? 'annotator-priority' : format.defaults.annotations
  return {
    options,
    policy: options.annotations === 'auto' ? auto : options.annotations,
    priority,
    keepsCancelled: options.cancelled === 'auto' ? isRaw : options.cancelled === 'keep',
    predictions:
      options.predictions === 'auto' ? (format.defaults.predictions ?? (isRaw ? 'with' : 'none')) : options.predictions,
    keepsUnannotated: options.includeUnannotated || format.defaults.unannotated,
    isEverything: isEverything(options),
    ...parseWanted(options),
    labels: new Set(listedValues(options.labels)),
    controls: new Set(listedValues(options.controls)),
    kinds,
  }
}

/** But for what tasks with exactly one annotation, finished by somebody, have to do with. */
function isEverything(options: SelectionOptions): boolean {
  const { ids, tags, query, annotator, since, until, labels, controls, kinds } = options
  const isNarrowed = [ids, tags, query, annotator, since, until, labels, controls, kinds].some((text) => text.trim() !== '')
  return !isNarrowed && options.state === 'any' && !options.onlyGroundTruth && options.predictions !== 'only'
}

function needPossible(options: SelectionOptions, priority: readonly string[], kinds: ReadonlySet<string>): void {
  for (const kind of kinds) if (!KINDS.includes(kind)) throw invalidOption('kinds', kind, `one of ${KINDS.join(', ')}`)
  if (options.excludeUnannotated && options.includeUnannotated)
    throw new GoldpanError(
      'option-invalid',
      '[--exclude-unannotated] and [--include-unannotated] contradict each other',
      'pass one of them',
    )
  if (priority.length > 0 && options.annotations !== 'auto' && options.annotations !== 'annotator-priority')
    throw invalidOption('annotations', options.annotations, 'annotator-priority together with [--annotator-priority]')
  if (options.annotations === 'annotator-priority' && priority.length === 0)
    throw new GoldpanError(
      'option-invalid',
      '[--annotations annotator-priority] does not say who comes first',
      'name the annotators, the most trusted first: [--annotator-priority ann@example.com,3]',
    )
}

type Wanted = Pick<Selection, 'isUnannotatedDeselected' | 'hasId' | 'isWantedTask' | 'isWantedAnnotation' | 'isWantedPrediction'>

/** Which tasks, annotations and predictions are selected, each for itself. */
function parseWanted(options: SelectionOptions): Wanted {
  const since = parseDate('since', options.since)
  const until = parseDate('until', options.until)
  const annotators = new Set(listedValues(options.annotator))
  const models = new Set(listedValues(options.modelVersion))
  const tags = new Set(listedValues(options.tags))
  const query = parseQuery(options.query)
  const hasId = parseIds(listedValues(options.ids))
  return {
    isUnannotatedDeselected:
      options.excludeUnannotated ||
      options.onlyGroundTruth ||
      annotators.size > 0 ||
      since !== undefined ||
      until !== undefined ||
      options.predictions === 'only',
    hasId,
    isWantedTask: (task) =>
      hasId(String(task.id)) &&
      isInState(task, options.state) &&
      hasTag(task, tags) &&
      (query.kind === 'all' || matches(query, task.id, factsOf(task))),
    isWantedAnnotation: (annotation) =>
      (!options.onlyGroundTruth || annotation.groundTruth) &&
      (annotators.size === 0 || namesOf(annotation.annotator).some((name) => annotators.has(name))) &&
      isWithin(annotation, since, until),
    isWantedPrediction: ({ modelVersion, score }) =>
      (models.size === 0 || models.has(modelVersion ?? '')) &&
      (options.minScore <= 0 || (score !== undefined && score >= options.minScore)),
  }
}

/** Milliseconds; undefined when an annotation has no readable date. */
export function instantOf(
  annotation: Pick<Annotation, 'createdAt' | 'updatedAt'>,
  first: 'created' | 'updated',
): number | undefined {
  const texts = first === 'created' ? [annotation.createdAt, annotation.updatedAt] : [annotation.updatedAt, annotation.createdAt]
  for (const text of texts) {
    const instant = text === undefined ? undefined : parseInstant(text)
    if (instant !== undefined) return instant
  }
  return undefined
}

function parseIds(parts: readonly string[]): (id: string) => boolean {
  if (parts.length === 0) return () => true
  const single = new Set<string>()
  const ranges: [number, number][] = []
  for (const part of parts) {
    const range = /^(\d+)-(\d+)$/.exec(part)
    single.add(part) // an id may itself look like a range
    if (range !== null) ranges.push([Number(range[1]), Number(range[2])])
  }
  return (id) => single.has(id) || (/^\d+$/.test(id) && ranges.some(([from, to]) => Number(id) >= from && Number(id) <= to))
}

function parseDate(name: string, text: string): number | undefined {
  if (text === '') return undefined
  const instant = parseInstant(text)
  if (instant === undefined) throw invalidOption(name, text, 'a date such as 2024-01-31 or 2024-01-31T12:00:00Z')
  return instant
}

function isInState(task: Task, state: SelectionOptions['state']): boolean {
  const isAnnotated = task.annotations.some(({ wasCancelled }) => !wasCancelled)
  switch (state) {
    case 'any':
      return true
    case 'annotated':
      return isAnnotated
    case 'unannotated':
      return task.annotations.length === 0
    case 'skipped':
      return !isAnnotated && task.annotations.length > 0
    case 'predicted':
      return task.predictions.length > 0
  }
}

function hasTag(task: Task, tags: ReadonlySet<string>): boolean {
  return tags.size === 0 || tagsOf(task).some((tag) => tags.has(tag))
}

function isWithin(annotation: Annotation, since: number | undefined, until: number | undefined): boolean {
  if (since === undefined && until === undefined) return true
  const instant = instantOf(annotation, 'updated')
  return instant !== undefined && (since === undefined || instant >= since) && (until === undefined || instant < until)
}
