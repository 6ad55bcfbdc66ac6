/** Knows the spans that most annotations of texts consist of. */

import { isKnown, skip } from './letter'
import { isPlainResult, resultBytes, results, resultsEnd, token } from './plain-task'
import { areEmpty, doubleAt, numberAt, Slot } from './slots'
import { decode, says } from './string'
import { behind, closerOf, hasEscape, isSame, isString, lengthOf, padded, startOf, TOKEN } from './tape'

/** `labels` */
const SPAN_TYPE: usize = memory.data<u8>([0x6c, 0x61, 0x62, 0x65, 0x6c, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const SPAN_TYPE_LENGTH: u32 = 6
const MAX_OFFSET: f64 = 0x7fffffff
/** Sorting takes as long as their number squared when they are in no order at all. */
const MOST_SPANS: usize = 4096

/** Of each span, by start: where it starts and ends in the text, the token of its label, its row. */
export const SPAN: usize = 16
/** Of the annotation that was entered. */
export let spans: usize = 0
export let spansEnd: usize = 0
/** The text of the task that was entered, in UTF-8. */
export let text: usize = 0
export let textEnd: usize = 0

/**
 * Finds the text of a task: the last value of the key in `data` that stands there, padded with zeros, where that is a string and no key has an escape.
 * @param room where the text goes when it has to be decoded
 */
export function enterText(data: usize, key: usize, keyLength: u32, room: usize): bool {
  let value: usize = 0
  const end = closerOf(data)
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN)) {
    const length = lengthOf(name)
    const start = startOf(name)
    if (hasEscape(start, length)) return false
    if (length == keyLength && isSame(padded(start, length), v128.load(key))) value = name + TOKEN
  }
  if (value == 0 || !isString(value)) return false
  text = startOf(value)
  textEnd = text + lengthOf(value)
  if (hasEscape(text, lengthOf(value))) {
    textEnd = decode(text, textEnd, room)
    text = room
  }
  return textEnd != 0 && isKnown(text, textEnd)
}

/** How much room `enterText` may need: bytes of the longest string in `data`. */
export function longestOf(data: usize): u32 {
  let longest: u32 = 0
  const end = closerOf(data)
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN))
    if (isString(name + TOKEN)) longest = max(longest, lengthOf(name + TOKEN))
  return longest
}

/** Bytes that the spans of the annotation take while they are looked at. */
export function roomForSpans(): usize {
  return ((resultsEnd - results) / resultBytes) * (SPAN + 8)
}

/**
 * Whether the annotation that was entered has nothing but spans of the text with one label each, and none of them says what is not there.
 * @param at where they go, and their order @param room for the text of one of them
 */
export function arePlainSpans(at: usize, room: usize): bool {
  const order = at + (roomForSpans() / (SPAN + 8)) * SPAN
  let end = order
  for (let row = results; row < resultsEnd; row += resultBytes) {
    if (!isPlainSpan(row) || end == order + (MOST_SPANS << 3)) return false
    end = insert(order, end, (<u64>doubleAt(row, Slot.START_NUMBER) << 32) | <u64>row)
  }
  spans = at
  spansEnd = at
  return placeSpans(order, end, room)
}

/** The same of spans whose `value` has start, end, text and a label in it, and nothing else. */
export function areExactSpans(at: usize, room: usize): bool {
  if (results == resultsEnd || !arePlainSpans(at, room)) return false
  for (let row = results; row < resultsEnd; row += resultBytes) {
    const value = token(numberAt(row, Slot.VALUE))
    if (closerOf(value) != value + 11 * TOKEN || !areEmpty(row, Slot.ORIGINAL_WIDTH, Slot.SCORE)) return false
  }
  return true
}

function isPlainSpan(row: usize): bool {
  if (!areEmpty(row, Slot.RADIUS_X, Slot.RANGES) || numberAt(row, Slot.X) != 0) return false
  if (numberAt(row, Slot.START_OFFSET) != 0 || numberAt(row, Slot.LABEL) == 0) return false
  if (!isOffset(doubleAt(row, Slot.START_NUMBER)) || !isOffset(doubleAt(row, Slot.END_NUMBER))) return false
  return isPlainResult(row, SPAN_TYPE, SPAN_TYPE_LENGTH)
}

function isOffset(number: f64): bool {
  return number >= 0 && number <= MAX_OFFSET && floor(number) == number
}

/** Among numbers in order. */
function insert(from: usize, end: usize, number: u64): usize {
  let at = end
  for (; at > from && load<u64>(at - 8) > number; at -= 8) store<u64>(at, load<u64>(at - 8))
  store<u64>(at, number)
  return end + 8
}

/** From the first to the last, which is one walk over the text. */
function placeSpans(order: usize, orderEnd: usize, room: usize): bool {
  let start = text
  let passed: u32 = 0 // units before it
  for (; order < orderEnd; order += 8) {
    const row = <usize>load<u32>(order)
    const from = load<u32>(order, 4)
    const to = <u32>doubleAt(row, Slot.END_NUMBER)
    start = skip(start, textEnd, from - passed)
    passed = from
    if (start == 0 || to < from) return false
    const end = skip(start, textEnd, to - from)
    const said = numberAt(row, Slot.TEXT)
    if (end == 0 || (said != 0 && !says(token(said), start, end, room))) return false
    store<u32>(spansEnd, <u32>start)
    store<u32>(spansEnd, <u32>end, 4)
    store<u32>(spansEnd, <u32>(token(numberAt(row, Slot.LABELS)) + TOKEN), 8)
    store<u32>(spansEnd, <u32>row, 12)
    spansEnd += SPAN
  }
  return true
}
