import { GoldpanError, type Where } from '../model/error.ts'
import { printByte } from './bytes.ts'

/** A task may have at most this many bytes: an export that never ends must not take the memory of the machine. */
export const MAX_TASK_BYTES = 256 * 1024 * 1024

export function emptyInput(where: Where): GoldpanError {
  return new GoldpanError(
    'input-empty',
    'the input is empty',
    'expected tasks as JSON: a list, one object, or one object per line',
    where,
  )
}

export function wrongStart(byte: number, where: Where): GoldpanError {
  return new GoldpanError(
    'input-shape',
    `expected '[' or '{', found ${printByte(byte)}`,
    'tasks are JSON: a list, one object, {"tasks": […]}, or one object per line',
    where,
  )
}

export function taskTooLarge(where: Where): GoldpanError {
  return new GoldpanError(
    'task-too-large',
    `a task has more than ${MAX_TASK_BYTES} bytes`,
    'is a bracket or quote missing in it? Split the task if it really is that large',
    where,
  )
}

export function damagedInput(problem: string, where: Where): GoldpanError {
  return new GoldpanError('input-damaged', problem, 'export the project again, or mend the file at that place', where)
}
