import type { AnyFormat } from '../formats/format.ts'
import { printCompact } from '../json/print.ts'
import type { Where } from '../model/error.ts'
import type { Report } from '../model/issue.ts'
import { findControl, type LabelConfig } from '../model/label-config.ts'
import { type Annotation, answerTexts, namesOf, placeOf, type RawResult, type Region, type Task } from '../model/task.ts'
import { instantOf, type Selection } from './selection.ts'

/** The task with what is to be exported of it, or undefined when nothing is. What the user did not take away himself is reported. */
export function selectTask(
  task: Task,
  selection: Selection,
  format: AnyFormat,
  config: LabelConfig,
  report: Report,
): Task | undefined {
  if (!selection.isWantedTask(task)) return undefined
  const annotations = selectAnnotations(task, selection, format, report).map((annotation) =>
    selectResults(annotation, selection, config),
  )
  const predictions = selectPredictions(task, selection, annotations.length > 0).map((prediction) =>
    selectResults(prediction, selection, config),
  )
  const isBare = annotations.length === 0 && (predictions.length === 0 || isPredictedOnlyDeselected(selection))
  if (isBare && !keepsUnannotated(task, selection, format, report)) return undefined
  const all = [...task.annotations, ...task.predictions]
  const isComplete =
    annotations.length + predictions.length === all.length && [...annotations, ...predictions].every(({ complete }) => complete)
  return isComplete ? task : { ...task, annotations, predictions, complete: false }
}

/** How many annotations a task may have of which nothing but cancelled ones is taken away, all of them being wanted. */
export function annotationCounts({ policy, keepsCancelled, ...selection }: Selection): AnnotationCounts {
  const keepsUnannotated = selection.keepsUnannotated && !selection.isUnannotatedDeselected
  return { least: keepsUnannotated ? 0 : 1, most: policy === 'all' ? Infinity : 1, keepsCancelled }
}

export interface AnnotationCounts {
  readonly least: 0 | 1
  readonly most: number
  /** Cancelled ones count like others; else they do not count at all. */
  readonly keepsCancelled: boolean
}

/** What {@link selectTask} says about a task with so many annotations, where they are within {@link annotationCounts}. */
export function reportCount(count: number, where: () => Where, { purpose }: AnyFormat, report: Report): void {
  if (purpose !== 'training') return
  if (count > 1) report.add('annotations-several', where(), { count })
  if (count === 0) report.add('task-unreviewed', where())
}

/** What {@link selectTask} says about a cancelled annotation that is left out. */
export function reportCancelled(where: Where, report: Report): void {
  report.add('annotation-cancelled', where)
}

/** Predictions make up for missing annotations only where they were asked for in their place. */
function isPredictedOnlyDeselected({ isUnannotatedDeselected, predictions }: Selection): boolean {
  return isUnannotatedDeselected && predictions === 'with'
}

function selectAnnotations(task: Task, selection: Selection, format: AnyFormat, report: Report): Annotation[] {
  if (selection.predictions === 'only') return []
  const candidates: Annotation[] = []
  for (const annotation of task.annotations) {
    if (!selection.isWantedAnnotation(annotation)) continue
    if (annotation.wasCancelled && !selection.keepsCancelled) reportCancelled(placeOf(task, annotation), report)
    else candidates.push(annotation)
  }
  if (candidates.length < 2) return candidates
  if (selection.policy === 'all') {
    reportCount(candidates.length, () => placeOf(task), format, report)
    return candidates
  }
  const chosen = chooseAnnotation(candidates, selection)
  for (const annotation of candidates)
    if (annotation !== chosen)
      report.add('annotation-superseded', placeOf(task, annotation), { count: candidates.length, policy: selection.policy })
  return [chosen]
}

/** One of several annotations. */
function chooseAnnotation(candidates: readonly Annotation[], { policy, priority }: Selection): Annotation {
  switch (policy) {
    case 'all':
    case 'latest':
      return latest(candidates)
    case 'first':
      return first(candidates)
    case 'ground-truth-first': {
      const starred = candidates.filter(({ groundTruth }) => groundTruth)
      return latest(starred.length > 0 ? starred : candidates)
    }
    case 'annotator-priority': {
      for (const name of priority) {
        const own = candidates.filter((annotation) => namesOf(annotation.annotator).includes(name))
        if (own.length > 0) return latest(own)
      }
      return latest(candidates)
    }
    case 'majority':
      return majority(candidates)
  }
}

