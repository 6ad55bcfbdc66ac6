/** Looks at values on a tape of assembly/scan.ts: tokens are addresses here, of two u32 each. */

import { BACKSLASH, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii'

export const TOKEN: usize = 8 // bytes: two u32

/** 16 bytes, of which the first so many are kept: `v128.load(KEPT + 16 - length)`. */
const KEPT: usize = memory.data<u8>([
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])

/** Where the input's byte 0 would be, and the tape that is looked at. */
export let origin: usize = 0
export let tape: usize = 0

export function enterTape(from: usize, inputOrigin: usize): void {
  tape = from
  origin = inputOrigin
}

/** Where a token stands in its tape, in numbers of four bytes; and the token that stands there. */
// @ts-ignore: decorator
@inline
export function indexOf(token: usize): u32 {
  return <u32>((token - tape) >> 2)
}
// @ts-ignore: decorator
@inline
export function tokenOf(index: u32): usize {
  return tape + (<usize>index << 2)
}

/** Where the content of a value stands in memory, that of a string between its quotes; how long it is. */
// @ts-ignore: decorator
@inline
export function startOf(token: usize): usize {
  return origin + load<u32>(token)
}
// @ts-ignore: decorator
@inline
export function lengthOf(token: usize): u32 {
  return load<u32>(token, 4) - load<u32>(token)
}

/** Valid JSON has a quote before nothing but a string's content; before the first value of a tape may be anything. */
// @ts-ignore: decorator
@inline
export function isString(token: usize): bool {
  return load<u8>(startOf(token) - 1) == QUOTE
}

export function hasEscape(at: usize, length: u32): bool {
  for (; length > 16; length -= 16) {
    if (holdsBackslash(v128.load(at))) return true
    at += 16
  }
  return holdsBackslash(padded(at, length))
}

/** Whether a container that begins with this byte stands there; valid JSON has a quote before nothing but a string's content. */
// @ts-ignore: decorator
@inline
export function opens(token: usize, opener: u8): bool {
  const at = origin + load<u32>(token)
  return load<u8>(at) == opener && (token == tape || load<u8>(at - 1) != QUOTE)
}

/** The closing token of a container. */
// @ts-ignore: decorator
@inline
export function closerOf(token: usize): usize {
  return tape + (<usize>load<u32>(token, 4) << 2) - TOKEN
}

/** The token behind a value; a container is stepped over whole. */
// @ts-ignore: decorator
@inline
export function behind(token: usize): usize {
  return opens(token, OPEN_BRACE) || opens(token, OPEN_BRACKET) ? closerOf(token) + TOKEN : token + TOKEN
}

/** Whether a list of one string stands there. */
// @ts-ignore: decorator
@inline
export function isLone(token: usize): bool {
  return opens(token, OPEN_BRACKET) && closerOf(token) == token + 2 * TOKEN
}

/** Up to 16 bytes, zeros behind them. */
// @ts-ignore: decorator
@inline
export function padded(at: usize, length: u32): v128 {
  return v128.and(v128.load(at), v128.load(KEPT + 16 - length))
}

// @ts-ignore: decorator
@inline
export function isSame(a: v128, b: v128): bool {
  return !v128.any_true(v128.xor(a, b))
}

// @ts-ignore: decorator
@inline
export function holdsBackslash(bytes: v128): bool {
  return v128.any_true(i8x16.eq(bytes, i8x16.splat(BACKSLASH)))
}
