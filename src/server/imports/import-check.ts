import type { JsonNode } from '../../json/node.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { User } from '../access/access.ts'
import { dataProblem, pythonOf } from '../tasks/task-check.ts'

/** Label Studio tells so many problems at most. */
export const MOST_PROBLEMS = 100

export interface ImportRules {
  readonly config: LabelConfig
  readonly users: readonly User[]
  /** Columns that become predictions. */
  readonly preannotated: readonly string[]
}

/** Why a task cannot be imported, in Label Studio's words; undefined when it can. @param index its place in the import, from 0 */
export function importProblem(task: JsonNode, index: number, rules: ImportRules): string | undefined {
  const at = (problem: string) => `Error at item ${index}: ${problem} :: ${pythonOf(task)}`
  if (task.kind !== 'object') {
    const shown = task.string() ?? pythonOf(task)
    return `Error at item ${index}: Task root must be dict with "data", "meta", "annotations", "predictions" fields :: ${shown}`
  }
  const data = task.get('data')
  const problem =
    data === undefined
      ? dataProblem(task, rules.config, 'item as is = task root with values')
      : dataProblem(data, rules.config, 'item["data"] = task root with values')
  if (problem !== undefined) return at(problem)
  const missing = rules.preannotated.find((column) => (data ?? task).get(column) === undefined)
  if (missing !== undefined) return at(`"${missing}" is named in preannotated_from_fields and not in the task`)
  if (data === undefined) return undefined
  const listProblem = ['annotations', 'predictions', 'drafts']
    .map((key) => resultsProblem(task, key))
    .find((one) => one !== undefined)
  return listProblem === undefined ? annotatorProblem(task, rules.users) : at(listProblem)
}

/** Annotations, predictions and drafts each have a list of results. */
function resultsProblem(task: JsonNode, key: string): string | undefined {
  const list = task.get(key)
  if (list === undefined || list.isNull()) return undefined
  if (list.kind !== 'array') return `Task[${key}] must be list`
  const name = key === 'predictions' ? 'Prediction' : key === 'drafts' ? 'Draft' : 'Annotation'
  for (const one of list.elements()) {
    const result = one.get('result')
    if (result === undefined) return `${name} must have "result" fields`
    if (result.kind !== 'array') return `"result" field in ${name.toLowerCase()} must be list`
  }
  return undefined
}

function annotatorProblem(task: JsonNode, users: readonly User[]): string | undefined {
  for (const annotation of task.get('annotations')?.elements() ?? []) {
    const by = annotation.get('completed_by')
    if (by === undefined || by.isNull() || annotatorOf(by, users) !== undefined) continue
    const email = by.get('email')?.string()
    return email === undefined
      ? `Import data contains completed_by=${by.text()} which is not a valid annotator's email or ID`
      : `Unknown annotator's email ${email}`
  }
  return undefined
}

/** Whom a `completed_by` means: a number, or an object with an e-mail address. */
export function annotatorOf(by: JsonNode, users: readonly User[]): User | undefined {
  const email = by.get('email')?.string()
  return email === undefined ? users.find(({ id }) => id === by.number()) : users.find((user) => user.email === email)
}
