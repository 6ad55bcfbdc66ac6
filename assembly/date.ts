/** Dates as `usualInstant` of src/model/instant.ts is sure of them; they are in the order of their letters. */

import { ZERO } from './ascii'
import { isString, lengthOf, startOf, tape } from './tape'

/** Bytes: `2024-01-31T12:00:00.123456Z` */
const DATE: usize = 27

/** Days of each month, from the second byte on, in any year. */
const DAYS: usize = memory.data<u8>([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

/** `0000-00-00T00:00:00.000000Z` */
const DATE_PATTERN: usize = memory.data<u8>([
  0x30, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x54, 0x30, 0x30, 0x3a, 0x30, 0x30, 0x3a, 0x30, 0x30, 0x2e, 0x30,
  0x30, 0x30, 0x30, 0x30, 0x30, 0x5a,
])

export function isDate(token: usize): bool {
  if (token == tape || !isString(token) || lengthOf(token) != DATE) return false
  const start = startOf(token)
  for (let k: usize = 0; k < DATE; k++) {
    const expected = load<u8>(DATE_PATTERN + k)
    const byte = load<u8>(start + k)
    if (expected == ZERO ? byte - ZERO > 9 : byte != expected) return false
  }
  const month = digits(start + 5)
  const day = digits(start + 8)
  if (load<u8>(start) == ZERO || month < 1 || month > 12 || day < 1 || day > load<u8>(DAYS + month)) return false
  return digits(start + 11) < 24 && digits(start + 14) < 60 && digits(start + 17) < 60
}

/** Two of them. */
// @ts-ignore: decorator
@inline
function digits(at: usize): u32 {
  return <u32>(load<u8>(at) - ZERO) * 10 + <u32>(load<u8>(at, 1) - ZERO)
}

/** Whether one date comes behind another; they stand there. */
// @ts-ignore: decorator
@inline
export function isLater(date: usize, other: usize): bool {
  return memory.compare(date, other, DATE) > 0
}
