/**
 * The inner loop of TaskCutter in src/io/cut-tasks.ts once more, 64 bytes a step: steps over all that only changes how deep
 * we are, whether in a string, and the number of lines. Every 64 bytes become masks with a bit per byte, as simdjson does it.
 */

import { BACKSLASH, BLANK, CLOSE_BRACE, COMMA, LINE_FEED, OPEN_BRACE, OPEN_BRACKET, QUOTE, RETURN } from './ascii'

const EVEN: u64 = 0x5555555555555555
const STEP: usize = 64 // bytes

/** What `mode` is made of. */
const ROOT: u32 = 1 // the task is a root object, whose list of tasks may be all that counts: stops before each list at depth 1
const LINE: u32 = 2 // the task is a line: stops before a new line
const GOES_ON: u32 = 4 // from one task to the next where they are objects with nothing odd between them

/**
 * Seven u32. In and out: how deep, in a string (0, 1), behind its backslash (0, 1).
 * Only out: lines ended, where the last one ended, one of them inside a task and outside strings (0, 1), seams.
 */
const STATE: usize = memory.data(28)
/** A seam is where one task ends and the next starts, four u32: both places, lines ended up to there, where the last one ended. */
const SEAM: usize = 16
const MAX_SEAMS: u32 = 1024
const SEAMS: usize = memory.data(16384)

export function state(): usize {
  return STATE
}

export function seams(): usize {
  return SEAMS
}

/**
 * Steps through memory [at, end), where we are in a bracket.
 * @returns where it stops: before the closer that ends the task, before what `mode` says, or at `end`
 */
export function skim(at: usize, end: usize, mode: u32): usize {
  for (let k: usize = 12; k < 28; k += 4) store<u32>(STATE + k, 0)
  while (true) {
    at = leap(at, end, mode)
    const stop = min(at + STEP, end)
    at = walk(at, stop, mode)
    if (at == end) return at
    if (at == stop) continue
    const next = behindSeam(at, end, mode)
    if (next == 0) return at
    at = next
  }
}

/** Takes 64 bytes at once, as long as it cannot have to stop in them and no backslash stands outside a string. */
function leap(at: usize, end: usize, mode: u32): usize {
  const floor: u32 = mode & ROOT // no closer may lead there
  const isLine = (mode & LINE) != 0
  let depth = load<u32>(STATE)
  let inString: u64 = 0 - <u64>load<u32>(STATE, 4)
  let wasEscaped = <u64>load<u32>(STATE, 8)
  for (; at + STEP <= end; at += STEP) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    let newLines: u64 = 0
    if (hasAny(a, b, c, d, LINE_FEED)) {
      if (isLine) break
      newLines = mask(a, b, c, d, LINE_FEED)
    }
    let backslashes: u64 = 0
    let escaped = wasEscaped
    let isEscaped: u64 = 0
    if (hasAny(a, b, c, d, BACKSLASH)) {
      backslashes = mask(a, b, c, d, BACKSLASH)
      const slashes = backslashes & ~wasEscaped
      const behind = (slashes << 1) | wasEscaped
      const oddStarts = slashes & ~EVEN & ~behind
      const sum = oddStarts + slashes
      isEscaped = u64(sum < slashes)
      escaped = (EVEN ^ (sum << 1)) & behind
    }
    const strings = untilNext(mask(a, b, c, d, QUOTE) & ~escaped) ^ inString
    if ((backslashes & ~strings) != 0) break
    const lower = i8x16.splat(0x20) // takes brackets to braces, and nothing else to them
    const a2 = v128.or(a, lower)
    const b2 = v128.or(b, lower)
    const c2 = v128.or(c, lower)
    const d2 = v128.or(d, lower)
    const openers = <u32>popcnt(mask(a2, b2, c2, d2, OPEN_BRACE) & ~strings)
    const closers = <u32>popcnt(mask(a2, b2, c2, d2, CLOSE_BRACE) & ~strings)
    if (closers >= depth - floor && (openers | closers) != 0) break
    depth += openers - closers
    inString = <u64>(<i64>strings >> 63)
    wasEscaped = isEscaped
    if (newLines != 0) {
      store<u32>(STATE, load<u32>(STATE, 12) + <u32>popcnt(newLines), 12)
      store<u32>(STATE, <u32>at + 63 - <u32>clz(newLines), 16)
      if ((newLines & ~strings) != 0) store<u32>(STATE, 1, 20)
    }
  }
  store<u32>(STATE, depth)
  store<u32>(STATE, <u32>inString & 1, 4)
  store<u32>(STATE, <u32>wasEscaped, 8)
  return at
}

