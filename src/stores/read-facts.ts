import { readTask } from '../dialects/read-task.ts'
import { parseJson } from '../json/node.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Id } from '../model/task.ts'
import { factsOf } from '../query/facts-of.ts'
import type { TaskFacts } from '../query/task-facts.ts'

/**
 * What a stored document says of itself.
 * @param config the project's; may be empty
 * @throws JsonSyntaxError, TaskProblem when it is no task
 */
export function readFacts(document: Uint8Array, config: LabelConfig): { readonly id: Id; readonly facts: TaskFacts } {
  const task = readTask(parseJson(document), 0, config)
  return { id: task.id, facts: factsOf(task) }
}
