/**
 * Writes values of the input into records: as JSON in lines of two blanks per level (`writeAt` of src/json/print.ts), as JSON without white space in a
 * cell of a table, or as cells (`token` of src/formats/shared/cell-writer.ts). Letters that are escaped by their numbers are not for here.
 */

import { BACKSLASH, BLANK, COLON, COMMA, LINE_FEED, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii'
import { limit, moveTo, next, printTo, put, putBytes } from './output'
import { imageHeightToken, imageWidthToken } from './plain-box'
import { meaningOf } from './string'
import { behind, closerOf, isString, lengthOf, opens, startOf, TOKEN, tokenOf } from './tape'

const LETTER_N: u8 = 0x6e
const LETTER_T: u8 = 0x74
const LETTER_F: u8 = 0x66
/** Deeper values are left alone: each level takes room on the stack. */
const MOST_DEPTH: u32 = 32
/** So many bytes may be written behind the end of what is printed. */
const MARGIN: usize = 96

/** `"original_width"` and `"original_height"` */
const WIDTH_NAME: usize = memory.data<u8>([
  0x22, 0x6f, 0x72, 0x69, 0x67, 0x69, 0x6e, 0x61, 0x6c, 0x5f, 0x77, 0x69, 0x64, 0x74, 0x68, 0x22,
])
const HEIGHT_NAME: usize = memory.data<u8>([
  0x22, 0x6f, 0x72, 0x69, 0x67, 0x69, 0x6e, 0x61, 0x6c, 0x5f, 0x68, 0x65, 0x69, 0x67, 0x68, 0x74, 0x22,
])
/** `null`, `True`, `False` */
const NULL: usize = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c])
const TRUE: usize = memory.data<u8>([0x54, 0x72, 0x75, 0x65])
const FALSE: usize = memory.data<u8>([0x46, 0x61, 0x6c, 0x73, 0x65])

/** Something cannot be written here, or has no room. */
export let failed: bool = false
let isCompact: bool = false

export function textStyle(compact: bool): void {
  isCompact = compact
}

export function beginText(at: usize, end: usize): void {
  printTo(at, end)
  failed = false
}

/** Notes it where there is no room for so many bytes. */
// @ts-ignore: decorator
@inline
function reserve(length: usize): bool {
  if (next + length + MARGIN <= limit) return true
  failed = true
  return false
}

export function putText(from: usize, length: usize): void {
  if (reserve(length)) putBytes(from, length)
}

/** A cell of a table: numbers as they are, True and False, all else in quotes. */
export function putCell(number: u32): void {
  const value = tokenOf(number)
  const start = startOf(value)
  if (number != 0 && isString(value)) {
    putQuoted(start, lengthOf(value))
    return
  }
  const first = number == 0 ? LETTER_N : load<u8>(start)
  if (first == LETTER_T) putText(TRUE, 4)
  else if (first == LETTER_F) putText(FALSE, 5)
  else if (first == OPEN_BRACE || first == OPEN_BRACKET) putDocument(value)
  else if (first != LETTER_N) putText(start, lengthOf(value))
  else if (reserve(2)) {
    put(QUOTE)
    put(QUOTE)
  }
}

function putDocument(value: usize): void {
  if (!reserve(1)) return
  put(QUOTE)
  putContainer(value, 0)
  put(QUOTE)
}

/** The letters of the only string in a list, which has no escapes. */
export function putLabel(list: u32): void {
  const name = tokenOf(list) + TOKEN
  putText(startOf(name), lengthOf(name))
}

/** A value as JSON, at the first level of a record; null where there is none. */
export function putValue(number: u32): void {
  if (number == 0) putText(NULL, 4)
  else putJson(tokenOf(number), 1)
}

/** The members of an object, without its braces. */
export function putMembers(object: usize, depth: u32): void {
  const end = closerOf(object)
  for (let key = object + TOKEN; key < end && !failed; key = behind(key + TOKEN)) {
    putLead(key == object + TOKEN, depth)
    putMember(key, depth)
  }
}

