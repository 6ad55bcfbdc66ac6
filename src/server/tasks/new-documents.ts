import { randomUUID } from 'node:crypto'
import type { TaskPlace } from '../../stores/store.ts'
import { nextIds } from '../access/users.ts'
import { type Answer, type AnswerObject, answerBytes } from '../http/json-answer.ts'
import type { Services } from '../services.ts'

/** Bytes of a value that becomes part of a stored document. */
export function spelled(value: Answer): Uint8Array {
  return answerBytes(value)
}

/** Numbers of tasks within their project, as people see them; the first of `count`. */
export async function reserveInnerIds({ store }: Pick<Services, 'store'>, project: number, count: number): Promise<number> {
  return nextIds(store.records, innerIdsOf(project), count)
}

/** Where the numbers of a project's tasks are counted. */
function innerIdsOf(project: number): string {
  return `inner-id.${project}`
}

export interface NewTask {
  readonly id: number
  readonly innerId: number
  readonly project: number
  readonly at: string
  readonly data: Answer
  readonly meta: Answer
  readonly annotations?: readonly Answer[]
  readonly predictions?: readonly Answer[]
  readonly drafts?: readonly Answer[]
  readonly fileUpload?: string | undefined
  readonly storageFile?: string | undefined
  /** Members that the document has beside those of Label Studio. */
  readonly extra?: AnswerObject
}

/** A task as Label Studio's JSON export has it. */
export function newTask(task: NewTask): AnswerObject {
  const { id, innerId, project, at, data, meta, annotations = [], predictions = [], drafts = [] } = task
  const { fileUpload, storageFile, extra = {} } = task
  return {
    id,
    annotations,
    ...(fileUpload !== undefined && { file_upload: fileUpload }),
    ...(storageFile !== undefined && { storage_filename: storageFile }),
    drafts,
    predictions,
    data,
    meta,
    created_at: at,
    updated_at: at,
    inner_id: innerId,
    project,
    updated_by: null,
    ...extra,
  }
}

export interface NewAnnotation {
  readonly id: number
  readonly task: number | string
  readonly project: number
  readonly at: string
  readonly completedBy: Answer
  /** Who made it here; null for what was imported. */
  readonly updatedBy: number | null
  readonly result: Answer
  readonly wasCancelled?: boolean
  readonly groundTruth?: boolean
  readonly leadTime?: Answer
  readonly importId?: Answer
  readonly uniqueId?: string | undefined
  readonly parentPrediction?: Answer
  readonly parentAnnotation?: Answer
  readonly extra?: AnswerObject
}

/** An annotation as Label Studio's JSON export has it. */
export function newAnnotation(annotation: NewAnnotation): AnswerObject {
  const { id, task, project, at, completedBy, updatedBy, result, uniqueId } = annotation
  return {
    id,
    completed_by: completedBy,
    result,
    was_cancelled: annotation.wasCancelled ?? false,
    ground_truth: annotation.groundTruth ?? false,
    created_at: at,
    updated_at: at,
    draft_created_at: null,
    lead_time: annotation.leadTime ?? null,
    prediction: {},
    result_count: 0,
    unique_id: uniqueId ?? randomUUID(),
    import_id: annotation.importId ?? null,
    last_action: null,
    bulk_created: false,
    task,
    project,
    updated_by: updatedBy,
    parent_prediction: annotation.parentPrediction ?? null,
    parent_annotation: annotation.parentAnnotation ?? null,
    last_created_by: null,
    ...annotation.extra,
  }
}

export interface NewPrediction {
  readonly id: number
  readonly task: number | string
  readonly project: number
  readonly at: string
  readonly result: Answer
  readonly modelVersion: Answer
  readonly score: Answer
  readonly extra?: AnswerObject
}

export function newPrediction({ id, task, project, at, result, modelVersion, score, extra }: NewPrediction): AnswerObject {
  return {
    id,
    result,
    model_version: modelVersion,
    score,
    cluster: null,
    neighbors: null,
    mislabeling: 0,
    created_at: at,
    updated_at: at,
    model: null,
    model_run: null,
    task,
    project,
    ...extra,
  }
}

/** The store's collection of the tasks that drafts belong to: the store itself finds annotations and predictions only. */
export const DRAFTS = 'drafts'

/** Numbers for new drafts; the first of `count`. */
export async function reserveDraftIds({ store }: Pick<Services, 'store'>, count: number): Promise<number> {
  return nextIds(store.records, 'draft', count)
}

/** So that a draft is found by its number. */
export async function noteDraft({ store }: Pick<Services, 'store'>, id: number, place: TaskPlace): Promise<void> {
  await store.records.put(DRAFTS, String(id), JSON.stringify(place))
}

export interface NewDraft {
  readonly id: number
  readonly task: number | string
  readonly annotation: number | null
  readonly user: number
  readonly at: string
  readonly result: Answer
  readonly leadTime: Answer
}

export function newDraft({ id, task, annotation, user, at, result, leadTime }: NewDraft): AnswerObject {
  return {
    id,
    user,
    result,
    lead_time: leadTime,
    was_postponed: false,
    import_id: null,
    created_at: at,
    updated_at: at,
    task,
    annotation,
  }
}

/** A draft of a task that is there, noted where it belongs. */
export async function draftOf(services: Pick<Services, 'store'>, place: TaskPlace, draft: Omit<NewDraft, 'id' | 'task'>) {
  const id = await reserveDraftIds(services, 1)
  await noteDraft(services, id, place)
  return { id, document: newDraft({ ...draft, id, task: place.task }) }
}
