/**
 * Knows the tasks that most exports consist of, by their rows (see assembly/outline.ts): finished annotations by somebody with a number, no predictions.
 * What is odd in any way is nobody's business here.
 */

import { OPEN_BRACE, OPEN_BRACKET, ZERO } from './ascii'
import { isDate } from './date'
import { numberAt, placeOf, Slot } from './slots'
import {
  behind,
  closerOf,
  enterTape,
  hasEscape,
  isSame,
  isString,
  lengthOf,
  opens,
  padded,
  startOf,
  TOKEN,
  tape,
  tokenOf,
} from './tape'

const MAX_DIGITS: u32 = 15

/** What words of JSON begin with. */
const TRUE: u8 = 0x74
const FALSE: u8 = 0x66
const NULL: u8 = 0x6e

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

/** The fewest and the most annotations that a task may have; cancelled ones do not count where they are left out. */
let least: u32 = 1
let most: u32 = 1
let leavesOutCancelled: bool = false

/** @param ownControlLength 0 where any control will do */
export function plain(
  ownObjectLength: u32,
  ownControlLength: u32,
  leastAnnotations: u32,
  mostAnnotations: u32,
  withoutCancelled: bool,
): void {
  objectLength = ownObjectLength
  controlLength = ownControlLength
  v128.store(OBJECT, padded(NAMES, objectLength))
  v128.store(CONTROL, padded(NAMES + objectLength, controlLength))
  least = leastAnnotations
  most = mostAnnotations
  leavesOutCancelled = withoutCancelled
}

/** Annotations that were left out of printed tasks: how many, then of each its task and the place of its row. */
const CANCELLED: usize = memory.data(4100)
const MOST_CANCELLED: u32 = 512
export function cancelled(): usize {
  return CANCELLED
}

/** Of the batch: how many tasks, tables of the host, where the input's byte 0 would be, and the first row. */
let taskCount: u32 = 0
let places: usize = 0
let tapes: usize = 0
let origin: usize = 0
let rows: usize = 0

/**
 * Of each task there is the place of its rows, counted from the first row in numbers of four bytes, and the address of its tape. One more place is where
 * the last rows end: a task whose rows end where they start has none.
 */
export function batch(count: u32, ownPlaces: usize, ownTapes: usize, ownOrigin: usize, ownRows: usize): void {
  taskCount = count
  places = ownPlaces
  tapes = ownTapes
  origin = ownOrigin
  rows = ownRows
}

/** Of the task that was entered: its row, tokens of its id and of data, how many annotations it has, the first of them, and where rows of annotations end. */
export let task: usize = 0
export let id: u32 = 0
export let data: usize = 0
export let annotationCount: u32 = 0
let cancelledCount: u32 = 0
export let annotations: usize = 0
export let annotationsEnd: usize = 0
/** Of the annotation that was entered: tokens, where the rows of its results start and end, bytes from one to the next. */
export let completedBy: usize = 0
export let createdAt: usize = 0
export let updatedAt: usize = 0
export let results: usize = 0
export let resultsEnd: usize = 0
export let resultBytes: usize = 0

/**
 * Enters the tasks of the batch from the first one on, one by one, up to one that is not plain.
 * @param print prints the task that was entered; false where there is something about it that has to be said, or is not known here
 * @returns the task that is not printed
 */
export function printEach(first: u32, print: () => bool): u32 {
  store<u32>(CANCELLED, 0)
  let k = first
  for (; k < taskCount && enterTask(k) && print(); k++) if (cancelledCount > 0) noteCancelled(k)
  return k
}

/** What was left out of the task that was printed. */
function noteCancelled(k: u32): void {
  for (let row = firstAnnotation(); row < annotationsEnd; row = behindRow(row)) {
    if (!isCancelled(row)) continue
    const count = load<u32>(CANCELLED)
    store<u32>(CANCELLED, count + 1)
    store<u32>(CANCELLED + (<usize>count << 3), k, 4)
    store<u32>(CANCELLED + (<usize>count << 3), placeOfRow(row), 8)
  }
}

/** Looks at a task. False where it is none of ours; its annotations are looked at one by one. */
function enterTask(k: u32): bool {
  const place = load<u32>(places + (<usize>k << 2))
  if (place == load<u32>(places + (<usize>k << 2), 4)) return false
  enterTape(load<u32>(tapes + (<usize>k << 2)), origin)
  task = rowAt(place)
  id = numberAt(task, Slot.ID)
  data = tokenOf(numberAt(task, Slot.DATA))
  if (id == 0 || !isCount(tokenOf(id)) || data == tape || !opens(data, OPEN_BRACE)) return false
  const predictions = numberAt(task, Slot.PREDICTIONS)
  if (numberAt(task, Slot.COMPLETIONS) != 0 || !isList(numberAt(task, Slot.ANNOTATIONS))) return false
  return (predictions == 0 || isList(predictions)) && enterAnnotations()
}

