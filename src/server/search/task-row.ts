import { readTask } from '../../dialects/read-task.ts'
import { parseJson } from '../../json/node.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { type Annotation, annotatorName } from '../../model/task.ts'
import { factsOf } from '../../query/facts-of.ts'
import type { TaskDocument } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import type { AnswerObject } from '../http/json-answer.ts'
import { timestamp } from '../http/time.ts'
import { shownOf } from './shown.ts'

/** A task as a table shows it: what can be seen at a glance, none of its regions. */
export function taskRow({ id, document }: TaskDocument, config: LabelConfig, users: ReadonlyMap<number, User>): AnswerObject {
  const task = readTask(parseJson(document), 0, config)
  const facts = factsOf(task)
  const skipped = task.annotations.filter(({ wasCancelled }) => wasCancelled).length
  return {
    id,
    shows: { ...shownOf(task, config) },
    labels: facts.labels,
    predicted_labels: facts.predictedLabels,
    annotators: [...new Set(task.annotations.map((annotation) => personOf(annotation, users)))].filter((name) => name !== ''),
    annotations: task.annotations.length - skipped,
    skipped,
    ground_truth: task.annotations.some(({ groundTruth }) => groundTruth),
    predictions: task.predictions.length,
    tags: facts.tags,
    created_at: facts.createdAt === undefined ? null : timestamp(new Date(facts.createdAt)),
    updated_at: facts.updatedAt === undefined ? null : timestamp(new Date(facts.updatedAt)),
  }
}

function personOf({ annotator }: Annotation, users: ReadonlyMap<number, User>): string {
  const user = typeof annotator.id === 'number' ? users.get(annotator.id) : undefined
  return user?.email ?? String(annotatorName(annotator) ?? '')
}
