import { ByteWriter } from '../../json/byte-writer.ts'
import type { JsonNode } from '../../json/node.ts'
import type { ControlTag } from '../../model/label-config.ts'
import { readAllFacts } from '../../stores/read-facts.ts'
import type { IndexedTask } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { type Answer, type AnswerObject, RawJson, rawOf, writeAnswer } from '../http/json-answer.ts'
import { timestamp } from '../http/time.ts'
import type { Services } from '../services.ts'
import {
  newAnnotation,
  newDraft,
  newPrediction,
  newTask,
  noteDraft,
  reserveDraftIds,
  reserveInnerIds,
} from '../tasks/new-documents.ts'
import { annotatorOf, type ImportRules } from './import-check.ts'

/** An import's own rules, and where it goes. */
export interface ImportTarget extends ImportRules {
  readonly services: Services
  readonly project: number
  readonly user: User
  /** Name of the file that the tasks came in. */
  readonly fileUpload?: string | undefined
  /** Name of the storage's object that they came in. */
  readonly storageFile?: string | undefined
}

/** The next free numbers, counted up as documents are made. */
export interface TaskNumbers {
  task: number
  annotation: number
  prediction: number
  draft: number
  /** Of the task within its project. */
  inner: number
}

/** How many of each there are in an import. */
export interface TaskCounts {
  readonly tasks: number
  readonly annotations: number
  readonly predictions: number
  readonly drafts: number
}

export function countsOf(tasks: readonly JsonNode[]): TaskCounts {
  const count = (key: string) => tasks.reduce((sum, task) => sum + listIn(task, key).length, 0)
  return { tasks: tasks.length, annotations: count('annotations'), predictions: count('predictions'), drafts: count('drafts') }
}

/** Numbers for so many new tasks, annotations, predictions and drafts; nobody else gets them. */
export async function reserveNumbers(
  { tasks, annotations, predictions, drafts }: TaskCounts,
  { services, project }: Pick<ImportTarget, 'services' | 'project'>,
): Promise<TaskNumbers> {
  const { store } = services
  return {
    task: await store.reserveIds('task', tasks),
    annotation: await store.reserveIds('annotation', Math.max(1, annotations)),
    prediction: await store.reserveIds('prediction', Math.max(1, predictions)),
    draft: drafts === 0 ? 0 : await reserveDraftIds(services, drafts),
    inner: await reserveInnerIds(services, project, tasks),
  }
}

/** A task that is to be stored, with the numbers of its drafts. */
export interface NewDocument extends IndexedTask {
  readonly drafts: readonly number[]
}

/**
 * Tasks as they are stored: with numbers of their own, what they had of it is kept as `import_id`. All were checked.
 * @param writer what the documents stand in; they are good until more is written with it
 */
export function importDocuments(
  tasks: Iterable<JsonNode>,
  numbers: TaskNumbers,
  target: ImportTarget,
  writer = new ByteWriter(),
): NewDocument[] {
  const at = timestamp(target.services.now())
  const ranges = Array.from(tasks, (task) => {
    const id = numbers.task++
    const start = writer.length
    const firstDraft = numbers.draft
    writeAnswer(writer, documentOf(task, id, numbers, at, target))
    const drafts = Array.from({ length: numbers.draft - firstDraft }, (_, k) => firstDraft + k)
    return { id, start, end: writer.length, drafts }
  })
  const bytes = writer.flush()
  const facts = readAllFacts(bytes, ranges, target.config)
  return ranges.map(({ id, start, end, drafts }, k) => ({
    ...{ id, document: bytes.subarray(start, end), facts: facts[k]! },
    ...{ origin: undefined, drafts },
  }))
}

/** Notes where the drafts of tasks that are stored now are. */
export async function noteDrafts(documents: readonly NewDocument[], { services, project }: ImportTarget): Promise<void> {
  for (const { id, drafts } of documents) for (const draft of drafts) await noteDraft(services, draft, { project, task: id })
}

function documentOf(task: JsonNode, id: number, numbers: TaskNumbers, at: string, target: ImportTarget): AnswerObject {
  const isBare = task.get('data') === undefined
  const data = task.get('data') ?? task
  const place = { task: id, project: target.project, at }
  const predictions = listIn(task, 'predictions').map((one) => importedPrediction(one, numbers.prediction++, place))
  const columns = target.preannotated.map((column) => columnPrediction(column, data, numbers.prediction++, place, target))
  return newTask({
    id,
    innerId: numbers.inner++,
    project: target.project,
    at,
    data: new RawJson(data.bytes()),
    meta: isBare || task.get('meta')?.isNull() !== false ? {} : rawOf(task.get('meta')),
    annotations: listIn(task, 'annotations').map((one) => importedAnnotation(one, numbers.annotation++, place, target)),
    predictions: [...predictions, ...columns],
    drafts: listIn(task, 'drafts').map((one) => importedDraft(one, numbers.draft++, place, target)),
    fileUpload: target.fileUpload,
    storageFile: target.storageFile,
    extra: isBare ? {} : membersBut(task, TASK_MEMBERS),
  })
}