/** Touched last, and of equal dates the later in the list: it was written last. One without a date loses against any with one. */
function latest(candidates: readonly Annotation[]): Annotation {
  const instant = (annotation: Annotation) => instantOf(annotation, 'updated') ?? Number.NEGATIVE_INFINITY
  return candidates.reduce((best, candidate) => (instant(candidate) >= instant(best) ? candidate : best))
}

/** Made first, and of equal dates the earlier in the list. One without a date loses against any with one. */
function first(candidates: readonly Annotation[]): Annotation {
  const instant = (annotation: Annotation) => instantOf(annotation, 'created') ?? Number.POSITIVE_INFINITY
  return candidates.reduce((best, candidate) => (instant(candidate) < instant(best) ? candidate : best))
}

/** The annotation that says what most say: equal values under equal control tags, whatever their ids and order. */
function majority(candidates: readonly Annotation[]): Annotation {
  const groups = new Map<string, Annotation[]>()
  for (const annotation of candidates) {
    const said = annotation.results.map(
      ({ fromName, toName, value }) => `${fromName}\n${toName}\n${value === undefined ? '' : printCompact(value)}`,
    )
    const key = said.sort().join('\n\n')
    groups.set(key, [...(groups.get(key) ?? []), annotation])
  }
  const most = Math.max(...[...groups.values()].map((group) => group.length))
  return latest([...groups.values()].filter((group) => group.length === most).flat())
}

function selectPredictions(task: Task, selection: Selection, isAnnotated: boolean): Annotation[] {
  if (selection.predictions === 'none' || (selection.predictions === 'instead' && isAnnotated)) return []
  return task.predictions.filter((prediction) => selection.isWantedPrediction(prediction))
}

function keepsUnannotated(task: Task, selection: Selection, format: AnyFormat, report: Report): boolean {
  if (selection.isUnannotatedDeselected) return false
  const hasHiddenPredictions = task.predictions.length > 0 && selection.options.predictions === 'auto'
  if (hasHiddenPredictions) report.add('prediction-unselected', placeOf(task), { count: task.predictions.length })
  if (!selection.keepsUnannotated) {
    if (!hasHiddenPredictions) report.add('task-unannotated', placeOf(task), { format: format.id })
    return false
  }
  reportCount(0, () => placeOf(task), format, report)
  return true
}

function selectResults(annotation: Annotation, selection: Selection, config: LabelConfig): Annotation {
  const { labels, controls, kinds } = selection
  if (labels.size === 0 && controls.size === 0 && kinds.size === 0) return annotation
  const isOfKind = (kind: string) => kinds.size === 0 || kinds.has(kind)
  const isOfControl = ({ fromName }: RawResult) => controls.size === 0 || controls.has(fromName)
  const isLabelled = (names: readonly string[]) => labels.size === 0 || names.some((name) => labels.has(name))
  const kept = new Set<RawResult>()
  const regionIds = new Set<string>()
  for (const region of annotation.regions) {
    if (!isOfKind(isAssertion(config, region) ? 'assertion' : 'entity') || !isLabelled(region.labels)) continue
    const results = region.results.filter(isOfControl)
    for (const result of results) kept.add(result)
    if (results.length > 0) regionIds.add(region.id)
  }
  for (const answer of annotation.answers)
    if (isOfKind('choice') && isOfControl(answer.result) && isLabelled(answerTexts(answer))) kept.add(answer.result)
  const isWithoutEnds = kinds.size > 0 && !kinds.has('entity') && !kinds.has('assertion') // only relations were asked for
  for (const { from, to, result } of annotation.relations)
    if (isOfKind('relation') && (isWithoutEnds || (regionIds.has(from) && regionIds.has(to)))) kept.add(result)
  return annotation.keep((result) => kept.has(result))
}

/** Annotation Lab keeps assertion status as labels marked `assertion="true"`, often beside those of entities in one control. */
function isAssertion(config: LabelConfig, { fromName, labels }: Region): boolean {
  const definitions = findControl(config, fromName)?.tag.labels ?? []
  return labels.length > 0 && labels.every((label) => definitions.some(({ name, assertion }) => name === label && assertion))
}
