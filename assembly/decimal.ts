/** `ByteWriter.decimal` of src/json/byte-writer.ts once more: a number rounded (half up) to so many digits behind the point, without trailing zeros. */

import { MINUS, PERIOD, ZERO } from './ascii'

/** Decimals of at most 15 digits are printed as integers are. */
const MAX_EXACT: f64 = 1e15
/** The most digits behind the point. */
export const MAX_DECIMALS: u32 = 6
/** Bytes that one can take: a sign, fifteen digits, a point. */
export const LONGEST: usize = 17

let decimals: i32 = 0
let factor: u64 = 1

/** How many digits may stand behind the point of what is printed from now on, at most {@link MAX_DECIMALS}. */
export function setDecimals(count: u32): void {
  decimals = <i32>count
  factor = 1
  for (let k: u32 = 0; k < count; k++) factor *= 10
}

/** Whether the number can be printed: all of its digits are exact. */
// @ts-ignore: decorator
@inline
export function isPrintable(value: f64): bool {
  return abs(value) * <f64>factor < MAX_EXACT - 1
}

/** Prints one that can be printed; gives the place behind it. */
export function putDecimal(at: usize, value: f64): usize {
  const product = value * <f64>factor
  const above = ceil(product)
  const scaled = above - 0.5 > product ? above - 1 : above // as Math.round
  if (scaled < 0) store<u8>(at++, MINUS)
  const magnitude = <u64>abs(scaled)
  const whole = magnitude / factor
  return putFraction(putInteger(at, whole), <u32>(magnitude - whole * factor))
}

function putInteger(at: usize, value: u64): usize {
  let behind = at + 1
  for (let limit: u64 = 10; value >= limit; limit *= 10) behind++
  for (let place = behind; place > at; value /= 10) store<u8>(--place, <u8>(value % 10) + ZERO)
  return behind
}

/** A point and so many digits of a fraction, up to the last that is not zero. */
function putFraction(at: usize, fraction: u32): usize {
  if (fraction == 0) return at
  let behind = at + 1 + decimals
  for (; fraction % 10 == 0; fraction /= 10) behind--
  for (let place = behind; place > at + 1; fraction /= 10) store<u8>(--place, <u8>(fraction % 10) + ZERO)
  store<u8>(at, PERIOD)
  return behind
}
