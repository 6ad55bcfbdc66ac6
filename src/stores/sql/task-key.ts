import type { Id } from '../../model/task.ts'
import { needUsableId } from '../usable-id.ts'

/**
 * Rows of tasks are numbered so that their order is that of the ids: project × 2³⁴ + id. So a project's tasks lie together and in order, however
 * they came, and lists of numbers taken from any index are in order too. Ids that do not fit there (strings, negative and huge numbers) get the
 * numbers from project × 2³⁴ + 2³³ on, as they come; a project that has such is put in order by its ids instead.
 */
const PROJECT_KEYS = 2 ** 34
const PLAIN_IDS = 2 ** 33
/** So that no key is above 2⁵³. */
export const MOST_PROJECTS = 2 ** 19 - 1

/** From `first`, up to and without `end`; `odd` is the first key for ids that are no key. */
export interface KeyRange {
  readonly first: number
  readonly odd: number
  readonly end: number
}

export function keysOf(project: number): KeyRange {
  const first = project * PROJECT_KEYS
  return { first, odd: first + PLAIN_IDS, end: first + PROJECT_KEYS }
}

/** Undefined for an id that is no key. */
export function plainKey(project: number, id: Id): number | undefined {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < PLAIN_IDS ? project * PROJECT_KEYS + id : undefined
}

/** What strings have as their number, so that they stand behind all numbers. */
export const STRING_NUMBER = Number.MAX_SAFE_INTEGER

/** An id as its two columns: numbers have no text; strings have a quotation mark before theirs. */
export interface IdColumns {
  readonly id_number: number
  readonly id_text: string
}

/** @throws GoldpanError `id-unusable` */
export function idColumns(id: Id): IdColumns {
  if (typeof id === 'number') return { id_number: id, id_text: '' }
  needUsableId(id)
  return { id_number: STRING_NUMBER, id_text: `"${id}` }
}

export function idOf({ id_number, id_text }: IdColumns): Id {
  return id_text === '' ? id_number : id_text.slice(1)
}
