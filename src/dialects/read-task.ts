import type { JsonNode } from '../json/node.ts'
import { outlinePlain, type Row } from '../json/outline.ts'
import type { Where } from '../model/error.ts'
import { ISSUES, type Issue, type IssueCode } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Annotation, DialectName, Id, Task } from '../model/task.ts'
import { ReadAnnotation } from './read-annotation.ts'
import { readId, withArticle } from './read-value.ts'
import {
  ANNOTATIONS_END,
  taskAt as at,
  COMPLETIONS_END,
  PREDICTIONS_END,
  RESULTS_END,
  TASK,
  TASK_OUTLINE,
} from './task-outline.ts'

/** JSON that is no task; the message says what was expected instead. */
export class TaskProblem extends Error {}

/**
 * Reads a task of any dialect: Label Studio today (`annotations`), Label Studio of the guide (`completions`, `skipped`),
 * Annotation Lab (`honeypot`, `created_username`, `created_ago`); one field table serves all, since no name means two things.
 *
 * @param index the task's place in the whole input, from 0; it names tasks without an id (from 1).
 * @param config helps to tell text from time offsets; may be empty.
 * @param source where the task stands, for the report.
 * @throws TaskProblem when the value is no task at all.
 */
export function readTask(node: JsonNode, index: number, config: LabelConfig, source: Where = {}): Task {
  return readTaskRow(outlinePlain(node.tape, node.token, TASK_OUTLINE), index, config, source)
}

/** The same of a task that was outlined with {@link TASK_OUTLINE}. */
export function readTaskRow(row: Row, index: number, config: LabelConfig, source: Where): Task {
  const { node } = row
  if (node.kind !== 'object') throw new TaskProblem(`expected a task object, found ${withArticle(node.kind)}`)
  const data = row.valueAt(at.data)
  const hasLists = row.has(at.annotations) || row.has(at.completions) || row.has(at.predictions)
  if (data === undefined && (!hasLists || isCoco(node))) throw new TaskProblem(describeForeign(node))
  if (data !== undefined && data.kind !== 'object' && !data.isNull())
    throw new TaskProblem(`expected \`data\` to be an object, found ${withArticle(data.kind)}`)

  const ownId = readId(row.valueAt(at.id))
  const id = ownId ?? index + 1
  const issues: Issue[] = []
  const note = (code: IssueCode, detail: Record<string, string | number> = {}) =>
    void issues.push({ code, effect: ISSUES[code].effect, where: { task: id }, detail })
  if (ownId === undefined) note('id-missing', { id })
  if (data?.kind !== 'object') note('data-missing')

  const lists = new AnnotationLists(row, id, config, note)
  const annotations: Annotation[] = []
  lists.read('completions', 'annotation', COMPLETIONS_END, annotations)
  lists.read('annotations', 'annotation', ANNOTATIONS_END, annotations)
  const predictions: Annotation[] = []
  lists.read('predictions', 'prediction', PREDICTIONS_END, predictions)
  return {
    id,
    index,
    source,
    dialect: row.has(at.annotations) ? 'label-studio' : dialectOf([...annotations, ...predictions]),
    node,
    data: data?.kind === 'object' ? data : undefined,
    annotations,
    predictions,
    complete: true,
    issues,
  }
}

/** Reads a task's lists in the order of their rows. */
class AnnotationLists {
  readonly #row: Row
  readonly #id: Id
  readonly #config: LabelConfig
  readonly #note: (code: IssueCode, detail: Record<string, string | number>) => void
  #place: number

  constructor(row: Row, id: Id, config: LabelConfig, note: (code: IssueCode, detail: Record<string, string | number>) => void) {
    this.#row = row
    this.#id = id
    this.#config = config
    this.#note = note
    this.#place = row.place + TASK.size
  }

  read(
    key: 'annotations' | 'completions' | 'predictions',
    origin: 'annotation' | 'prediction',
    end: number,
    into: Annotation[],
  ): void {
    const { rows } = this.#row
    const list = this.#row.valueAt(at[key])
    if (list !== undefined && list.kind !== 'array' && !list.isNull())
      this.#note('annotation-invalid', { what: `\`${key}\``, problem: `expected a list, found ${withArticle(list.kind)}` })
    while (this.#place < this.#row.int(end)) {
      const annotation = new ReadAnnotation(rows, this.#place, origin, this.#id, this.#config)
      if (annotation.isObject) into.push(annotation)
      else this.#noteForeign(annotation.node, key, origin)
      this.#place = annotation.int(RESULTS_END)
    }
  }

  #noteForeign(element: JsonNode, key: string, origin: 'annotation' | 'prediction'): void {
    if (origin === 'prediction' && element.kind === 'number') this.#note('prediction-id-only', { id: element.text() })
    else
      this.#note('annotation-invalid', {
        what: `one of \`${key}\``,
        problem: `expected an object, found ${withArticle(element.kind)}`,
      })
  }
}

/** Annotation Lab writes an ISO time into `created_ago` and users by name; the old Label Studio wrote "3 hours" there. */
function dialectOf(annotations: readonly Annotation[]): DialectName {
  const isLab = annotations.some(({ node, createdAt }) => {
    const createdAgo = node.get('created_ago')?.string()
    if (createdAgo !== undefined) return createdAgo === createdAt
    return node.get('created_username') !== undefined && node.get('created_at') === undefined
  })
  return isLab ? 'annotation-lab' : 'label-studio'
}

function describeForeign(node: JsonNode): string {
  if (isCoco(node)) return 'expected a task with `data`, found a COCO file'
  const keys = [...new Set(node.entries().map(([key]) => `\`${key}\``))].slice(0, 5)
  return `expected a task with \`data\`, found an object with ${keys.length === 0 ? 'no keys' : keys.join(', ')}`
}

/** Its `annotations` are none of ours. */
function isCoco(node: JsonNode): boolean {
  return node.get('images') !== undefined && node.get('categories') !== undefined
}
