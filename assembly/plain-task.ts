/**
 * Knows the tasks that most exports consist of, by their rows (see assembly/outline.ts): finished annotations by somebody with a number, no predictions.
 * What is odd in any way is nobody's business here.
 */

import { OPEN_BRACE, OPEN_BRACKET, ZERO } from './ascii'
import { numberAt, placeOf, Slot } from './slots'
import { isSame, isString, lengthOf, opens, padded, startOf, tape } from './tape'

const MAX_DIGITS: u32 = 15
/** `2024-01-31T12:00:00.123456Z` */
export const DATE: usize = 27

/** Names of at most 16 bytes each, none of them a backslash: the host writes them one behind the other. */
const NAMES: usize = memory.data(64)
export function names(): usize {
  return NAMES
}
/** The object tag that is labelled, and the control that labels it. */
const OBJECT: usize = memory.data(16)
let objectLength: u32 = 0
const CONTROL: usize = memory.data(16)
let controlLength: u32 = 0

/** The fewest and the most annotations that a task may have. */
let least: u32 = 1
let most: u32 = 1

/** @param ownControlLength 0 where any control will do */
export function plain(ownObjectLength: u32, ownControlLength: u32, leastAnnotations: u32, mostAnnotations: u32): void {
  objectLength = ownObjectLength
  controlLength = ownControlLength
  v128.store(OBJECT, padded(NAMES, objectLength))
  v128.store(CONTROL, padded(NAMES + objectLength, controlLength))
  least = leastAnnotations
  most = mostAnnotations
}

/** Of the task that was entered: tokens of its id and of data, how many annotations it has, and their rows. */
export let id: u32 = 0
export let data: usize = 0
export let annotationCount: u32 = 0
export let annotations: usize = 0
export let annotationsEnd: usize = 0
/** Of the annotation that was entered: tokens, where the rows of its results start and end, bytes from one to the next. */
export let completedBy: usize = 0
export let createdAt: usize = 0
export let updatedAt: usize = 0
export let results: usize = 0
export let resultsEnd: usize = 0
export let resultBytes: usize = 0

/** Looks at the task whose row stands there; places of rows count from `rows`. False where it is none of ours; its annotations are looked at one by one. */
export function enterTask(row: usize, rows: usize): bool {
  id = numberAt(row, Slot.ID)
  data = token(numberAt(row, Slot.DATA))
  if (id == 0 || !isCount(token(id)) || data == tape || !opens(data, OPEN_BRACE)) return false
  if (numberAt(row, Slot.COMPLETIONS) != 0 || !isList(numberAt(row, Slot.ANNOTATIONS))) return false
  if (numberAt(row, Slot.PREDICTIONS) != 0 && !isList(numberAt(row, Slot.PREDICTIONS))) return false
  annotations = rows + (<usize>numberAt(row, Slot.COMPLETIONS_END) << 2)
  annotationsEnd = rows + (<usize>numberAt(row, Slot.ANNOTATIONS_END) << 2)
  if (rows + (<usize>numberAt(row, Slot.PREDICTIONS_END) << 2) != annotationsEnd) return false
  annotationCount = 0
  for (let row = annotations; row < annotationsEnd; row = behindAnnotation(row, rows)) annotationCount++
  return annotationCount >= least && annotationCount <= most
}

/** Where the row of the next annotation stands. */
// @ts-ignore: decorator
@inline
export function behindAnnotation(row: usize, rows: usize): usize {
  return rows + (<usize>numberAt(row, Slot.RESULTS_END) << 2)
}