interface Place {
  readonly task: number
  readonly project: number
  readonly at: string
}

/** What a document has of its own, or what is given anew. */
const TASK_MEMBERS = new Set(
  'id annotations completions predictions drafts data meta created_at updated_at inner_id project updated_by is_labeled overlap total_annotations cancelled_annotations total_predictions comment_count unresolved_comment_count last_comment_updated_at comment_authors file_upload allow_skip'.split(
    ' ',
  ),
)
const ANNOTATION_MEMBERS = new Set(
  'id completed_by result was_cancelled ground_truth created_at updated_at draft_created_at lead_time prediction result_count unique_id import_id last_action bulk_created task project updated_by parent_prediction parent_annotation last_created_by created_username created_ago'.split(
    ' ',
  ),
)
const PREDICTION_MEMBERS = new Set(
  'id result model_version score cluster neighbors mislabeling created_at updated_at model model_run task project created_ago'.split(
    ' ',
  ),
)

/** Members that Label Studio does not know are kept. */
function membersBut(node: JsonNode, known: ReadonlySet<string>): AnswerObject {
  const others = node.entries().filter(([key]) => !known.has(key))
  return Object.fromEntries(others.map(([key, value]) => [key, new RawJson(value.bytes())]))
}

function importedAnnotation(annotation: JsonNode, id: number, place: Place, { user, users }: ImportTarget): AnswerObject {
  const by = annotation.get('completed_by')
  const { task, project, at } = place
  return newAnnotation({
    task, // each by name: spreading `place` would make an object that is slow to write to
    project,
    at,
    id,
    completedBy: (by === undefined || by.isNull() ? user : annotatorOf(by, users))?.id ?? user.id,
    updatedBy: null,
    result: rawOf(annotation.get('result')),
    wasCancelled: annotation.get('was_cancelled')?.boolean() ?? false,
    groundTruth: annotation.get('ground_truth')?.boolean() ?? true, // Label Studio's default for what is imported
    leadTime: rawOf(annotation.get('lead_time')),
    importId: rawOf(annotation.get('id')),
    extra: membersBut(annotation, ANNOTATION_MEMBERS),
  })
}

function importedPrediction(prediction: JsonNode, id: number, place: Place): AnswerObject {
  return newPrediction({
    ...place,
    id,
    result: rawOf(prediction.get('result'), []),
    modelVersion: rawOf(prediction.get('model_version'), 'undefined'),
    score: rawOf(prediction.get('score')),
    extra: membersBut(prediction, PREDICTION_MEMBERS),
  })
}

function importedDraft(draft: JsonNode, id: number, place: Place, { user, users }: ImportTarget): AnswerObject {
  const author = draft.get('user')
  return newDraft({
    ...place,
    id,
    annotation: null, // the one it had has another number now
    user: users.find((one) => one.email === author?.string() || one.id === author?.number())?.id ?? user.id,
    result: rawOf(draft.get('result'), []),
    leadTime: rawOf(draft.get('lead_time')),
  })
}

/** The value of a column, as a prediction of the control tag of that name. */
function columnPrediction(column: string, data: JsonNode, id: number, place: Place, { config }: ImportTarget): AnswerObject {
  const control = config.controls.find(({ name }) => name === column)
  const result = {
    from_name: column,
    to_name: control?.toNames[0] ?? '',
    type: control?.tag.toLowerCase() ?? '',
    value: control === undefined ? {} : columnValue(control, data.get(column)!), // the check has seen it
  }
  return newPrediction({ ...place, id, result: [result], modelVersion: 'preannotated', score: new RawJson('1.0') })
}

const SCALARS = ['rating', 'number', 'datetime']

function columnValue({ tag }: ControlTag, node: JsonNode): Answer {
  if (node.kind === 'object') return new RawJson(node.bytes())
  const type = tag.toLowerCase()
  const value = new RawJson(node.bytes())
  const key = type === 'textarea' ? 'text' : type
  return { [key]: SCALARS.includes(type) || node.kind === 'array' ? value : [value] }
}

/** What a task has beside its data; none where it is its data alone. */
export function listIn(task: JsonNode, key: string): readonly JsonNode[] {
  return task.get('data') === undefined ? [] : (task.get(key)?.elements() ?? [])
}
