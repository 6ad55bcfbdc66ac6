import { namesIn, statesOf } from '../../query/match.ts'
import { NAME_FIELDS } from '../../query/query.ts'
import type { TaskFacts } from '../../query/task-facts.ts'
import type { AnnotationRow, NameKind, PredictionRow, TaskSums } from './tables.ts'

/** A name that a task has; `Name`s of one project are told apart by `nameKey`. */
export interface Name {
  readonly field: NameKind
  readonly value: string
}

/** The row that the sums of a whole project are kept in. */
export const WHOLE_PROJECT: Name = { field: 'all', value: '' }

export function nameKey({ field, value }: Name): string {
  return `${field}:${value}`
}

/** Every name of a task, its states too, each once. */
export function namesOf(facts: TaskFacts): Name[] {
  const names: Name[] = []
  for (const field of NAME_FIELDS) {
    const values = namesIn(field, facts).map(storableText)
    for (const value of values.length > 1 ? new Set(values) : values) names.push({ field, value })
  }
  for (const state of statesOf(facts)) names.push({ field: 'is', value: state })
  return names
}

/** What both databases can hold: PostgreSQL has no NUL, UTF-8 no halves of pairs. */
export function storableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
}

export function sumsOf({ annotations, predictions }: TaskFacts): TaskSums {
  let skipped = 0
  let groundTruths = 0
  for (const { wasCancelled, groundTruth } of annotations) {
    if (wasCancelled) skipped++
    if (groundTruth) groundTruths++
  }
  return {
    annotations: annotations.length - skipped,
    skipped_annotations: skipped,
    ground_truths: groundTruths,
    predictions: predictions.length,
  }
}

export function annotationRows(project: number, task: number, facts: TaskFacts): AnnotationRow[] {
  return facts.annotations.map(({ id, wasCancelled, groundTruth, leadTimeSeconds, updatedAt }, position) => ({
    ...{ task, position, project, id: id ?? null },
    ...{ was_cancelled: Number(wasCancelled), ground_truth: Number(groundTruth) },
    ...{ lead_time: leadTimeSeconds ?? null, updated: updatedAt ?? null },
  }))
}

export function predictionRows(project: number, task: number, facts: TaskFacts): PredictionRow[] {
  return facts.predictions.map(({ id, model, score }, position) => ({
    ...{ task, position, project, id: id ?? null },
    ...{ model: model === undefined ? null : storableText(model), score: score ?? null },
  }))
}
