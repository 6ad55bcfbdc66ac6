/** Knows the spans that most annotations of texts consist of. */

import { isKnown, skip } from './letter'
import { limit, next } from './output'
import { isPlainResult, resultBytes, results, resultsEnd } from './plain-task'
import { areEmpty, doubleAt, numberAt, Slot } from './slots'
import { decode, LONGEST_ESCAPE, says } from './string'
import { closerOf, hasEscape, isString, lengthOf, startOf, TOKEN, tokenOf } from './tape'

/** `labels` */
const SPAN_TYPE: usize = memory.data<u8>([0x6c, 0x61, 0x62, 0x65, 0x6c, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const SPAN_TYPE_LENGTH: u32 = 6
const MAX_OFFSET: f64 = 0x7fffffff
/** Sorting takes as long as their number squared when they are in no order at all. */
const MOST_SPANS: usize = 4096

/** Of each span, by start: where it starts and ends in the text, the token of its label. */
export const SPAN: usize = 12
/** So many bytes are left free between what is printed and the spans, between them and the text, and behind it. */
const MARGIN: usize = 128
/** Those of the annotation that was entered; before that there are none, but room up to where they stand. */
export let spans: usize = 0
export let spansEnd: usize = 0
/** The text of the task that was entered, in UTF-8. */
export let text: usize = 0
export let textEnd: usize = 0
/** Where the text was put, or where memory ends: what is printed and the spans stand before it. */
let free: usize = 0

/** Takes a value of the task's `data` as its text: false where it is no string (0: there is none). A text with escapes is put at the end of memory. */
export function enterText(value: usize): bool {
  if (value == 0 || !isString(value)) return false
  const length = lengthOf(value)
  text = startOf(value)
  textEnd = text + length
  const isSpelled = hasEscape(text, length)
  free = isSpelled ? limit - length - MARGIN : limit
  if (free < next + MARGIN) return false
  if (isSpelled) {
    textEnd = decode(text, textEnd, free)
    text = free
  }
  spans = free
  spansEnd = free
  return textEnd != 0 && isKnown(text, textEnd)
}

/** Whether the annotation that was entered has nothing but spans of the text with one label each, and none of them says what is not there. */
export function arePlainSpans(): bool {
  const count = (resultsEnd - results) / resultBytes
  const order = (free - count * (8 + SPAN) - MARGIN) & ~7
  spans = order + (count << 3)
  spansEnd = spans
  if (count > MOST_SPANS || order < next + LONGEST_ESCAPE * (textEnd - text) + MARGIN) return false
  let end = order
  for (let row = results; row < resultsEnd; row += resultBytes) {
    if (!isPlainSpan(row)) return false
    end = insert(order, end, (<u64>doubleAt(row, Slot.START_NUMBER) << 32) | <u64>row)
  }
  return placeSpans(order, end)
}

/** The same of spans whose `value` has start, end, text and a label in it, and nothing else. */
export function areExactSpans(): bool {
  if (results == resultsEnd || !arePlainSpans()) return false
  for (let row = results; row < resultsEnd; row += resultBytes) {
    const value = tokenOf(numberAt(row, Slot.VALUE))
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
function placeSpans(order: usize, orderEnd: usize): bool {
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
    if (end == 0 || (said != 0 && !says(tokenOf(said), start, end, next))) return false
    store<u32>(spansEnd, <u32>start)
    store<u32>(spansEnd, <u32>end, 4)
    store<u32>(spansEnd, <u32>(tokenOf(numberAt(row, Slot.LABELS)) + TOKEN), 8)
    spansEnd += SPAN
  }
  return true
}
