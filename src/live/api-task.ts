import type { ByteWriter } from '../json/byte-writer.ts'
import type { JsonNode } from '../json/node.ts'
import { writeCompact } from '../json/print.ts'
import { ANNOTATION, DRAFT, PREDICTION, TASK } from './export-fields.ts'

/**
 * A task as the API of Label Studio lists it, written as its JSON export has it: keys in that order, then any others that the server gives.
 * Numbers keep their spelling.
 */
export function writeApiTask(writer: ByteWriter, task: JsonNode): void {
  writeObject(writer, task, TASK_SHAPE)
}

interface Shape {
  /** They come first, in this order. */
  readonly keys: readonly string[]
  readonly leftOut: ReadonlySet<string>
  /** Of values that are written in another way; nothing is written, not even the key, where it gives undefined. */
  readonly rewrite: Readonly<Record<string, (value: JsonNode) => ((writer: ByteWriter) => void) | undefined>>
}

const FOR_DISPLAY = ['created_ago', 'created_username']

/** Columns of the task table on the page that the export does not have: most repeat, shortened, what stands in annotations and predictions. */
const PAGE_COLUMNS = [
  ...['annotators', 'annotations_ids', 'annotations_results', 'avg_lead_time', 'completed_at', 'draft_exists', 'is_labeled'],
  ...['overlap', 'predictions_model_versions', 'predictions_results', 'predictions_score', 'storage_filename'],
]

const TASK_SHAPE: Shape = {
  keys: TASK.map((entry) => (typeof entry === 'string' ? entry : entry.key)),
  leftOut: new Set(PAGE_COLUMNS),
  rewrite: {
    annotations: listOf(ANNOTATION.map(({ key }) => key)),
    predictions: listOf(PREDICTION.map(({ key }) => key)),
    drafts: listOf(DRAFT.map(({ key }) => key)),
    file_upload: (name) => (name.isNull() ? undefined : (writer) => writeCompact(writer, name)),
    updated_by: (users) => (writer) => writeUpdatedBy(writer, users),
  },
}

/** Of what is no object (the id of a prediction) all stays as it is. */
function listOf(keys: readonly string[]): Shape['rewrite'][string] {
  const shape: Shape = { keys, leftOut: new Set(FOR_DISPLAY), rewrite: {} }
  return (list) => (writer) => {
    if (list.kind !== 'array') return writeCompact(writer, list)
    writer.text('[')
    for (const [k, element] of list.elements().entries()) {
      if (k > 0) writer.text(',')
      if (element.kind === 'object') writeObject(writer, element, shape)
      else writeCompact(writer, element)
    }
    writer.text(']')
  }
}

/** `[{"user_id": 1}]` in the list of tasks, `1` in the export. */
function writeUpdatedBy(writer: ByteWriter, users: JsonNode): void {
  const ids = users.elements().map((user) => user.get('user_id'))
  if (users.kind === 'array' && ids.length === 0) writer.text('null')
  else writeCompact(writer, (ids.length === 1 && ids[0]) || users)
}

function writeObject(writer: ByteWriter, node: JsonNode, { keys, leftOut, rewrite }: Shape): void {
  const entries = new Map(node.entries())
  let before = '{'
  const write = (key: string, value: JsonNode) => {
    const print = Object.hasOwn(rewrite, key) ? rewrite[key]!(value) : (to: ByteWriter) => writeCompact(to, value)
    if (print === undefined) return
    writer.text(`${before}${JSON.stringify(key)}:`)
    print(writer)
    before = ','
  }
  for (const key of keys) {
    const value = entries.get(key)
    if (value !== undefined) write(key, value)
    entries.delete(key)
  }
  for (const [key, value] of entries) if (!leftOut.has(key)) write(key, value)
  writer.text(before === '{' ? '{}' : '}')
}
