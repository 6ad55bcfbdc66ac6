import type { Id } from './task.ts'

/** Numbers by value, then strings by code point: negative, zero or positive as `left` comes before, is, or comes after `right`. */
export function compareIds(left: Id, right: Id): number {
  if (typeof left === 'number') return typeof right === 'number' ? left - right : -1
  return typeof right === 'number' ? 1 : compareCodePoints(left, right)
}

/** As the bytes of UTF-8 compare; JavaScript's `<` puts U+FFFF after U+1F600. */
export function compareCodePoints(left: string, right: string): number {
  const end = Math.min(left.length, right.length)
  for (let k = 0; k < end; k++) {
    const difference = left.charCodeAt(k) - right.charCodeAt(k)
    if (difference !== 0) return rank(left.charCodeAt(k)) - rank(right.charCodeAt(k))
  }
  return left.length - right.length
}

/** Halves of pairs stand for code points above all that one unit can hold. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
