import type { JsonNode } from '../../json/node.ts'
import { parseInstant } from '../../model/instant.ts'
import type { User } from '../access/access.ts'
import { createdUsername, initialsOf } from '../access/people.ts'
import { type Answer, type AnswerObject, RawJson, rawOf } from '../http/json-answer.ts'
import { timeSince } from '../http/time.ts'
import { encodeUri, withAddresses } from '../storages/bucket-uris.ts'
import type { Storage } from '../storages/storage-record.ts'
import { isCancelled, numberOf, type OpenTask, textOf } from './task-document.ts'

/** What answers about tasks need besides the tasks. */
export interface TaskContext {
  readonly project: number
  /** How many annotators a task needs. */
  readonly wanted: number
  readonly users: ReadonlyMap<number, User>
  readonly now: Date
  /** Whose objects the data name by addresses of this server; absent: data are answered as they are stored. */
  readonly sources?: readonly Storage[]
}

/** A task as `POST /api/tasks/` and `PATCH` answer it. */
export function plainTask(task: OpenTask, context: TaskContext): AnswerObject {
  const { node } = task
  return {
    id: task.id,
    ...coreMembers(task, context),
    inner_id: innerId(task),
    ...totals(task),
    ...NO_COMMENTS,
    project: context.project,
    updated_by: rawOf(node.get('updated_by')),
    file_upload: rawOf(node.get('file_upload')),
    comment_authors: [],
  }
}

/** What both answers about a task have in this order. */
function coreMembers(task: OpenTask, { wanted }: TaskContext): AnswerObject {
  const { node } = task
  return {
    data: rawOf(node.get('data'), {}),
    meta: rawOf(node.get('meta'), {}),
    created_at: rawOf(node.get('created_at')),
    updated_at: rawOf(node.get('updated_at')),
    is_labeled: isLabeled(task, wanted),
    overlap: rawOf(node.get('overlap'), 1),
  }
}

/** With what people and models said of it. */
export function embeddingTask(task: OpenTask, context: TaskContext): AnswerObject {
  return {
    ...plainTask(task, context),
    annotations: task.annotations.map((annotation) => annotationAnswer(annotation, task, context)),
    predictions: task.predictions.map((prediction) => predictionAnswer(prediction, task, context)),
  }
}

/** An entry of the list `GET /api/tasks/`; `all` embeds what people and models said, `detail` also who. */
export function listedTask(task: OpenTask, context: TaskContext, fields: 'task_only' | 'all' | 'detail'): AnswerObject {
  const { node, annotations, predictions } = task
  const isWhole = fields !== 'task_only'
  const whole = (members: AnswerObject) => (isWhole ? members : {})
  return {
    id: task.id,
    ...whole({
      predictions: predictions.map((prediction) => predictionAnswer(prediction, task, context)),
      annotations: annotations.map((annotation) => ({
        ...annotationAnswer(annotation, task, context),
        ...(fields === 'detail' && { completed_by: expandedAnnotator(annotation, context) }),
      })),
    }),
    drafts: isWhole ? task.drafts.map((draft) => draftAnswer(draft, task, context)) : [],
    annotators: isWhole ? annotatorsOf(task) : [],
    inner_id: innerId(task),
    ...reordered(totals(task)),
    ...whole({ completed_at: completedAt(task) }),
    annotations_results: isWhole ? resultsText(annotations) : '',
    predictions_results: isWhole ? resultsText(predictions) : '',
    ...whole({ predictions_score: mean(predictions.map((node) => numberOf(node, 'score'))) }),
    file_upload: rawOf(node.get('file_upload')),
    storage_filename: rawOf(node.get('storage_filename')),
    annotations_ids: isWhole ? annotations.map((annotation) => annotation.get('id')?.text() ?? '').join(',') : '',
    predictions_model_versions: isWhole ? modelVersions(predictions).join(',') : '',
    ...whole({
      avg_lead_time: mean(annotations.map((annotation) => numberOf(annotation, 'lead_time'))),
      draft_exists: task.drafts.length > 0,
    }),
    updated_by: [],
    ...coreMembers(task, context),
    data: shownData(task, context),
    ...NO_COMMENTS,
    project: context.project,
    comment_authors: [],
  }
}

/** A browser cannot read `s3://`. Only whole numbers have an address as a task; other ids go by the project. */
function shownData({ node, id }: OpenTask, { sources, project }: TaskContext): Answer {
  const data = node.get('data')
  if (data === undefined || sources === undefined) return rawOf(data, {})
  const place = typeof id === 'number' ? `/tasks/${id}` : `/projects/${project}`
  return new RawJson(withAddresses(data, sources, (uri) => `${place}/resolve/?fileuri=${encodeUri(uri)}`))
}

