/**
 * Knows the tasks that most exports consist of, by their rows (see assembly/outline.ts): finished annotations by somebody with a number, no predictions.
 * What is odd in any way is nobody's business here. src/export/plain-memory.ts says in which slots things stand.
 */

import {
  isSame,
  isString,
  lengthOf,
  OPEN_BRACE,
  OPEN_BRACKET,
  opens,
  padded,
  startOf,
  tape,
} from './tape'

const ZERO: u8 = 0x30
const MAX_DIGITS: u32 = 15
/** `2024-01-31T12:00:00.123456Z` */
export const DATE: usize = 27

/** A slot of four bytes; the host writes where it stands in its row, in bytes. Doubles likewise. */
const SLOTS: usize = memory.data(240)
export function slots(): usize {
  return SLOTS
}
// @ts-ignore: decorator
@inline
export function slot(number: usize): usize {
  return <usize>load<u32>(SLOTS + (number << 2))
}
const ID: usize = 0
const DATA: usize = 1
const ANNOTATIONS: usize = 2
const COMPLETIONS: usize = 3
const PREDICTIONS: usize = 4
const COMPLETIONS_END: usize = 5
const ANNOTATIONS_END: usize = 6
const PREDICTIONS_END: usize = 7
const ANNOTATION_BYTES: usize = 8
const COMPLETED_BY: usize = 9
const CREATED_USERNAME: usize = 10
const WAS_CANCELLED: usize = 11
const SKIPPED: usize = 12
const CREATED_AT: usize = 13
const UPDATED_AT: usize = 14
const MODEL_VERSION: usize = 15
const RESULT: usize = 16
const RESULTS_END: usize = 17
const RESULT_BYTES: usize = 18
const TYPE: usize = 19
const FROM_NAME: usize = 20
const TO_NAME: usize = 21
const ID_HASH: usize = 22

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
  id = load<u32>(row + slot(ID))
  data = token(load<u32>(row + slot(DATA)))
  if (id == 0 || !isCount(token(id)) || data == tape || !opens(data, OPEN_BRACE)) return false
  if (load<u32>(row + slot(COMPLETIONS)) != 0 || !isList(load<u32>(row + slot(ANNOTATIONS)))) return false
  if (load<u32>(row + slot(PREDICTIONS)) != 0 && !isList(load<u32>(row + slot(PREDICTIONS)))) return false
  annotations = rows + (<usize>load<u32>(row + slot(COMPLETIONS_END)) << 2)
  annotationsEnd = rows + (<usize>load<u32>(row + slot(ANNOTATIONS_END)) << 2)
  if (rows + (<usize>load<u32>(row + slot(PREDICTIONS_END)) << 2) != annotationsEnd) return false
  annotationCount = 0
  for (let row = annotations; row < annotationsEnd; row = behindAnnotation(row, rows)) annotationCount++
  return annotationCount >= least && annotationCount <= most
}

/** Where the row of the next annotation stands. */
// @ts-ignore: decorator
@inline
export function behindAnnotation(row: usize, rows: usize): usize {
  return rows + (<usize>load<u32>(row + slot(RESULTS_END)) << 2)
}

/** Looks at an annotation of the task: finished, by somebody, at moments that are told as usual. Its results are looked at one by one. */
export function enterAnnotation(row: usize, rows: usize): bool {
  if (!opens(token(load<u32>(row)), OPEN_BRACE) || !isList(load<u32>(row + slot(RESULT)))) return false
  if (!isOff(load<u32>(row + slot(WAS_CANCELLED))) || !isOff(load<u32>(row + slot(SKIPPED)))) return false
  if (load<u32>(row + slot(CREATED_USERNAME)) != 0 || !isNothing(load<u32>(row + slot(MODEL_VERSION)))) return false
  completedBy = token(load<u32>(row + slot(COMPLETED_BY)))
  createdAt = token(load<u32>(row + slot(CREATED_AT)))
  updatedAt = token(load<u32>(row + slot(UPDATED_AT)))
  results = row + slot(ANNOTATION_BYTES)
  resultsEnd = behindAnnotation(row, rows)
  resultBytes = slot(RESULT_BYTES)
  return completedBy != tape && isCount(completedBy) && isDate(createdAt) && isDate(updatedAt)
}

/** Whether a result of the annotation is made on our object with our control, in this way, and is a region of its own. */
export function isPlainResult(row: usize, type: usize, typeLength: u32): bool {
  if (!isText(load<u32>(row + slot(TYPE)), type, typeLength)) return false
  if (!isText(load<u32>(row + slot(TO_NAME)), OBJECT, objectLength)) return false
  if (controlLength > 0 && !isText(load<u32>(row + slot(FROM_NAME)), CONTROL, controlLength)) return false
  const hash = load<u32>(row + slot(ID_HASH))
  for (let other = results; other < row; other += resultBytes) if (load<u32>(other + slot(ID_HASH)) == hash) return false
  return hash != 0
}

/** Whether there is nothing in the slots from that of the first number up to that of the next number. */
export function areEmpty(row: usize, first: usize): bool {
  let any: u32 = 0
  const last = row + slot(first + 1)
  for (let at = row + slot(first); at <= last; at += 4) any |= load<u32>(at)
  return any == 0
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
