/** What characters are to those who cut text into sentences and words; the host says it, unit by unit (`tellLetters` of src/export/plain-memory.ts). */

/** As in src/formats/text/characters.ts. */
export const WHITE: u32 = 1
export const LINE_BREAK: u32 = 2
export const STOP: u32 = 4
export const EARLY_MARK: u32 = 0x10
export const LATE_MARK: u32 = 0x20
export const APOSTROPHE: u32 = 0x40
/** Around the end of a sentence: what may stand behind its stop, and how the next one may begin. */
export const CLOSER: u32 = 0x100
export const OPENER: u32 = 0x200
export const STARTER: u32 = 0x400
/** As Unicode has it: `\p{L}`, `\p{M}`, `\p{N}` and of these `\p{Nd}`. */
export const LETTER: u32 = 0x800
export const COMBINING: u32 = 0x1000
export const NUMBER: u32 = 0x2000
export const DIGIT: u32 = 0x4000
/** Nothing is known here of a text with such a character. */
const ODD: u32 = 0x8000

/** Two bytes for each UTF-16 unit below; all others are odd. */
const UNITS: u32 = 0x2e80
const KINDS: usize = memory.data(23808)
export function letters(): usize {
  return KINDS
}

// @ts-ignore: decorator
@inline
export function kindOfByte(byte: u32): u32 {
  return load<u16>(KINDS + (byte << 1))
}

/** Of the character that begins there. */
export function kindAt(at: usize): u32 {
  const byte = <u32>load<u8>(at)
  if (byte < 0x80) return kindOfByte(byte)
  const second = <u32>load<u8>(at, 1) & 0x3f
  if (byte < 0xe0) return kindOfByte(((byte & 0x1f) << 6) | second)
  const unit = ((byte & 0xf) << 12) | (second << 6) | (<u32>load<u8>(at, 2) & 0x3f)
  return byte < 0xf0 && unit < UNITS ? kindOfByte(unit) : ODD
}

/** Bytes of the character that begins there. */
// @ts-ignore: decorator
@inline
export function sizeAt(at: usize): usize {
  const byte = load<u8>(at)
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
}

// @ts-ignore: decorator
@inline
function isContinuation(at: usize): bool {
  return (load<u8>(at) & 0xc0) == 0x80
}

/** Where the character before begins. */
export function stepBack(at: usize): usize {
  do at--
  while (isContinuation(at))
  return at
}

/** Whether white space stands there, and nothing odd. */
export function isWhiteAt(at: usize): bool {
  return (kindAt(at) & (WHITE | ODD)) == WHITE
}

/** Where the first character begins that is no white space; `end` when there is none. */
export function skipWhite(at: usize, end: usize): usize {
  while (at < end && (kindAt(at) & WHITE) != 0) at += sizeAt(at)
  return at
}

/** Where the text without white space at its end does. */
export function skipWhiteBack(at: usize, end: usize): usize {
  while (end > at) {
    const before = stepBack(end)
    if ((kindAt(before) & WHITE) == 0) break
    end = before
  }
  return end
}

/** Whether a text holds nothing odd; then each of its characters is one UTF-16 unit. */
export function isKnown(at: usize, end: usize): bool {
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(0x20))) // what is not ASCII is below zero
    if (mask == 0) {
      at += 16
      continue
    }
    at += ctz(mask)
    if (at >= end) return true
    if ((kindAt(at) & ODD) != 0) return false
    at += sizeAt(at)
  }
  return true
}

/** Where the character begins that is so many characters behind the one at `at`; 0 when the text ends before. */
export function skip(at: usize, end: usize, count: u32): usize {
  while (at + 16 <= end) {
    const leads = <u32>popcnt(i8x16.bitmask(i8x16.gt_s(v128.load(at), i8x16.splat(-65))))
    if (leads > count) break
    at += 16
    count -= leads
  }
  for (; at < end; at++) {
    if (isContinuation(at)) continue
    if (count == 0) return at
    count--
  }
  return count == 0 ? end : 0
}
