import { ByteWriter } from '../../json/byte-writer.ts'
import type { JsonNode } from '../../json/node.ts'
import type { ControlTag } from '../../model/label-config.ts'
import { readFacts } from '../../stores/read-facts.ts'
import type { IndexedTask } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import { type Answer, type AnswerObject, RawJson, rawOf, writeAnswer } from '../http/json-answer.ts'
import { timestamp } from '../http/time.ts'
import type { Services } from '../services.ts'
import { newAnnotation, newPrediction, newTask, reserveInnerIds } from '../tasks/new-documents.ts'
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

/** Tasks as they are stored: with numbers of their own, what they had of it is kept as `import_id`. All were checked. */
export async function importDocuments(tasks: readonly JsonNode[], target: ImportTarget): Promise<IndexedTask[]> {
  const { services, project, config, preannotated } = target
  const { store } = services
  const count = (key: string) => tasks.reduce((sum, task) => sum + listIn(task, key).length, 0)
  const predictions = count('predictions') + tasks.length * preannotated.length
  const ids = new Ids(
    await store.reserveIds('task', tasks.length),
    await store.reserveIds('annotation', Math.max(1, count('annotations'))),
    await store.reserveIds('prediction', Math.max(1, predictions)),
    await reserveInnerIds(services, project, tasks.length),
  )
  const at = timestamp(services.now())
  const writer = new ByteWriter()
  const ranges = tasks.map((task) => {
    const id = ids.task++
    const start = writer.length
    writeAnswer(writer, documentOf(task, id, ids, at, target))
    return { id, start, end: writer.length }
  })
  const bytes = writer.take()
  return ranges.map(({ id, start, end }) => {
    const document = bytes.subarray(start, end)
    return { id, document, facts: readFacts(document, config).facts, origin: undefined }
  })
}

/** The next free numbers. */
class Ids {
  task: number
  annotation: number
  prediction: number
  inner: number

  constructor(task: number, annotation: number, prediction: number, inner: number) {
    this.task = task
    this.annotation = annotation
    this.prediction = prediction
    this.inner = inner
  }
}

function documentOf(task: JsonNode, id: number, ids: Ids, at: string, target: ImportTarget): AnswerObject {
  const isBare = task.get('data') === undefined
  const data = task.get('data') ?? task
  const place = { task: id, project: target.project, at }
  const predictions = listIn(task, 'predictions').map((one) => importedPrediction(one, ids.prediction++, place))
  const columns = target.preannotated.map((column) => columnPrediction(column, data, ids.prediction++, place, target))
  return newTask({
    id,
    innerId: ids.inner++,
    project: target.project,
    at,
    data: new RawJson(data.bytes()),
    meta: isBare || task.get('meta')?.isNull() !== false ? {} : rawOf(task.get('meta')),
    annotations: listIn(task, 'annotations').map((one) => importedAnnotation(one, ids.annotation++, place, target)),
    predictions: [...predictions, ...columns],
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
  return newAnnotation({
    ...place,
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

function listIn(task: JsonNode, key: string): readonly JsonNode[] {
  return task.get('data') === undefined ? [] : (task.get(key)?.elements() ?? [])
}
