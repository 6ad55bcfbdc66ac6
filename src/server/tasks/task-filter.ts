import { parseInstant } from '../../model/instant.ts'
import { invalid } from '../http/problem.ts'
import type { TaskContext } from './task-answer.ts'
import { type ColumnValue, columnOf } from './task-columns.ts'
import type { OpenTask } from './task-document.ts'
import type { Operator, TaskFilter, TaskView } from './task-view.ts'

const MOMENTS = new Set(['completed_at', 'created_at', 'updated_at'])

/** Whether a task is among those that a view wants. @throws HttpProblem 400 for a pattern that is none */
export function taskFilter({ conjunction, filters, selected }: TaskView): (task: OpenTask, context: TaskContext) => boolean {
  const conditions = filters.map(condition)
  return (task, context) => {
    const isSelected = selected === undefined || selected.ids.has(Number(task.id)) !== selected.isAll
    if (!isSelected || conditions.length === 0) return isSelected
    const holds = (one: Condition) => one(task, context)
    return conjunction === 'and' ? conditions.every(holds) : conditions.some(holds)
  }
}

type Condition = (task: OpenTask, context: TaskContext) => boolean

function condition({ column, operator, value }: TaskFilter): Condition {
  const read = MOMENTS.has(column) ? momentOf : (given: unknown) => given
  const test = comparison(operator, value, read)
  return (task, context) => test(columnOf(column, task, context))
}

/** Empty values hold no comparison, only the negated ones. */
function comparison(operator: Operator, value: unknown, read: (given: unknown) => unknown): (found: ColumnValue) => boolean {
  switch (operator) {
    case 'equal':
      return (found) => isEqual(found, read(value))
    case 'not_equal':
      return (found) => !isEqual(found, read(value))
    case 'less':
      return (found) => compare(found, read(value), (order) => order < 0)
    case 'greater':
      return (found) => compare(found, read(value), (order) => order > 0)
    case 'less_or_equal':
      return (found) => compare(found, read(value), (order) => order <= 0)
    case 'greater_or_equal':
      return (found) => compare(found, read(value), (order) => order >= 0)
    case 'in':
      return (found) => isWithin(found, bounds(value, read))
    case 'not_in':
      return (found) => !isWithin(found, bounds(value, read))
    case 'in_list':
      return (found) => listOf(value).some((one) => isEqual(found, read(one)))
    case 'not_in_list':
      return (found) => !listOf(value).some((one) => isEqual(found, read(one)))
    case 'empty':
      return (found) => isEmpty(found) === (value === true || value === 'true')
    case 'contains':
      return (found) => contains(found, value)
    case 'not_contains':
      return (found) => !contains(found, value)
    case 'regex': {
      const pattern = needPattern(value)
      return (found) => found !== undefined && pattern.test(String(found))
    }
  }
}

function isEqual(found: ColumnValue, value: unknown): boolean {
  if (Array.isArray(found))
    return Array.isArray(value) ? value.join() === found.join() : found.some((one) => String(one) === String(value))
  return found !== undefined && String(found) === String(value)
}

function compare(found: ColumnValue, value: unknown, isRight: (order: number) => boolean): boolean {
  if (found === undefined || value === undefined || value === null) return false
  const numbers = [Number(found), Number(value)] as const
  const order = numbers.some(Number.isNaN) ? String(found).localeCompare(String(value), 'en') : numbers[0] - numbers[1]
  return isRight(order)
}

function bounds(value: unknown, read: (given: unknown) => unknown) {
  const { min, max } =
    typeof value === 'object' && value !== null
      ? { min: undefined, max: undefined, ...value }
      : { min: undefined, max: undefined }
  return { min: read(min), max: read(max) }
}

function isWithin(found: ColumnValue, { min, max }: { readonly min: unknown; readonly max: unknown }): boolean {
  return compare(found, min, (order) => order >= 0) && compare(found, max, (order) => order <= 0)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isEmpty(found: ColumnValue): boolean {
  return found === undefined || found === '' || (Array.isArray(found) && found.length === 0)
}

/** Without case; a list contains a value that it has, or all values of a list. */
function contains(found: ColumnValue, value: unknown): boolean {
  if (Array.isArray(found)) return listOf(value).every((one) => found.some((other) => String(other) === String(one)))
  return found !== undefined && String(found).toLowerCase().includes(String(value).toLowerCase())
}

function momentOf(given: unknown): unknown {
  return typeof given === 'string' ? (parseInstant(given) ?? given) : given
}

/** Short, so that it cannot keep the server busy for long. */
const LONGEST_PATTERN = 200

function needPattern(value: unknown): RegExp {
  const text = String(value)
  if (text.length > LONGEST_PATTERN) throw invalid({ query: [`A pattern has at most ${LONGEST_PATTERN} characters.`] })
  try {
    return new RegExp(text, 'u')
  } catch {
    throw invalid({ query: [`\`${text}\` is no pattern.`] })
  }
}
