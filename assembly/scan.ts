/**
 * The scanner of src/json/scan.ts once more, in AssemblyScript with SIMD (16 bytes a step): the same tape for the same bytes.
 * It knows only yes and no: what it refuses is scanned again by the other one, which says where and why.
 *
 * Strings, digits and white space are read in steps of 16 bytes, so up to 16 bytes behind the input are looked at
 * (never used): memory must go on that far. `npm run wasm` compiles assembly/ into src/json/scan-wasm-code.ts.
 */

import {
  BACKSLASH,
  BLANK,
  COLON,
  COMMA,
  LINE_FEED,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERIOD,
  QUOTE,
  RETURN,
  ZERO,
} from './ascii'
import { TOKEN } from './tape'
import { isUtf8 } from './utf8'

const MAX_DEPTH: u32 = 512
const CLOSER: u8 = 2 // from an opening bracket or brace to its closer
const TRUE: u32 = 0x65757274 // little-endian
const ALSE: u32 = 0x65736c61
const NULL: u32 = 0x6c6c756e

/** Of each container that we are in, where its token stands, and the opener of the one around it. */
const OPEN: usize = memory.data(MAX_DEPTH << 3)
/** Bytes of strings, some behind them too, one upon the other: what is all ASCII needs no look at its UTF-8. */
let seen: v128 = i8x16.splat(0)

/** Where the input may start: with a word. */
export function heap(): usize {
  return (__heap_base + 7) & ~7
}

/**
 * Scans the one JSON value in memory [at, end) onto a tape at `tape`, which must have room for one token (8 bytes) per byte.
 * Positions on the tape count from `origin`.
 * @returns where the tape ends, or 0 when this is no JSON
 */
export function scan(at: usize, end: usize, origin: usize, tape: usize): usize {
  seen = i8x16.splat(0)
  const behind = scanFrame(at, end, origin, tape)
  return i8x16.bitmask(seen) == 0 || isUtf8(at, end) ? behind : 0
}

/** The same, but for UTF-8. */
function scanFrame(at: usize, end: usize, origin: usize, tape: usize): usize {
  let out = tape
  let depth: u32 = 0
  let opener: u8 = 0 // of the container we are in
  at = skipSpace(at, end)
  while (true) {
    // A value must stand here.
    if (at >= end) return 0
    const byte = load<u8>(at)
    if (byte == QUOTE) {
      const close = closingQuote(at + 1, end)
      if (close == 0) return 0
      put(out, at + 1 - origin, close - origin)
      at = close + 1
      out += TOKEN
    } else if (byte == OPEN_BRACE || byte == OPEN_BRACKET) {
      if (depth == MAX_DEPTH) return 0
      store<u32>(OPEN + (<usize>depth << 3), out)
      store<u8>(OPEN + (<usize>depth << 3), opener, 4)
      depth++
      opener = byte
      put(out, at - origin, 0)
      out += TOKEN
      at = skipSpace(at + 1, end)
      if (at >= end) return 0
      if (load<u8>(at) != byte + CLOSER) {
        if (byte == OPEN_BRACE) {
          at = key(at, end, origin, out)
          if (at == 0) return 0
          out += TOKEN
        }
        continue
      }
    } else {
      const next = behindScalar(at, end, byte)
      if (next == 0) return 0
      put(out, at - origin, next - origin)
      at = next
      out += TOKEN
    }
    // Behind a value: closers, then a comma, or the end.
    while (true) {
      at = skipSpace(at, end)
      if (depth == 0) return at >= end ? out : 0
      if (at >= end) return 0
      const next = load<u8>(at)
      if (next == COMMA) break
      if (next != opener + CLOSER) return 0
      put(out, at - origin, at + 1 - origin)
      out += TOKEN
      at++
      depth--
      store<u32>(load<u32>(OPEN + (<usize>depth << 3)), <u32>((out - tape) >> 2), 4)
      opener = load<u8>(OPEN + (<usize>depth << 3), 4)
    }
    at = skipSpace(at + 1, end)
    if (opener == OPEN_BRACE) {
      at = key(at, end, origin, out)
      if (at == 0) return 0
      out += TOKEN
    }
  }
}

// @ts-ignore: decorator
@inline
function put(out: usize, start: usize, end: usize): void {
  store<u32>(out, <u32>start)
  store<u32>(out, <u32>end, 4)
}

/** Puts a key's token; where its value starts, or 0. */
// @ts-ignore: decorator
@inline
function key(at: usize, end: usize, origin: usize, out: usize): usize {
  if (at >= end || load<u8>(at) != QUOTE) return 0
  const close = closingQuote(at + 1, end)
  if (close == 0) return 0
  put(out, at + 1 - origin, close - origin)
  at = skipSpace(close + 1, end)
  if (at >= end || load<u8>(at) != COLON) return 0
  return skipSpace(at + 1, end)
}

/** Behind white space; at least `end` when there is nothing else. Mostly there is none or a single one. */
// @ts-ignore: decorator
@inline
function skipSpace(at: usize, end: usize): usize {
  if (load<u8>(at) > 0x20) return at
  return load<u8>(at, 1) > 0x20 && load<u8>(at) == BLANK ? at + 1 : behindSpace(at, end)
}

