import type { ProjectCounts } from '../store.ts'
import type { NameRow } from './tables.ts'

/** Of no tasks. */
export const NO_TASKS: ProjectCounts = {
  tasks: 0,
  annotatedTasks: 0,
  annotations: 0,
  skippedAnnotations: 0,
  groundTruths: 0,
  predictions: 0,
}

export function difference(all: ProjectCounts, some: ProjectCounts): ProjectCounts {
  return combined(all, some, (one, other) => one - other)
}

export function sum(some: ProjectCounts, others: ProjectCounts): ProjectCounts {
  return combined(some, others, (one, other) => one + other)
}

function combined(a: ProjectCounts, b: ProjectCounts, combine: (one: number, other: number) => number): ProjectCounts {
  return {
    tasks: combine(a.tasks, b.tasks),
    annotatedTasks: combine(a.annotatedTasks, b.annotatedTasks),
    annotations: combine(a.annotations, b.annotations),
    skippedAnnotations: combine(a.skippedAnnotations, b.skippedAnnotations),
    groundTruths: combine(a.groundTruths, b.groundTruths),
    predictions: combine(a.predictions, b.predictions),
  }
}

/** What a row of sums tells. */
export function countsOf(row: Omit<NameRow, 'id' | 'project' | 'field' | 'value'>): ProjectCounts {
  return {
    tasks: row.tasks,
    annotatedTasks: row.annotated_tasks,
    annotations: row.annotations,
    skippedAnnotations: row.skipped_annotations,
    groundTruths: row.ground_truths,
    predictions: row.predictions,
  }
}
