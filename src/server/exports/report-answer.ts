import type { ConversionReport } from '../../export/convert.ts'
import { printWhere } from '../../model/error.ts'
import type { AnswerObject } from '../http/json-answer.ts'

/** Counts and issues of an export. */
export function reportAnswer({
  format,
  tasksRead,
  tasksWritten,
  written,
  dropped,
  approximated,
  assumed,
  issues,
  errors,
}: ConversionReport): AnswerObject {
  return {
    format,
    tasks_read: tasksRead,
    tasks_written: tasksWritten,
    written,
    dropped,
    approximated,
    assumed,
    issues: issues.map(({ code, effect, count, message, hint, first, tasks }) => ({
      code,
      effect,
      count,
      message,
      hint,
      place: printWhere(first),
      tasks,
    })),
    errors: errors.map((error) => ({ code: error.code, ...error.wordedFor('form'), place: printWhere(error.where) })),
  }
}
