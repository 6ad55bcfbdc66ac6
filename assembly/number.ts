/** src/json/number.ts once more: the nearest double, found without a string; what it leaves to `Number` is left to the caller here. */

import { MINUS, PERIOD, ZERO } from './ascii'

/** Integers of so many digits fit into 64 bits, and stay below 10 ** 22, whose power is an exact double, too. */
const MOST_DIGITS: usize = 18
/** Integers below this one are exact doubles. */
const EXACT: u64 = 1 << 53
/** 2 ** 27 + 1: cuts a double into halves of 26 bits (Veltkamp). */
const SPLITTER: f64 = 134217729
/** Far above the relative error of the division below (about 2 ** -100), far below the distances that rounding depends on. */
const DOUBT: f64 = 8.077935669463161e-28 // 2 ** -90
const POWERS_OF_TEN: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
])

/** The double nearest to the JSON number in memory [start, end); NaN for an exponent, for very many digits, and in doubt. */
export function parseDecimal(start: usize, end: usize): f64 {
  const isNegative = load<u8>(start) == MINUS
  let at = isNegative ? start + 1 : start
  while (load<u8>(at) == ZERO && at + 1 < end) at++ // zeros before the first digit or the point count for nothing
  if (end - at > MOST_DIGITS + 1) return NaN
  const first = at
  let digits: u64 = 0
  for (; at < end && load<u8>(at) != PERIOD; at++) {
    const digit: u32 = load<u8>(at) - ZERO
    if (digit > 9) return NaN
    digits = digits * 10 + digit
  }
  const point = at
  for (at++; at + 8 <= end && areDigits(load<u64>(at)); at += 8) digits = digits * 100000000 + eightDigits(load<u64>(at))
  for (; at < end; at++) {
    const digit: u32 = load<u8>(at) - ZERO
    if (digit > 9) return NaN
    digits = digits * 10 + digit
  }
  if (point == end && end - first > MOST_DIGITS) return NaN
  const power = powerOfTen(point == end ? 0 : <i32>(end - point) - 1)
  const value = digits < EXACT ? <f64>digits / power : divide(digits, power)
  return isNegative ? -value : value
}

/** Whether eight bytes are digits, the first of them the lowest. */
// @ts-ignore: decorator
@inline
function areDigits(bytes: u64): bool {
  const high: u64 = 0xf0f0f0f0f0f0f0f0
  return ((bytes & high) | (((bytes + 0x0606060606060606) & high) >> 4)) == 0x3333333333333333
}

/** Their value: neighbours are put together to pairs, these to fours, and these to the whole. */
// @ts-ignore: decorator
@inline
function eightDigits(bytes: u64): u64 {
  const pairs = ((bytes & 0x0f0f0f0f0f0f0f0f) * 2561) >> 8 // 10 · 2 ** 8 + 1
  const fours = ((pairs & 0x00ff00ff00ff00ff) * 6553601) >> 16 // 100 · 2 ** 16 + 1
  return ((fours & 0x0000ffff0000ffff) * 42949672960001) >> 32 // 10 ** 4 · 2 ** 32 + 1
}

// @ts-ignore: decorator
@inline
function powerOfTen(exponent: i32): f64 {
  return load<f64>(POWERS_OF_TEN + (<usize>exponent << 3))
}

/** An integer over a power of ten, which is exact; NaN in doubt. */
function divide(digits: u64, power: f64): f64 {
  const high = <f64>digits
  const low = <f64>(<i64>digits - <i64>high) // exact
  const quotient = high / power
  const correction = (remainderOf(high, quotient, power) + low) / power
  const nearest = quotient + correction
  const rest = correction - (nearest - quotient)
  const doubt = nearest * DOUBT
  return nearest + (rest + doubt) == nearest && nearest + (rest - doubt) == nearest ? nearest : NaN
}

/** high − quotient · power, exact (Dekker's product). */
function remainderOf(high: f64, quotient: f64, power: f64): f64 {
  const product = quotient * power
  const q = upperHalf(quotient)
  const p = upperHalf(power)
  const qLow = quotient - q
  const pLow = power - p
  const error = q * p - product + q * pLow + qLow * p + qLow * pLow
  return high - product - error
}

// @ts-ignore: decorator
@inline
function upperHalf(value: f64): f64 {
  const scaled = SPLITTER * value
  return scaled - (scaled - value)
}
