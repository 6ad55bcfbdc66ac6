import { readTask, readTaskRow } from '../dialects/read-task.ts'
import { TASK_OUTLINE } from '../dialects/task-outline.ts'
import { parseJson } from '../json/node.ts'
import { outlineAll } from '../json/outline.ts'
import { type ByteRange, listedRanges } from '../json/scan-wasm.ts'
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

/** The same of documents that stand in some bytes, which is quicker than one by one. */
export function readAllFacts(bytes: Uint8Array, ranges: readonly ByteRange[], config: LabelConfig): TaskFacts[] {
  const { rowOf, end } = outlineAll(bytes, listedRanges(ranges), TASK_OUTLINE)
  try {
    return ranges.map((_, k) => factsOf(readTaskRow(rowOf(k), k, config, {})))
  } finally {
    end()
  }
}