// @ts-ignore: decorator
@inline
function hasAny(a: v128, b: v128, c: v128, d: v128, byte: u8): bool {
  const wanted = i8x16.splat(byte)
  return v128.any_true(
    v128.or(v128.or(i8x16.eq(a, wanted), i8x16.eq(b, wanted)), v128.or(i8x16.eq(c, wanted), i8x16.eq(d, wanted))),
  )
}

/** A bit for each of 64 bytes that is this one. */
// @ts-ignore: decorator
@inline
function mask(a: v128, b: v128, c: v128, d: v128, byte: u8): u64 {
  const wanted = i8x16.splat(byte)
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, wanted))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(b, wanted))) << 16) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(c, wanted))) << 32) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(d, wanted))) << 48)
  )
}

/** From each odd bit up to the next one: quotes become what stands in them, the opening quote included. */
// @ts-ignore: decorator
@inline
function untilNext(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  return bits ^ (bits << 32)
}

/** Byte by byte, to where it has to stop. */
function walk(at: usize, end: usize, mode: u32): usize {
  let depth = load<u32>(STATE)
  let inString = load<u32>(STATE, 4) != 0
  let escaped = load<u32>(STATE, 8) != 0
  for (; at < end; at++) {
    const byte = load<u8>(at)
    if (byte == LINE_FEED) {
      if ((mode & LINE) != 0) break
      store<u32>(STATE, load<u32>(STATE, 12) + 1, 12)
      store<u32>(STATE, <u32>at, 16)
      if (!inString) store<u32>(STATE, 1, 20)
    }
    if (inString) {
      if (escaped) escaped = false
      else if (byte == BACKSLASH) escaped = true
      else if (byte == QUOTE) inString = false
    } else if (byte == QUOTE) inString = true
    else if ((byte | 0x20) == OPEN_BRACE) {
      if (depth == 1 && byte == OPEN_BRACKET && (mode & ROOT) != 0) break
      depth++
    } else if ((byte | 0x20) == CLOSE_BRACE) {
      if (depth == 1) break
      depth--
    }
  }
  store<u32>(STATE, depth)
  store<u32>(STATE, u32(inString), 4)
  store<u32>(STATE, u32(escaped), 8)
  return at
}

/** Behind the opening brace of the next task, where the one that ends with the closer here goes over into it; else 0. */
function behindSeam(closer: usize, end: usize, mode: u32): usize {
  const count = load<u32>(STATE, 24)
  if ((mode & GOES_ON) == 0 || count == MAX_SEAMS || (load<u8>(closer) | 0x20) != CLOSE_BRACE) return 0
  let needsComma = (mode & ROOT) == 0
  let newLines = load<u32>(STATE, 12)
  let lastNewLine = load<u32>(STATE, 16)
  for (let at = closer + 1; at < end; at++) {
    const byte = load<u8>(at)
    if (byte == COMMA && needsComma) needsComma = false
    else if (byte == LINE_FEED) {
      newLines++
      lastNewLine = <u32>at
    } else if (byte == OPEN_BRACE && !needsComma) {
      const seam = SEAMS + <usize>count * SEAM
      store<u32>(seam, <u32>closer + 1)
      store<u32>(seam, <u32>at, 4)
      store<u32>(seam, newLines, 8)
      store<u32>(seam, lastNewLine, 12)
      store<u32>(STATE, newLines, 12)
      store<u32>(STATE, lastNewLine, 16)
      store<u32>(STATE, count + 1, 24)
      return at + 1
    } else if (byte != BLANK && byte != RETURN && byte != 0x09) return 0
  }
  return 0
}
