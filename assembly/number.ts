/** src/json/number.ts once more: the nearest double, found without a string; what it leaves to `Number` is left to the caller here. */

import { MINUS, PERIOD, ZERO } from './ascii'

/** Digits are read into two integers of 31 bits; 10 ** 9 times the first is an exact double. */
const HALF: i32 = 9
/** Integers of so many digits are exact doubles. */
const EXACT_DIGITS: i32 = 15
const MAX_POWER: i32 = 22
/** 2 ** 27 + 1: cuts a double into halves of 26 bits (Veltkamp). */
const SPLITTER: f64 = 134217729
/** Far above the relative error of the division below (about 2 ** -100), far below the distances that rounding depends on. */
const DOUBT: f64 = 8.077935669463161e-28 // 2 ** -90
const POWERS_OF_TEN: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
])

/** The double nearest to the JSON number in memory [start, end); NaN for an exponent, for very many digits, and in doubt. */
export function parseDecimal(start: usize, end: usize): f64 {
  const isNegative = load<u8>(start) == MINUS
  let at = isNegative ? start + 1 : start
  while (load<u8>(at) == ZERO && at + 1 < end) at++ // zeros before the first digit or the point count for nothing
  let digits: i32 = 0
  let head: u32 = 0
  let tail: u32 = 0
  let point = end - 1
  for (; at < end; at++) {
    const byte = load<u8>(at)
    const digit: u32 = byte - ZERO
    if (byte == PERIOD) point = at
    else if (digit > 9) return NaN
    else if (digits++ < HALF) head = head * 10 + digit
    else tail = tail * 10 + digit
  }
  const decimals = <i32>(end - point) - 1
  if (digits > 2 * HALF || decimals > MAX_POWER) return NaN
  const scaled = digits > HALF ? <f64>head * powerOfTen(digits - HALF) : <f64>head
  const power = powerOfTen(decimals)
  const value = digits > EXACT_DIGITS ? divide(scaled, <f64>tail, power) : (scaled + <f64>tail) / power
  return isNegative ? -value : value
}

// @ts-ignore: decorator
@inline
function powerOfTen(exponent: i32): f64 {
  return load<f64>(POWERS_OF_TEN + (<usize>exponent << 3))
}

/** head + tail, both integers, over a power of ten, all of them exact; NaN in doubt. */
function divide(head: f64, tail: f64, power: f64): f64 {
  const high = head + tail
  const low = tail - (high - head) // exact (Dekker)
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
