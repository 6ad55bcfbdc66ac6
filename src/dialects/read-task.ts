import { KeyTable } from '../json/key-table.ts'
import type { JsonNode } from '../json/node.ts'
import type { Where } from '../model/error.ts'
import { ISSUES, type Issue, type IssueCode } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Annotation, DialectName, Task } from '../model/task.ts'
import { ReadAnnotation } from './read-annotation.ts'
import { readId, withArticle } from './read-value.ts'

const FIELDS = new KeyTable(['id', 'data', 'annotations', 'completions', 'predictions'])
const { at } = FIELDS

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
  if (node.kind !== 'object') throw new TaskProblem(`expected a task object, found ${withArticle(node.kind)}`)
  const fields = FIELDS.locate(node.tape, node.token)
  const data = fields.node(at.data)
  const hasLists = fields.has(at.annotations) || fields.has(at.completions) || fields.has(at.predictions)
  if (data === undefined && (!hasLists || isCoco(node))) throw new TaskProblem(describeForeign(node))
  if (data !== undefined && data.kind !== 'object' && !data.isNull())
    throw new TaskProblem(`expected \`data\` to be an object, found ${withArticle(data.kind)}`)

  const issues: Issue[] = []
  const ownId = readId(fields.node(at.id))
  const id = ownId ?? index + 1
  const note = (code: IssueCode, detail: Record<string, string | number> = {}) =>
    void issues.push({ code, effect: ISSUES[code].effect, where: { task: id }, detail })
  if (ownId === undefined) note('id-missing', { id })
  if (data?.kind !== 'object') note('data-missing')

  const read = (key: 'annotations' | 'completions' | 'predictions', origin: 'annotation' | 'prediction'): Annotation[] => {
    const list = fields.node(at[key])
    if (list === undefined || list.isNull()) return []
    if (list.kind !== 'array')
      note('annotation-invalid', { what: `\`${key}\``, problem: `expected a list, found ${withArticle(list.kind)}` })
    return list.elements().flatMap((element) => {
      if (element.kind === 'object') return [new ReadAnnotation(element, origin, id, config)]
      if (origin === 'prediction' && element.kind === 'number') note('prediction-id-only', { id: element.text() })
      else
        note('annotation-invalid', {
          what: `one of \`${key}\``,
          problem: `expected an object, found ${withArticle(element.kind)}`,
        })
      return []
    })
  }
  const annotations = [...read('completions', 'annotation'), ...read('annotations', 'annotation')]
  const predictions = read('predictions', 'prediction')
  return {
    id,
    index,
    source,
    dialect: fields.has(at.annotations) ? 'label-studio' : dialectOf([...annotations, ...predictions]),
    node,
    data: data?.kind === 'object' ? data : undefined,
    annotations,
    predictions,
    complete: true,
    issues,
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