/** The object as a value of a record: its members, and the size of the image. @param box the row that tells it, 0 where there is none */
export function putObject(object: usize, box: usize, depth: u32): void {
  if (!reserve(1)) return
  put(OPEN_BRACE)
  putMembers(object, depth + 1)
  if (box != 0) {
    putNamed(WIDTH_NAME, 16, imageWidthToken(box), depth + 1)
    putNamed(HEIGHT_NAME, 17, imageHeightToken(box), depth + 1)
  }
  if (!isCompact) putBreak(depth)
  put(OPEN_BRACE + 2)
}

function putNamed(name: usize, length: usize, value: usize, depth: u32): void {
  putLead(false, depth)
  if (!reserve(2 * length)) return
  if (isCompact) put(QUOTE)
  putText(name, length)
  if (isCompact) put(QUOTE)
  putColon()
  putJson(value, depth)
}

function putMember(key: usize, depth: u32): void {
  putString(startOf(key), lengthOf(key))
  putColon()
  putJson(key + TOKEN, depth)
}

// @ts-ignore: decorator
@inline
function putColon(): void {
  put(COLON)
  if (!isCompact) put(BLANK)
}

function putJson(value: usize, depth: u32): void {
  const start = startOf(value)
  if (isString(value)) putString(start, lengthOf(value))
  else if (opens(value, OPEN_BRACE) || opens(value, OPEN_BRACKET)) putContainer(value, depth)
  else putText(start, lengthOf(value))
}

function putContainer(container: usize, depth: u32): void {
  if (depth > MOST_DEPTH || !reserve(1)) {
    failed = true
    return
  }
  const opener = load<u8>(startOf(container))
  const end = closerOf(container)
  put(opener)
  if (opener == OPEN_BRACE) putMembers(container, depth + 1)
  else
    for (let element = container + TOKEN; element < end && !failed; element = behind(element)) {
      putLead(element == container + TOKEN, depth + 1)
      putJson(element, depth + 1)
    }
  if (!isCompact && end > container + TOKEN) putBreak(depth)
  put(opener + 2) // in ASCII
}

/** What stands before a member or an element. */
// @ts-ignore: decorator
@inline
function putLead(isFirst: bool, depth: u32): void {
  if (!isFirst) put(COMMA)
  if (!isCompact) putBreak(depth)
}

function putBreak(depth: u32): void {
  if (!reserve(2 * depth)) return
  put(LINE_FEED)
  for (let at: usize = 0; at < 2 * depth; at += 16) v128.store(next + at, i8x16.splat(BLANK))
  moveTo(next + 2 * depth)
}

/** The string with this content as JSON, in a cell with its quotes doubled. */
function putString(start: usize, length: u32): void {
  if (!reserve(2 * <usize>length + 4)) return
  put(QUOTE)
  if (isCompact) put(QUOTE)
  const end = start + length
  for (let at = start; at < end; ) {
    at += putUnescaped(at, end)
    if (at == end) break
    const letter = load<u8>(at, 1)
    if (meaningOf(letter) == 0 || letter == 0x2f) failed = true // JSON.stringify escapes no slash
    put(BACKSLASH)
    put(letter)
    if (isCompact && letter == QUOTE) put(QUOTE)
    at += 2
  }
  put(QUOTE)
  if (isCompact) put(QUOTE)
}

/** The string with this content as a cell: between quotes, each quote in it doubled. */
function putQuoted(start: usize, length: u32): void {
  if (!reserve(2 * <usize>length + 4)) return
  put(QUOTE)
  const end = start + length
  for (let at = start; at < end; ) {
    at += putUnescaped(at, end)
    if (at == end) break
    const meant = meaningOf(load<u8>(at, 1))
    if (meant == 0) failed = true
    if (meant == QUOTE) put(QUOTE)
    put(meant)
    at += 2
  }
  put(QUOTE)
}

/** Copies up to the next backslash, or to the end; gives the number of bytes. */
function putUnescaped(from: usize, end: usize): usize {
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at)
    v128.store(next, bytes)
    const left = end - at
    const seen = left < 16 ? (1 << <i32>left) - 1 : 0xffff
    const escapes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(BACKSLASH))) & seen
    if (escapes == 0) {
      moveTo(next + min(left, 16))
      continue
    }
    moveTo(next + ctz(escapes))
    return at + <usize>ctz(escapes) - from
  }
  return end - from
}
