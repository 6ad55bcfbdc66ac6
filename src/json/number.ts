const POWERS_OF_TEN = Array.from({ length: 23 }, (_, k) => 10 ** k)
/** More digits do not fit into two doubles without loss. */
const MAX_DIGITS = 18
/** So many digits are read apart from the others: 10 ** 8 times up to ten digits is an exact double, since 10 ** 8 is 5 ** 8 times a power of two. */
const TAIL_DIGITS = 8
const TAIL = 10 ** TAIL_DIGITS
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
  let decimals = 0
  let digits = 0
  let head = 0
  let point = -1
  for (let k = at; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x2e) point = k
    else if (byte < 0x30 || byte > 0x39) return parseOther(bytes, start, end)
    else {
      digits++
      if (digits <= 15) head = head * 10 + (byte - 0x30)
    }
  }
  if (point >= 0) decimals = end - point - 1
  if (digits > MAX_DIGITS || decimals > 22) return parseOther(bytes, start, end)
  const value = digits <= 15 ? head / POWERS_OF_TEN[decimals]! : divide(bytes, at, end, digits, POWERS_OF_TEN[decimals]!)
  if (Number.isNaN(value)) return parseOther(bytes, start, end)
  return bytes[start] === 0x2d ? -value : value
}

/** The digits in `bytes[at, end)` as one integer over a power of ten that is exact; NaN in doubt. */
function divide(bytes: Uint8Array, at: number, end: number, digits: number, power: number): number {
  let head = 0
  let tail = 0
  let left = digits
  for (let k = at; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x2e) continue
    if (left-- > TAIL_DIGITS) head = head * 10 + (byte - 0x30)
    else tail = tail * 10 + (byte - 0x30)
  }
  const high = head * TAIL + tail
  const low = tail - (high - head * TAIL) // exact (Dekker): high + low is the integer
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
