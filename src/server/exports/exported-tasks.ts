import type { NamedInput } from '../../io/input-files.ts'
import { ByteWriter } from '../../json/byte-writer.ts'
import { withMembers } from '../../json/edit.ts'
import type { JsonNode } from '../../json/node.ts'
import { configFileOf, inputNameOf } from '../../projects/store-input.ts'
import type { Query } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { type Answer, type AnswerObject, answerBytes, RawJson, rawOf, writeAnswer } from '../http/json-answer.ts'
import type { Services } from '../services.ts'
import { annotatorId, draftAnswer, innerId, NO_COMMENTS, type TaskContext, totals } from '../tasks/task-answer.ts'
import { type OpenTask, openTask } from '../tasks/task-document.ts'

/** What Label Studio calls serialization options: whether something is its number only. */
export interface Serialization {
  readonly predictions: 'ids' | 'whole'
  readonly drafts: 'ids' | 'whole'
  readonly annotators: 'ids' | 'whole'
}

/** Which tasks are exported, and which of their annotations. */
export interface ExportFilter {
  isWanted(task: OpenTask): boolean
  isKept(annotation: JsonNode): boolean
}

const NO_FILTER: ExportFilter = { isWanted: () => true, isKept: () => true }

/** The members that every exported task has, in this order; whatever else a document has comes behind them. */
const KNOWN = new Set([
  'id',
  'annotations',
  'completions',
  'file_upload',
  'drafts',
  'predictions',
  'data',
  'meta',
  'created_at',
  'updated_at',
  'allow_skip',
  'inner_id',
  'total_annotations',
  'cancelled_annotations',
  'total_predictions',
  'comment_count',
  'unresolved_comment_count',
  'last_comment_updated_at',
  'project',
  'updated_by',
  'comment_authors',
])

/** A task as Label Studio's JSON export has it. Annotations are word for word as they are stored. */
function exportedTask(task: OpenTask, context: TaskContext, { predictions, drafts, annotators }: Serialization): AnswerObject {
  const { node } = task
  const ids = (nodes: readonly JsonNode[]) => nodes.map((one) => rawOf(one.get('id')))
  return {
    id: task.id,
    annotations: task.annotations.map((annotation) =>
      annotators === 'whole' ? withAnnotator(annotation, context) : new RawJson(annotation.bytes()),
    ),
    file_upload: node.get('file_upload') && rawOf(node.get('file_upload')),
    drafts: drafts === 'whole' ? task.drafts.map((draft) => draftAnswer(draft, task, context)) : ids(task.drafts),
    predictions:
      predictions === 'whole' ? task.predictions.map((prediction) => new RawJson(prediction.bytes())) : ids(task.predictions),
    data: rawOf(node.get('data'), {}),
    meta: rawOf(node.get('meta'), {}),
    created_at: rawOf(node.get('created_at')),
    updated_at: rawOf(node.get('updated_at')),
    allow_skip: rawOf(node.get('allow_skip'), true),
    inner_id: innerId(task),
    ...totals(task),
    ...NO_COMMENTS,
    project: context.project,
    updated_by: rawOf(node.get('updated_by')),
    comment_authors: [],
    ...Object.fromEntries(
      node
        .entries()
        .filter(([key]) => !KNOWN.has(key))
        .map(([key, value]) => [key, new RawJson(value.bytes())]),
    ),
  }
}

/** A JSON array of a project's tasks, a batch at a time. */
export async function* exportedTasks(
  { store }: Pick<Services, 'store'>,
  context: TaskContext,
  query: Query,
  serialization: Serialization,
  { isWanted, isKept }: ExportFilter = NO_FILTER,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter()
  let before = '['
  for await (const batch of store.scan(context.project, query, signal)) {
    for (const { document } of batch) {
      const task = openTask(document)
      if (!isWanted(task)) continue
      writer.text(before)
      writeAnswer(writer, exportedTask({ ...task, annotations: task.annotations.filter(isKept) }, context, serialization))
      before = ','
    }
    if (writer.length > 0) yield writer.take()
  }
  yield writer.text(before === '[' ? '[]' : ']').take()
}

/** The same as an input to convert. */
export function exportedInput(
  services: Pick<Services, 'store'>,
  project: Project,
  context: TaskContext,
  query: Query,
  serialization: Serialization,
): NamedInput {
  const name = inputNameOf(project)
  return {
    name,
    files: [{ name, open: () => exportedTasks(services, context, query, serialization) }],
    skipped: [],
    config: configFileOf(project),
    close: async () => undefined,
  }
}

function withAnnotator(annotation: JsonNode, { users }: TaskContext): Answer {
  const user = users.get(annotatorId(annotation) ?? 0)
  if (user === undefined) return new RawJson(annotation.bytes())
  const { id, email, first_name, last_name } = user
  return new RawJson(withMembers(annotation, { completed_by: answerBytes({ id, email, first_name, last_name }) }))
}
