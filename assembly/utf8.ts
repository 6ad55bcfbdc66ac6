/**
 * Whether bytes are UTF-8 (RFC 3629), 16 at a time: "Validating UTF-8 In Less Than One Instruction Per Byte",
 * John Keiser and Daniel Lemire, 2021 (https://arxiv.org/abs/2010.03090), the lookup algorithm of simdjson.
 */

// What may be wrong with two neighbours; each of three tables gives what it cannot rule out, an error is left when all agree.
const TOO_SHORT: u8 = 1 // a lead, then no continuation
const TOO_LONG: u8 = 2 // ASCII, then a continuation
const OVERLONG_3: u8 = 4
const TOO_LARGE: u8 = 8
const SURROGATE: u8 = 16
const OVERLONG_2: u8 = 32
const FOURTH: u8 = 64 // overlong in four bytes, or F5 and more before 80 to 8F
const TWO: u8 = 128 // two continuations: right behind a lead of three or four bytes, which is looked up apart
const ANY: u8 = TOO_SHORT | TOO_LONG | TWO
const LARGE: u8 = ANY | TOO_LARGE | FOURTH
const LEAD_F: u8 = TOO_SHORT | TOO_LARGE | FOURTH
const SECOND: u8 = TOO_LONG | OVERLONG_2 | TWO

export function isUtf8(at: usize, end: usize): bool {
  let before = i8x16.splat(0)
  let wrong = i8x16.splat(0)
  while (at + 16 <= end) {
    if (at + 64 <= end && isAscii(v128.or(before, fourOf(at)))) {
      before = i8x16.splat(0)
      at += 64
      continue
    }
    const chunk = v128.load(at)
    if (!isAscii(v128.or(before, chunk))) wrong = v128.or(wrong, problems(before, chunk))
    before = chunk
    at += 16
  }
  // The rest with zeros behind it, so that a sequence that is cut off shows, too.
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  const rest = v128.and(v128.load(at), i8x16.lt_u(lanes, i8x16.splat(<i8>(end - at))))
  return !v128.any_true(v128.or(wrong, problems(before, rest)))
}

/** All bits of 64 bytes, one lot of 16 upon the other. */
// @ts-ignore: decorator
@inline
function fourOf(at: usize): v128 {
  return v128.or(v128.or(v128.load(at), v128.load(at, 16)), v128.or(v128.load(at, 32), v128.load(at, 48)))
}

// @ts-ignore: decorator
@inline
function isAscii(bytes: v128): bool {
  return i8x16.bitmask(bytes) == 0
}

/** Not zero where a byte does not fit to the three before it. */
// @ts-ignore: decorator
@inline
function problems(before: v128, chunk: v128): v128 {
  const back1 = i8x16.shuffle(before, chunk, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
  const back2 = i8x16.shuffle(before, chunk, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
  const back3 = i8x16.shuffle(before, chunk, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
  const pairs = v128.and(v128.and(ofFirstHigh(i8x16.shr_u(back1, 4)), ofFirstLow(v128.and(back1, i8x16.splat(15)))), ofSecondHigh(i8x16.shr_u(chunk, 4)))
  const third = i8x16.sub_sat_u(back2, i8x16.splat(0x60)) // E0 and more give 80 and more
  const fourth = i8x16.sub_sat_u(back3, i8x16.splat(0x70))
  return v128.xor(v128.and(v128.or(third, fourth), i8x16.splat(-128)), pairs)
}

// @ts-ignore: decorator
@inline
function ofFirstHigh(index: v128): v128 {
  const table = i8x16(
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, // 0 to 7: ASCII
    TWO, TWO, TWO, TWO, // 8 to B: continuations
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, LEAD_F, // C to F: leads
  )
  return i8x16.swizzle(table, index)
}

// @ts-ignore: decorator
@inline
function ofFirstLow(index: v128): v128 {
  const table = i8x16(
    ANY | OVERLONG_3 | OVERLONG_2 | FOURTH, ANY | OVERLONG_2, ANY, ANY, ANY | TOO_LARGE, // 0 to 4
    LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, // 5 to C
    LARGE | SURROGATE, LARGE, LARGE, // D to F
  )
  return i8x16.swizzle(table, index)
}

// @ts-ignore: decorator
@inline
function ofSecondHigh(index: v128): v128 {
  const table = i8x16(
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, // 0 to 7: ASCII
    SECOND | OVERLONG_3 | FOURTH, SECOND | OVERLONG_3 | TOO_LARGE, SECOND | SURROGATE | TOO_LARGE, SECOND | SURROGATE | TOO_LARGE, // 8 to B
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, // C to F: leads
  )
  return i8x16.swizzle(table, index)
}
