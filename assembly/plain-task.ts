/**
 * Knows the tasks that most exports consist of, by their rows (see assembly/outline.ts): finished annotations by somebody with a number,
 * nothing in them but boxes with one label each, all of them on one image of one size. What is odd in any way is nobody's business here.
 * src/export/print-boxes.ts says in which slots things stand.
 */

import {
  behind,
  closerOf,
  hasEscape,
  isSame,
  isString,
  lengthOf,
  OPEN_BRACE,
  OPEN_BRACKET,
  opens,
  padded,
  startOf,
  TOKEN,
  tape,
} from './tape'

const ZERO: u8 = 0x30
const MAX_DIGITS: u32 = 15
/** `2024-01-31T12:00:00.123456Z` */
export const DATE: usize = 27

/** A slot of four bytes; the host writes where it stands in its row, in bytes. Doubles likewise. */
const SLOTS: usize = memory.data(160)
export function slots(): usize {
  return SLOTS
}
// @ts-ignore: decorator
@inline
function slot(number: usize): usize {
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
const BOX_BYTES: usize = 18
const TYPE: usize = 19
const TO_NAME: usize = 20
const ID_HASH: usize = 21
const LABEL: usize = 22
const ROTATION_TOKEN: usize = 23
/** Slots that must be empty, from the first to the last: of the result, then of its value. */
const FIRST_ODD_FIELD: usize = 24
const LAST_ODD_FIELD: usize = 25
const FIRST_ODD_MEMBER: usize = 26
const LAST_ODD_MEMBER: usize = 27
const MEDIA_WIDTH: usize = 28
const MEDIA_HEIGHT: usize = 29
const X: usize = 30
const Y: usize = 31
const WIDTH: usize = 32
const HEIGHT: usize = 33
const ROTATION: usize = 34

/** `rectanglelabels` */
const BOX_TYPE: usize = memory.data<u8>([
  0x72, 0x65, 0x63, 0x74, 0x61, 0x6e, 0x67, 0x6c, 0x65, 0x6c, 0x61, 0x62, 0x65, 0x6c, 0x73, 0,
])
const BOX_TYPE_LENGTH: u32 = 15
/** `width`: with it, `data` may tell the size of an image that nothing is drawn on. */
const WIDTH_KEY: usize = memory.data<u8>([0x77, 0x69, 0x64, 0x74, 0x68, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const WIDTH_LENGTH: u32 = 5
/** The key in `data` and the object tag of the image. */
const KEY: usize = memory.data(16)
let keyLength: u32 = 0
const OBJECT: usize = memory.data(16)
let objectLength: u32 = 0

/** Where the host writes both names, one behind the other; each has at most 16 bytes, none of them a backslash. */
const NAMES: usize = memory.data(48)
export function names(): usize {
  return NAMES
}

/** The fewest and the most annotations that a task may have. */
let least: u32 = 1
let most: u32 = 1

export function plain(ownKeyLength: u32, ownObjectLength: u32, leastAnnotations: u32, mostAnnotations: u32): void {
  keyLength = ownKeyLength
  objectLength = ownObjectLength
  v128.store(KEY, padded(NAMES, keyLength))
  v128.store(OBJECT, padded(NAMES + keyLength, objectLength))
  least = leastAnnotations
  most = mostAnnotations
}

/** Of the task that was entered: tokens, the rows of its annotations, pixels of the image (NaN until one of its boxes says it). */
export let id: u32 = 0
export let reference: u32 = 0
export let annotations: usize = 0
export let annotationsEnd: usize = 0
export let imageWidth: f64 = 0
export let imageHeight: f64 = 0
/** Of the annotation that was entered: tokens, where its boxes start and end, bytes from one to the next. */
export let completedBy: usize = 0
export let createdAt: usize = 0
export let updatedAt: usize = 0
export let boxes: usize = 0
export let boxesEnd: usize = 0
export let boxBytes: usize = 0

/** Looks at the task whose row stands there; places of rows count from `rows`. False where it is none of ours; its annotations are looked at one by one. */
export function enterTask(row: usize, rows: usize): bool {
  id = load<u32>(row + slot(ID))
  const data = load<u32>(row + slot(DATA))
  if (id == 0 || !isCount(token(id)) || data == 0 || !opens(token(data), OPEN_BRACE)) return false
  if (load<u32>(row + slot(COMPLETIONS)) != 0 || !isList(load<u32>(row + slot(ANNOTATIONS)))) return false
  if (load<u32>(row + slot(PREDICTIONS)) != 0 && !isList(load<u32>(row + slot(PREDICTIONS)))) return false
  annotations = rows + (<usize>load<u32>(row + slot(COMPLETIONS_END)) << 2)
  annotationsEnd = rows + (<usize>load<u32>(row + slot(ANNOTATIONS_END)) << 2)
  if (rows + (<usize>load<u32>(row + slot(PREDICTIONS_END)) << 2) != annotationsEnd) return false
  const count = countAnnotations(rows)
  reference = imageOf(token(data), count == 0)
  imageWidth = NaN
  imageHeight = NaN
  return count >= least && count <= most && reference != 0
}

function countAnnotations(rows: usize): u32 {
  let count: u32 = 0
  for (let row = annotations; row < annotationsEnd; row = behindAnnotation(row, rows)) count++
  return count
}

/** Where the row of the next one stands. */
// @ts-ignore: decorator
@inline
function behindAnnotation(row: usize, rows: usize): usize {
  return rows + (<usize>load<u32>(row + slot(RESULTS_END)) << 2)
}

/** Looks at an annotation of the task: finished, by somebody, at a moment that is told as usual, with one box at least. */
export function enterAnnotation(row: usize, rows: usize): bool {
  if (!opens(token(load<u32>(row)), OPEN_BRACE) || !isList(load<u32>(row + slot(RESULT)))) return false
  if (!isOff(load<u32>(row + slot(WAS_CANCELLED))) || !isOff(load<u32>(row + slot(SKIPPED)))) return false
  if (load<u32>(row + slot(CREATED_USERNAME)) != 0 || !isNothing(load<u32>(row + slot(MODEL_VERSION)))) return false
  completedBy = token(load<u32>(row + slot(COMPLETED_BY)))
  createdAt = token(load<u32>(row + slot(CREATED_AT)))
  updatedAt = token(load<u32>(row + slot(UPDATED_AT)))
  boxes = row + slot(ANNOTATION_BYTES)
  boxesEnd = behindAnnotation(row, rows)
  boxBytes = slot(BOX_BYTES)
  return completedBy != tape && isCount(completedBy) && isDate(createdAt) && isDate(updatedAt) && arePlainBoxes()
}

/** One at least, all of one image. */
function arePlainBoxes(): bool {
  if (boxes == boxesEnd) return false
  if (isNaN(imageWidth)) {
    imageWidth = load<f64>(boxes + slot(MEDIA_WIDTH))
    imageHeight = load<f64>(boxes + slot(MEDIA_HEIGHT))
  }
  if (!(imageWidth > 0 && imageHeight > 0)) return false
  for (let row = boxes; row < boxesEnd; row += boxBytes) if (!isPlainBox(row)) return false
  return true
}

function isPlainBox(row: usize): bool {
  if (!areEmpty(row, FIRST_ODD_FIELD) || !areEmpty(row, FIRST_ODD_MEMBER) || labelOf(row) == 0) return false
  if (load<f64>(row + slot(MEDIA_WIDTH)) != imageWidth || load<f64>(row + slot(MEDIA_HEIGHT)) != imageHeight) return false
  if (!isText(load<u32>(row + slot(TYPE)), BOX_TYPE, BOX_TYPE_LENGTH)) return false
  if (!isText(load<u32>(row + slot(TO_NAME)), OBJECT, objectLength)) return false
  const hash = load<u32>(row + slot(ID_HASH))
  for (let other = boxes; other < row; other += boxBytes) if (load<u32>(other + slot(ID_HASH)) == hash) return false
  return hash != 0
}

/** The number of its label. */
// @ts-ignore: decorator
@inline
export function labelOf(row: usize): u32 {
  return load<u32>(row + slot(LABEL))
}

/** Percent of the image. */
// @ts-ignore: decorator
@inline
export function x(row: usize): f64 {
  return load<f64>(row + slot(X))
}
// @ts-ignore: decorator
@inline
export function y(row: usize): f64 {
  return load<f64>(row + slot(Y))
}
// @ts-ignore: decorator
@inline
export function width(row: usize): f64 {
  return load<f64>(row + slot(WIDTH))
}
// @ts-ignore: decorator
@inline
export function height(row: usize): f64 {
  return load<f64>(row + slot(HEIGHT))
}

/** Degrees. */
// @ts-ignore: decorator
@inline
export function rotation(row: usize): f64 {
  return load<u32>(row + slot(ROTATION_TOKEN)) == 0 ? 0 : load<f64>(row + slot(ROTATION))
}

/**
 * The last value of the image's key in `data`, where that is a string with something in it; 0 for anything else, and where a key or it has an escape.
 * @param isAlone whether nothing else may tell the image's size
 */
function imageOf(data: usize, isAlone: bool): u32 {
  const key = v128.load(KEY)
  let found: u32 = 0
  const end = closerOf(data)
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN)) {
    const length = lengthOf(name)
    const start = startOf(name)
    if (hasEscape(start, length)) return 0
    if (length == keyLength && isSame(padded(start, length), key)) found = <u32>((name + TOKEN - tape) >> 2)
    if (isAlone && length == WIDTH_LENGTH && isSame(padded(start, length), v128.load(WIDTH_KEY))) return 0
  }
  const value = token(found)
  const isName = found != 0 && isString(value) && lengthOf(value) > 0 && !hasEscape(startOf(value), lengthOf(value))
  return isName ? found : 0
}

/** Between two slots, the number of the second being the next one's. */
function areEmpty(row: usize, first: usize): bool {
  let any: u32 = 0
  const last = row + slot(first + 1)
  for (let at = row + slot(first); at <= last; at += 4) any |= load<u32>(at)
  return any == 0
}

// @ts-ignore: decorator
@inline
function token(number: u32): usize {
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
  if (load<u8>(start) == ZERO || month < 1 || month > 12 || day < 1 || day > 28) return false
  return digits(start + 11) < 24 && digits(start + 14) < 60 && digits(start + 17) < 60
}

/** Two of them. */
// @ts-ignore: decorator
@inline
function digits(at: usize): u32 {
  return <u32>(load<u8>(at) - ZERO) * 10 + <u32>(load<u8>(at, 1) - ZERO)
}

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
