/** The text of JSON strings. */

import { BACKSLASH, LINE_FEED, QUOTE, RETURN } from './ascii'
import { isWhiteAt, sizeAt } from './letter'
import { hasEscape, isSame, isString, lengthOf, padded, startOf } from './tape'

/** Bytes of `\u0061`, which stands for one. */
export const LONGEST_ESCAPE: usize = 6

/**
 * Puts a string's content [from, end), its escapes undone, at `to`; up to 16 bytes behind it are written, too. It takes no more bytes than it has there.
 * @returns where the text ends; 0 for one with surrogates
 */
export function decode(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    const chunk = v128.load(from)
    const mask = i8x16.bitmask(i8x16.eq(chunk, i8x16.splat(BACKSLASH)))
    const count: usize = mask == 0 ? 16 : ctz(mask)
    v128.store(to, chunk)
    if (from + count >= end) return to + (end - from)
    from += count
    to += count
    if (mask == 0) continue
    const name = load<u8>(from, 1)
    const isUnit = name == 0x75
    to = putUnit(to, isUnit ? hexadecimal(from + 2) : meaningOf(name))
    if (to == 0) return 0
    from += isUnit ? 6 : 2
  }
  return to
}

/** What a letter behind a backslash means; 0 for what is not alone. */
export function meaningOf(letter: u8): u8 {
  switch (letter) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
      return letter
    case 0x62: // b
      return 0x08
    case 0x66: // f
      return 0x0c
    case 0x6e: // n
      return LINE_FEED
    case 0x72: // r
      return RETURN
    case 0x74: // t
      return 0x09
    default:
      return 0
  }
}

/** Four digits. */
function hexadecimal(at: usize): u32 {
  let unit: u32 = 0
  for (const end = at + 4; at < end; at++) {
    const digit = <u32>load<u8>(at)
    unit = (unit << 4) | (digit < 0x3a ? digit - 0x30 : (digit | 0x20) - 0x57)
  }
  return unit
}

/** Gives the address behind it; 0 for surrogates. */
function putUnit(to: usize, unit: u32): usize {
  if (unit < 0x80) {
    store<u8>(to, unit)
    return to + 1
  }
  if (unit < 0x800) {
    store<u8>(to, 0xc0 | (unit >> 6))
    store<u8>(to, 0x80 | (unit & 0x3f), 1)
    return to + 2
  }
  if (unit >> 11 == 0x1b) return 0
  store<u8>(to, 0xe0 | (unit >> 12))
  store<u8>(to, 0x80 | ((unit >> 6) & 0x3f), 1)
  store<u8>(to, 0x80 | (unit & 0x3f), 2)
  return to + 3
}

/** Whether a string says what stands in [at, end), as `sameText` of src/model/text-offsets.ts has it. @param room for {@link LONGEST_ESCAPE} times as many bytes */
export function says(token: usize, at: usize, end: usize, room: usize): bool {
  const start = startOf(token)
  const length = <usize>lengthOf(token)
  if (!isString(token) || length > LONGEST_ESCAPE * (end - at)) return false
  if (!hasEscape(start, <u32>length)) return isEqual(start, start + length, at, end) || isSameBare(start, start + length, at, end)
  const behind = decode(start, start + length, room)
  return behind != 0 && (isEqual(room, behind, at, end) || isSameBare(room, behind, at, end))
}

function isEqual(a: usize, aEnd: usize, b: usize, bEnd: usize): bool {
  if (aEnd - a != bEnd - b) return false
  for (; a + 16 < aEnd; a += 16) {
    if (!isSame(v128.load(a), v128.load(b))) return false
    b += 16
  }
  return isSame(padded(a, <u32>(aEnd - a)), padded(b, <u32>(bEnd - b)))
}

/** But for white space, spelled `\n` or not. */
function isSameBare(a: usize, aEnd: usize, b: usize, bEnd: usize): bool {
  while (true) {
    a = skipSpace(a, aEnd)
    b = skipSpace(b, bEnd)
    if (a == aEnd || b == bEnd) return a == aEnd && b == bEnd
    if (load<u8>(a++) != load<u8>(b++)) return false
  }
}

function skipSpace(at: usize, end: usize): usize {
  while (at < end) {
    const next = load<u8>(at, 1)
    if (load<u8>(at) == BACKSLASH && at + 1 < end && (next == 0x6e || next == 0x72 || next == 0x74)) at += 2 // n, r, t
    else if (isWhiteAt(at)) at += sizeAt(at)
    else break
  }
  return at
}