function behindSpace(at: usize, end: usize): usize {
  while (at < end) {
    const chunk = v128.load(at)
    const blank = v128.or(
      v128.or(i8x16.eq(chunk, i8x16.splat(BLANK)), i8x16.eq(chunk, i8x16.splat(LINE_FEED))),
      v128.or(i8x16.eq(chunk, i8x16.splat(RETURN)), i8x16.eq(chunk, i8x16.splat(0x09))),
    )
    const other = i8x16.bitmask(blank) ^ 0xffff
    if (other != 0) return at + ctz(other)
    at += 16
  }
  return at
}

/** From behind the opening quote to the closing one, or 0. Most strings are short and hold nothing special. */
// @ts-ignore: decorator
@inline
function closingQuote(at: usize, end: usize): usize {
  const chunk = v128.load(at)
  const quotes = i8x16.bitmask(i8x16.eq(chunk, i8x16.splat(QUOTE)))
  const close = at + ctz(quotes) // what comes next waits for this: the rest is looked at apart
  const odd = i8x16.bitmask(v128.or(i8x16.eq(chunk, i8x16.splat(BACKSLASH)), i8x16.lt_u(chunk, i8x16.splat(0x20))))
  if (quotes == 0 || (odd & (quotes - 1)) != 0 || close >= end) return closingQuoteFar(at, end)
  seen = v128.or(seen, chunk)
  return close
}

function closingQuoteFar(at: usize, end: usize): usize {
  while (at < end) {
    const chunk = v128.load(at)
    seen = v128.or(seen, chunk)
    const ends = v128.or(i8x16.eq(chunk, i8x16.splat(QUOTE)), i8x16.eq(chunk, i8x16.splat(BACKSLASH)))
    const special = i8x16.bitmask(v128.or(ends, i8x16.lt_u(chunk, i8x16.splat(0x20))))
    if (special == 0) {
      at += 16
      continue
    }
    at += ctz(special)
    if (at >= end) return 0
    const byte = load<u8>(at)
    if (byte == QUOTE) return at
    if (byte == BACKSLASH) at = behindEscape(at)
    else return 0
    if (at == 0) return 0
  }
  return 0
}

/** Behind an escape, or 0. It may reach beyond the input, where no closing quote follows any more. */
function behindEscape(at: usize): usize {
  switch (load<u8>(at, 1)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2
    case 0x75: // u
      return isHex(load<u8>(at, 2)) && isHex(load<u8>(at, 3)) && isHex(load<u8>(at, 4)) && isHex(load<u8>(at, 5)) ? at + 6 : 0
    default:
      return 0
  }
}

// @ts-ignore: decorator
@inline
function isHex(byte: u8): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6
}

/** Behind a number, true, false or null, or 0. */
// @ts-ignore: decorator
@inline
function behindScalar(at: usize, end: usize, byte: u8): usize {
  if (byte == MINUS || isDigit(byte)) return behindNumber(at, end, byte)
  if (byte == 0x74) return at + 4 <= end && load<u32>(at) == TRUE ? at + 4 : 0
  if (byte == 0x66) return at + 5 <= end && load<u32>(at, 1) == ALSE ? at + 5 : 0
  return at + 4 <= end && load<u32>(at) == NULL ? at + 4 : 0
}

/** Most numbers are digits, perhaps with a point in them, that end within 32 bytes. */
// @ts-ignore: decorator
@inline
function behindNumber(at: usize, end: usize, byte: u8): usize {
  let start = at
  if (byte == MINUS) start++
  const other = others(start) | (others(start + 16) << 16)
  const whole = ctz(other)
  let behind = start + whole
  if (whole == 0 || (whole > 1 && load<u8>(start) == ZERO)) return behindNumberFar(at, end)
  if (load<u8>(behind) == PERIOD) {
    const rest = other & (other - 1)
    behind = start + ctz(rest)
    if (rest == 0 || load<u8>(behind - 1) == PERIOD) return behindNumberFar(at, end)
  }
  return other != 0 && behind < end && (load<u8>(behind) | 0x20) != 0x65 ? behind : behindNumberFar(at, end)
}

function behindNumberFar(at: usize, end: usize): usize {
  if (load<u8>(at) == MINUS) at++
  if (at < end && load<u8>(at) == ZERO) at++
  else at = behindDigits(at, end)
  if (at != 0 && at < end && load<u8>(at) == PERIOD) at = behindDigits(at + 1, end)
  if (at != 0 && at < end && (load<u8>(at) | 0x20) == 0x65 /* e E */) {
    const sign = load<u8>(at, 1)
    at = behindDigits(sign == 0x2b || sign == MINUS ? at + 2 : at + 1, end)
  }
  return at
}

/** Behind one digit or more, or 0. */
// @ts-ignore: decorator
@inline
function behindDigits(from: usize, end: usize): usize {
  let at = from
  while (at < end) {
    const other = others(at)
    if (other != 0) {
      at += ctz(other)
      break
    }
    at += 16
  }
  if (at > end) at = end
  return at > from ? at : 0
}

/** A bit for each of 16 bytes that is no digit. */
// @ts-ignore: decorator
@inline
function others(at: usize): i32 {
  return i8x16.bitmask(i8x16.ge_u(i8x16.sub(v128.load(at), i8x16.splat(ZERO)), i8x16.splat(10)))
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return byte - ZERO < 10
}