export function annotationAnswer(annotation: JsonNode, { id }: OpenTask, { project, users, now }: TaskContext): AnswerObject {
  const annotator = annotatorId(annotation)
  const user = annotator === undefined ? undefined : users.get(annotator)
  const other = textOf(annotation, 'created_username') ?? (annotator === undefined ? '' : String(annotator))
  return {
    id: rawOf(annotation.get('id')),
    result: rawOf(annotation.get('result'), []),
    created_username: user === undefined ? other : createdUsername(user),
    created_ago: ago(annotation, now),
    completed_by: annotator ?? null,
    was_cancelled: isCancelled(annotation),
    ground_truth: rawOf(annotation.get('ground_truth') ?? annotation.get('honeypot'), false),
    created_at: rawOf(annotation.get('created_at')),
    updated_at: rawOf(annotation.get('updated_at')),
    draft_created_at: rawOf(annotation.get('draft_created_at')),
    lead_time: rawOf(annotation.get('lead_time')),
    import_id: rawOf(annotation.get('import_id')),
    last_action: rawOf(annotation.get('last_action')),
    bulk_created: rawOf(annotation.get('bulk_created'), false),
    task: id,
    project,
    updated_by: rawOf(annotation.get('updated_by')),
    parent_prediction: rawOf(annotation.get('parent_prediction')),
    parent_annotation: rawOf(annotation.get('parent_annotation')),
    last_created_by: rawOf(annotation.get('last_created_by')),
  }
}

export function predictionAnswer(prediction: JsonNode, { id }: OpenTask, { project, now }: TaskContext): AnswerObject {
  return {
    id: rawOf(prediction.get('id')),
    result: rawOf(prediction.get('result'), []),
    model_version: rawOf(prediction.get('model_version'), ''),
    created_ago: ago(prediction, now),
    score: rawOf(prediction.get('score')),
    cluster: rawOf(prediction.get('cluster')),
    neighbors: rawOf(prediction.get('neighbors')),
    mislabeling: rawOf(prediction.get('mislabeling'), new RawJson('0.0')),
    created_at: rawOf(prediction.get('created_at')),
    updated_at: rawOf(prediction.get('updated_at')),
    model: rawOf(prediction.get('model')),
    model_run: rawOf(prediction.get('model_run')),
    task: id,
    project,
  }
}

export function draftAnswer(draft: JsonNode, { id }: OpenTask, { users, now }: TaskContext): AnswerObject {
  const user = users.get(numberOf(draft, 'user') ?? 0)
  return {
    id: rawOf(draft.get('id')),
    user: user?.email ?? rawOf(draft.get('user')),
    created_username: user === undefined ? rawOf(draft.get('created_username')) : createdUsername(user).trimStart(),
    created_ago: ago(draft, now),
    result: rawOf(draft.get('result'), []),
    lead_time: rawOf(draft.get('lead_time')),
    was_postponed: rawOf(draft.get('was_postponed'), false),
    import_id: rawOf(draft.get('import_id')),
    created_at: rawOf(draft.get('created_at')),
    updated_at: rawOf(draft.get('updated_at')),
    task: id,
    annotation: rawOf(draft.get('annotation')),
  }
}

/** Who made an annotation, by number. */
export function annotatorId(annotation: JsonNode): number | undefined {
  const by = annotation.get('completed_by')
  return by?.number() ?? by?.get('id')?.number()
}

export function annotatorsOf({ annotations }: OpenTask): number[] {
  return [...new Set(annotations.flatMap((annotation) => annotatorId(annotation) ?? []))]
}

/** Whether enough annotators were at it; skipping counts. */
export function isLabeled({ annotations }: OpenTask, wanted: number): boolean {
  const annotators = annotations.map(
    (annotation) => annotation.get('completed_by')?.text() ?? textOf(annotation, 'created_username'),
  )
  return annotations.length > 0 && new Set(annotators).size >= wanted
}

export function totals({ annotations, predictions }: OpenTask) {
  const cancelled = annotations.filter(isCancelled).length
  return {
    total_annotations: annotations.length - cancelled,
    cancelled_annotations: cancelled,
    total_predictions: predictions.length,
  }
}

export const NO_COMMENTS = { comment_count: 0, unresolved_comment_count: 0, last_comment_updated_at: null } as const

export function innerId({ node, id }: OpenTask): Answer {
  return rawOf(node.get('inner_id'), id)
}

/** When the task was last annotated. */
function completedAt({ annotations }: OpenTask): Answer {
  const dates = annotations.flatMap((annotation) => textOf(annotation, 'created_at') ?? [])
  return dates.toSorted().at(-1) ?? null
}

export function modelVersions(predictions: readonly JsonNode[]): string[] {
  return [...new Set(predictions.flatMap((prediction) => textOf(prediction, 'model_version') ?? []))]
}

/** Undefined values are left out; null when none is left. */
export function mean(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** All results in one text without quotes, for people to look over. */
export function resultsText(nodes: readonly JsonNode[]): string {
  return nodes
    .map(
      (node) =>
        node
          .get('result')
          ?.text()
          .replaceAll('"', '')
          .replaceAll(/([:,])(?=\S)/g, '$1 ') ?? '',
    )
    .join(', ')
}

function reordered({ cancelled_annotations, total_annotations, total_predictions }: ReturnType<typeof totals>) {
  return { cancelled_annotations, total_annotations, total_predictions }
}

function expandedAnnotator(annotation: JsonNode, { users }: TaskContext): Answer {
  const id = annotatorId(annotation)
  const user = id === undefined ? undefined : users.get(id)
  if (user === undefined) return rawOf(annotation.get('completed_by'))
  const { first_name, last_name, email } = user
  return { id: user.id, first_name, last_name, avatar: null, email, initials: initialsOf(user) }
}

function ago(node: JsonNode, now: Date): string {
  const instant = parseInstant(textOf(node, 'created_at') ?? '')
  return instant === undefined ? '' : timeSince(now.getTime() - instant)
}
