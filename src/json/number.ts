const POWERS_OF_TEN = Array.from({ length: 23 }, (_, k) => 10 ** k)
/** Digits are read into two integers of 31 bits; 10 ** 9 times the first is an exact double, since 10 ** 9 is 5 ** 9 times a power of two. */
const HALF = 9
/** Integers of so many digits are exact doubles. */
const EXACT_DIGITS = 15
/** 2 ** 27 + 1: cuts a double into halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729
/** Far above the relative error of the division below (about 2 ** -100), far below the distances that rounding depends on. */
const DOUBT = 2 ** -90

/**
 * The double nearest to a JSON number, without making a string of it: digits and power of ten are divided in twice the
 * precision, and what lies too near the middle of two doubles for that is left to `Number`.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start
  while (bytes[at] === 0x30 && at + 1 < end) at++ // zeros before the first digit or the point count for nothing
  let digits = 0
  let head = 0
  let tail = 0
  let point = end - 1
  for (let k = at; k < end; k++) {
    const digit = bytes[k]! - 0x30
    if (digit === -2) point = k
    else if (digit < 0 || digit > 9) return parseOther(bytes, start, end)
    else if (digits++ < HALF) head = head * 10 + digit
    else tail = tail * 10 + digit
  }
  const decimals = end - point - 1
  if (digits > 2 * HALF || decimals > 22) return parseOther(bytes, start, end)
  const scaled = digits > HALF ? head * POWERS_OF_TEN[digits - HALF]! : head
  const power = POWERS_OF_TEN[decimals]!
  const value = digits > EXACT_DIGITS ? divide(scaled, tail, power) : decimals === 0 ? scaled + tail : (scaled + tail) / power
  if (Number.isNaN(value)) return parseOther(bytes, start, end)
  return bytes[start] === 0x2d ? -value : value
}

/** head + tail, both integers, over a power of ten, all of them exact; NaN in doubt. */
function divide(head: number, tail: number, power: number): number {
  const high = head + tail
  const low = tail - (high - head) // exact (Dekker)
  const quotient = high / power
  const correction = (remainderOf(high, quotient, power) + low) / power
  const nearest = quotient + correction
  const rest = correction - (nearest - quotient)
  const doubt = nearest * DOUBT
  return nearest + (rest + doubt) === nearest && nearest + (rest - doubt) === nearest ? nearest : Number.NaN
}

/** high − quotient · power, exact (Dekker's product). */
function remainderOf(high: number, quotient: number, power: number): number {
  const product = quotient * power
  const q = upperHalf(quotient)
  const p = upperHalf(power)
  const [qLow, pLow] = [quotient - q, power - p]
  const error = q * p - product + q * pLow + qLow * p + qLow * pLow
  return high - product - error
}

function upperHalf(value: number): number {
  const scaled = SPLITTER * value
  return scaled - (scaled - value)
}

function parseOther(bytes: Uint8Array, start: number, end: number): number {
  let text = ''
  for (let k = start; k < end; k++) text += String.fromCharCode(bytes[k]!)
  return Number(text)
}
