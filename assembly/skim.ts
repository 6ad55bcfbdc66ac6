/**
 * The inner loop of TaskCutter in src/io/cut-tasks.ts once more, 64 bytes a step: steps over all that only changes how deep
 * we are, whether in a string, and the number of lines. Every 64 bytes become masks with a bit per byte, as simdjson does it.
 */

const BACKSLASH: u8 = 0x5c
const EVEN: u64 = 0x5555555555555555
const STEP: usize = 64 // bytes

/** In and out, six u32: how deep, in a string (0, 1), behind its backslash (0, 1), lines ended, where the last one ended, one of them outside strings (0, 1). */
const STATE: usize = memory.data(24)

export function state(): usize {
  return STATE
}

/**
 * Steps through memory [at, end), where we are deeper than `floor`.
 * @returns where it stops: before the closer that leads to `floor`, before a new line if those count, or at `end`
 */
export function skim(at: usize, end: usize, floor: u32, stopsAtNewLine: bool): usize {
  while (at < end) {
    if (at + STEP <= end && step(at, floor, stopsAtNewLine)) {
      at += STEP
      continue
    }
    const stop = min(at + STEP, end)
    at = walk(at, stop, floor, stopsAtNewLine)
    if (at < stop) return at
  }
  return at
}

/** Takes 64 bytes at once. False, with nothing changed, when it may have to stop in them, or a backslash stands outside a string. */
// @ts-ignore: decorator
@inline
function step(at: usize, floor: u32, stopsAtNewLine: bool): bool {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  const newLines = mask(a, b, c, d, 0x0a)
  if (stopsAtNewLine && newLines != 0) return false
  const backslashes = mask(a, b, c, d, BACKSLASH)
  const wasEscaped = <u64>load<u32>(STATE, 8)
  let escaped: u64 = wasEscaped
  let isEscaped: u64 = 0
  if (backslashes != 0) {
    const slashes = backslashes & ~wasEscaped
    const behind = (slashes << 1) | wasEscaped
    const oddStarts = slashes & ~EVEN & ~behind
    const sum = oddStarts + slashes
    isEscaped = u64(sum < slashes)
    escaped = (EVEN ^ (sum << 1)) & behind
  }
  const strings = untilNext(mask(a, b, c, d, 0x22) & ~escaped) ^ (0 - <u64>load<u32>(STATE, 4))
  if ((backslashes & ~strings) != 0) return false
  const lower = i8x16.splat(0x20) // takes brackets to braces, and nothing else to them
  const a2 = v128.or(a, lower)
  const b2 = v128.or(b, lower)
  const c2 = v128.or(c, lower)
  const d2 = v128.or(d, lower)
  const depth = load<u32>(STATE)
  const closers = <u32>popcnt(mask(a2, b2, c2, d2, 0x7d) & ~strings)
  if (closers >= depth - floor) return false
  store<u32>(STATE, depth - closers + <u32>popcnt(mask(a2, b2, c2, d2, 0x7b) & ~strings))
  store<u32>(STATE, <u32>(strings >> 63), 4)
  store<u32>(STATE, <u32>isEscaped, 8)
  if (newLines != 0) {
    store<u32>(STATE, load<u32>(STATE, 12) + <u32>popcnt(newLines), 12)
    store<u32>(STATE, <u32>at + 63 - <u32>clz(newLines), 16)
    if ((newLines & ~strings) != 0) store<u32>(STATE, 1, 20)
  }
  return true
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

/** Byte by byte, the same. */
function walk(at: usize, end: usize, floor: u32, stopsAtNewLine: bool): usize {
  let depth = load<u32>(STATE)
  let inString = load<u32>(STATE, 4) != 0
  let escaped = load<u32>(STATE, 8) != 0
  for (; at < end; at++) {
    const byte = load<u8>(at)
    if (byte == 0x0a) {
      if (stopsAtNewLine) break
      store<u32>(STATE, load<u32>(STATE, 12) + 1, 12)
      store<u32>(STATE, <u32>at, 16)
      if (!inString) store<u32>(STATE, 1, 20)
    }
    if (inString) {
      if (escaped) escaped = false
      else if (byte == BACKSLASH) escaped = true
      else if (byte == 0x22) inString = false
    } else if (byte == 0x22) inString = true
    else if ((byte | 0x20) == 0x7b) depth++
    else if ((byte | 0x20) == 0x7d) {
      if (depth - 1 == floor) break
      depth--
    }
  }
  store<u32>(STATE, depth)
  store<u32>(STATE, u32(inString), 4)
  store<u32>(STATE, u32(escaped), 8)
  return at
}