/** False where there are too few or too many, or predictions behind them. */
function enterAnnotations(): bool {
  annotationsEnd = rowAt(numberAt(task, Slot.ANNOTATIONS_END))
  if (rowAt(numberAt(task, Slot.PREDICTIONS_END)) != annotationsEnd) return false
  annotationCount = 0
  cancelledCount = 0
  for (let row = firstAnnotation(); row < annotationsEnd; row = behindRow(row))
    if (isCancelled(row)) cancelledCount++
    else annotationCount++
  annotations = wanted(firstAnnotation())
  return annotationCount >= least && annotationCount <= most && load<u32>(CANCELLED) + cancelledCount <= MOST_CANCELLED
}

function firstAnnotation(): usize {
  return rowAt(numberAt(task, Slot.COMPLETIONS_END))
}

/** Whether an annotation is to be left out. */
function isCancelled(row: usize): bool {
  return leavesOutCancelled && isWord(numberAt(row, Slot.WAS_CANCELLED), TRUE)
}

/** This annotation, or the next that is not left out. */
function wanted(row: usize): usize {
  if (cancelledCount > 0) while (row < annotationsEnd && isCancelled(row)) row = behindRow(row)
  return row
}

// @ts-ignore: decorator
@inline
function rowAt(place: u32): usize {
  return rows + (<usize>place << 2)
}

/** The place of a row, for the host. */
// @ts-ignore: decorator
@inline
export function placeOfRow(row: usize): u32 {
  return <u32>((row - rows) >> 2)
}

/** Where the rows of an annotation end. */
// @ts-ignore: decorator
@inline
function behindRow(row: usize): usize {
  return rowAt(numberAt(row, Slot.RESULTS_END))
}

/** Where the row of the next annotation stands. */
export function nextAnnotation(row: usize): usize {
  return wanted(behindRow(row))
}

/**
 * The last value of a key in the task's `data`, its letters at `key`, padded with zeros; 0 where there is none, and where any key has an escape.
 * @param length of at most 16 bytes
 */
export function valueOf(key: usize, length: u32): usize {
  const wanted = v128.load(key)
  const end = closerOf(data)
  let value: usize = 0
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN)) {
    const at = startOf(name)
    if (hasEscape(at, lengthOf(name))) return 0
    if (lengthOf(name) == length && isSame(padded(at, length), wanted)) value = name + TOKEN
  }
  return value
}

/** Looks at an annotation of the task: finished, by somebody, at moments that are told as usual. Its results are looked at one by one. */
export function enterAnnotation(row: usize): bool {
  if (!opens(tokenOf(load<u32>(row)), OPEN_BRACE) || !isList(numberAt(row, Slot.RESULT))) return false
  if (!isOff(numberAt(row, Slot.WAS_CANCELLED)) || !isOff(numberAt(row, Slot.SKIPPED))) return false
  if (numberAt(row, Slot.CREATED_USERNAME) != 0 || !isNothing(numberAt(row, Slot.MODEL_VERSION))) return false
  completedBy = tokenOf(numberAt(row, Slot.COMPLETED_BY))
  createdAt = tokenOf(numberAt(row, Slot.CREATED_AT))
  updatedAt = tokenOf(numberAt(row, Slot.UPDATED_AT))
  results = row + placeOf(Slot.ANNOTATION_BYTES)
  resultsEnd = behindRow(row)
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

function isList(number: u32): bool {
  return number != 0 && opens(tokenOf(number), OPEN_BRACKET)
}

/** An integer, not too large, without a sign. */
export function isCount(token: usize): bool {
  const length = lengthOf(token)
  const start = startOf(token)
  if (isString(token) || length > MAX_DIGITS || (load<u8>(start) == ZERO && length > 1)) return false
  for (let at = start; at < start + length; at++) if (load<u8>(at) - ZERO > 9) return false
  return true
}

/** False, null or not there. */
function isOff(number: u32): bool {
  return isNothing(number) || isWord(number, FALSE)
}

/** Null or not there. */
function isNothing(number: u32): bool {
  return number == 0 || isWord(number, NULL)
}

/** Whether the word stands there that begins with this letter. */
function isWord(number: u32, first: u8): bool {
  return number != 0 && !isString(tokenOf(number)) && load<u8>(startOf(tokenOf(number))) == first
}

/** Whether these letters stand there, at most 16. */
function isText(number: u32, text: usize, length: u32): bool {
  const at = tokenOf(number)
  return number != 0 && isString(at) && lengthOf(at) == length && isSame(padded(startOf(at), length), v128.load(text))
}
