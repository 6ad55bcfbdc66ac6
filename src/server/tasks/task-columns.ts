import { parseInstant } from '../../model/instant.ts'
import { annotatorsOf, isLabeled, mean, modelVersions, resultsText, type TaskContext, totals } from './task-answer.ts'
import { isGroundTruth, numberOf, type OpenTask, textOf } from './task-document.ts'

/** What filters and orders compare. */
export type ColumnValue = number | string | boolean | readonly (number | string)[] | undefined
type Column = (task: OpenTask, context: TaskContext) => ColumnValue

/** The columns of Label Studio's data manager; moments are milliseconds since 1970. */
export const COLUMNS: Readonly<Record<string, Column>> = {
  id: ({ id }) => id,
  inner_id: ({ node, id }) => numberOf(node, 'inner_id') ?? id,
  completed_at: ({ annotations }) => latest(annotations.map((annotation) => instant(textOf(annotation, 'created_at')))),
  total_annotations: (task) => totals(task).total_annotations,
  cancelled_annotations: (task) => totals(task).cancelled_annotations,
  total_predictions: (task) => totals(task).total_predictions,
  annotators: annotatorsOf,
  annotations_results: ({ annotations }) => resultsText(annotations),
  annotations_ids: ({ annotations }) => annotations.map((annotation) => annotation.get('id')?.text() ?? '').join(','),
  predictions_score: ({ predictions }) => mean(predictions.map((prediction) => numberOf(prediction, 'score'))) ?? undefined,
  predictions_model_versions: ({ predictions }) => modelVersions(predictions),
  predictions_results: ({ predictions }) => resultsText(predictions),
  file_upload: ({ node }) => textOf(node, 'file_upload'),
  storage_filename: ({ node }) => textOf(node, 'storage_filename'),
  created_at: ({ node }) => instant(textOf(node, 'created_at')),
  updated_at: ({ node }) => instant(textOf(node, 'updated_at')),
  updated_by: ({ node }) => (numberOf(node, 'updated_by') === undefined ? [] : [numberOf(node, 'updated_by') ?? 0]),
  avg_lead_time: ({ annotations }) => mean(annotations.map((annotation) => numberOf(annotation, 'lead_time'))) ?? undefined,
  draft_exists: ({ drafts }) => drafts.length > 0,
  is_labeled: (task, { wanted }) => isLabeled(task, wanted),
  ground_truth: ({ annotations }) => annotations.some(isGroundTruth),
}

/** Also `data.<key>`: what is labelled. */
export function isColumn(name: string): boolean {
  return Object.hasOwn(COLUMNS, name) || name.startsWith('data.')
}

export function columnOf(name: string, task: OpenTask, context: TaskContext): ColumnValue {
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined
  if (column !== undefined) return column(task, context)
  const node = task.node.get('data')?.get(name.slice('data.'.length))
  return node?.string() ?? node?.number() ?? node?.boolean() ?? (node === undefined || node.isNull() ? undefined : node.text())
}

function instant(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseInstant(text)
}

function latest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
