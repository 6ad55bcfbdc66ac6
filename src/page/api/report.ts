import { list, number, object, oneOf, optional, record, type Shape, type Shaped, text } from './shape.ts'

export type TaskId = string | number
export const taskId: Shape<TaskId> = (given, path) => (typeof given === 'number' ? given : text(given, path))

const ISSUE = object({
  code: text,
  effect: oneOf('dropped', 'approximated', 'assumed'),
  count: number,
  /** Message, hint and place are those of the first. */
  message: text,
  hint: text,
  place: text,
  /** The first tasks that are concerned. */
  tasks: list(taskId),
})
export type IssueAnswer = Shaped<typeof ISSUE>

const FAULT = object({ message: text, hint: text, place: optional(text) })

/** What an export wrote, or would write, and what became of the rest. */
export const REPORT = object({
  tasks_read: number,
  tasks_written: number,
  written: record(number),
  dropped: number,
  approximated: number,
  assumed: number,
  issues: list(ISSUE),
  /** Input that could not be read to its end. */
  errors: list(FAULT),
})
export type ReportAnswer = Shaped<typeof REPORT>