/** Looks at an annotation of the task: finished, by somebody, at moments that are told as usual. Its results are looked at one by one. */
export function enterAnnotation(row: usize, rows: usize): bool {
  if (!opens(token(load<u32>(row)), OPEN_BRACE) || !isList(numberAt(row, Slot.RESULT))) return false
  if (!isOff(numberAt(row, Slot.WAS_CANCELLED)) || !isOff(numberAt(row, Slot.SKIPPED))) return false
  if (numberAt(row, Slot.CREATED_USERNAME) != 0 || !isNothing(numberAt(row, Slot.MODEL_VERSION))) return false
  completedBy = token(numberAt(row, Slot.COMPLETED_BY))
  createdAt = token(numberAt(row, Slot.CREATED_AT))
  updatedAt = token(numberAt(row, Slot.UPDATED_AT))
  results = row + placeOf(Slot.ANNOTATION_BYTES)
  resultsEnd = behindAnnotation(row, rows)
  resultBytes = placeOf(Slot.RESULT_BYTES)
  return completedBy != tape && isCount(completedBy) && isDate(createdAt) && isDate(updatedAt)
}

/** Whether a result of the annotation is made on our object with our control, in this way, and is a region of its own. */
export function isPlainResult(row: usize, type: usize, typeLength: u32): bool {
  if (!isText(numberAt(row, Slot.TYPE), type, typeLength)) return false
  if (!isText(numberAt(row, Slot.TO_NAME), OBJECT, objectLength)) return false
  if (controlLength > 0 && !isText(numberAt(row, Slot.FROM_NAME), CONTROL, controlLength)) return false
  const hash = numberAt(row, Slot.ID_HASH)
  for (let other = results; other < row; other += resultBytes) if (numberAt(other, Slot.ID_HASH) == hash) return false
  return hash != 0
}

// @ts-ignore: decorator
@inline
export function token(number: u32): usize {
  return tape + (<usize>number << 2)
}

function isList(number: u32): bool {
  return number != 0 && opens(token(number), OPEN_BRACKET)
}

/** An integer, not too large, without a sign. */
function isCount(token: usize): bool {
  const length = lengthOf(token)
  const start = startOf(token)
  if (isString(token) || length > MAX_DIGITS || (load<u8>(start) == ZERO && length > 1)) return false
  for (let at = start; at < start + length; at++) if (load<u8>(at) - ZERO > 9) return false
  return true
}

/** False, null or not there. */
function isOff(number: u32): bool {
  return isNothing(number) || (!isString(token(number)) && load<u8>(startOf(token(number))) == 0x66)
}

/** Null or not there. */
function isNothing(number: u32): bool {
  return number == 0 || (!isString(token(number)) && load<u8>(startOf(token(number))) == 0x6e)
}

/** As `usualInstant` of src/model/instant.ts is sure of it; such dates are in the order of their letters. */
function isDate(token: usize): bool {
  if (token == tape || !isString(token) || lengthOf(token) != DATE) return false
  const start = startOf(token)
  for (let k: usize = 0; k < DATE; k++) {
    const expected = load<u8>(DATE_PATTERN + k)
    const byte = load<u8>(start + k)
    if (expected == ZERO ? byte - ZERO > 9 : byte != expected) return false
  }
  const month = digits(start + 5)
  const day = digits(start + 8)
  if (load<u8>(start) == ZERO || month < 1 || month > 12 || day < 1 || day > load<u8>(DAYS + month)) return false
  return digits(start + 11) < 24 && digits(start + 14) < 60 && digits(start + 17) < 60
}

/** Two of them. */
// @ts-ignore: decorator
@inline
function digits(at: usize): u32 {
  return <u32>(load<u8>(at) - ZERO) * 10 + <u32>(load<u8>(at, 1) - ZERO)
}

/** Days of each month, from the second byte on, in any year. */
const DAYS: usize = memory.data<u8>([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

/** `0000-00-00T00:00:00.000000Z` */
const DATE_PATTERN: usize = memory.data<u8>([
  0x30, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x54, 0x30, 0x30, 0x3a, 0x30, 0x30, 0x3a, 0x30, 0x30, 0x2e, 0x30,
  0x30, 0x30, 0x30, 0x30, 0x30, 0x5a,
])

/** Whether these letters stand there, at most 16. */
function isText(number: u32, text: usize, length: u32): bool {
  const at = token(number)
  return number != 0 && isString(at) && lengthOf(at) == length && isSame(padded(startOf(at), length), v128.load(text))
}
