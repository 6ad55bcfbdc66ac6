/** The treebank rules on one word, in the order of src/formats/text/treebank-gaps.ts: gaps are where a blank stands or is to stand, by bytes. */

import { PERIOD } from './ascii'
import { DIGIT, kindAt, LETTER, NUMBER, stepBack } from './letter'

const SINGLE_QUOTE: u8 = 0x27
const HYPHEN: u8 = 0x2d
const BACKQUOTE: u8 = 0x60

export const MOST_GAPS: usize = 1000
const GAPS: usize = memory.data(1024) // some bytes behind the last one, too

/** Of a word of so many bytes. */
export function clearGaps(length: usize): void {
  for (let at = GAPS; at < GAPS + length + 4; at += 16) v128.store(at, i8x16.splat(0))
}

// @ts-ignore: decorator
@inline
export function setGap(k: usize, isGap: bool): void {
  store<u8>(GAPS + k, <u8>isGap)
}

// @ts-ignore: decorator
@inline
export function isGap(k: usize): bool {
  return load<u8>(GAPS + k) != 0
}

/** Where the next gap of the word is. */
export function gapBehind(word: usize, at: usize): usize {
  do at++
  while (!isGap(at - word))
  return at
}

/** Double backquotes, commas and colons not before a digit, `...`, and what always stands alone. */
export function besideEarlyMarks(from: usize, to: usize): void {
  let taken = from // a comma behind a comma has been looked at with it
  let next = from
  for (let at = from; at < to; at = next) {
    next = at + 1
    switch (load<u8>(at)) {
      case BACKQUOTE:
        if (next == to || load<u8>(next) != BACKQUOTE) continue
        next = at + 2
        break
      case PERIOD:
        if (at + 2 >= to || load<u8>(at, 1) != PERIOD || load<u8>(at, 2) != PERIOD) continue
        next = at + 3
        break
      case 0x3a: // :
      case 0x2c: // ,
        if (next < to && (at < taken || (kindAt(next) & DIGIT) != 0)) continue
        taken = at + 2
        break
      case 0x21: // !
      case 0x23: // #
      case 0x24: // $
      case 0x25: // %
      case 0x26: // &
      case 0x2f: // /
      case 0x3b: // ;
      case 0x3f: // ?
      case 0x40: // @
        break
      default:
        continue
    }
    setGap(at - from, true)
    setGap(next - from, true)
  }
}

/** A period that ends the sentence, maybe with closing quotes and brackets behind it. */
export function besideFinalPeriod(from: usize, to: usize): void {
  let at = to - 1
  while (at >= from && isCloser(load<u8>(at))) at--
  let first = at
  while (first >= from && load<u8>(first) == PERIOD) first--
  if ((at - first) % 3 != 1) return // the others are ellipses, or stand beside a period
  if (at == from && !isGap(0)) return // it is all of the sentence
  setGap(at - from, true)
  setGap(to - from, true)
}

/** `'` behind something and before a blank: `dogs' tails`. */
export function beforeLoneQuotes(from: usize, to: usize): void {
  for (let at = from + 1; at < to; at++)
    if (load<u8>(at) == SINGLE_QUOTE && load<u8>(at - 1) != SINGLE_QUOTE && isGap(at + 1 - from)) setGap(at - from, true)
}

/** Brackets, `--`, `''` and `"`. */
export function besideLateMarks(from: usize, to: usize): void {
  let next = from
  for (let at = from; at < to; at = next) {
    next = at + 1
    const byte = load<u8>(at)
    switch (byte) {
      case HYPHEN:
      case SINGLE_QUOTE:
        if (next == to || load<u8>(next) != byte || isGap(next - from)) continue
        next = at + 2
        break
      case 0x22: // "
      case 0x28: // (
      case 0x29: // )
      case 0x3c: // <
      case 0x3e: // >
      case 0x5b: // [
      case 0x5d: // ]
      case 0x7b: // {
      case 0x7d: // }
        break
      default:
        continue
    }
    setGap(at - from, true)
    setGap(next - from, true)
  }
}

/** `'s`, `'m`, `'d` and `'`, where a blank follows. */
export function beforeShortEndings(from: usize, to: usize): void {
  for (let at = from + 1; at < to; at++) {
    const k = at - from
    if (load<u8>(at) != SINGLE_QUOTE || load<u8>(at - 1) == SINGLE_QUOTE || isGap(k)) continue
    const small = at + 1 < to ? load<u8>(at, 1) | 0x20 : 0
    const isLetter = small == 0x73 || small == 0x6d || small == 0x64 // s m d
    if (isGap(k + 1) || (isLetter && isGap(k + 2))) setGap(k, true)
  }
}

/** `'ll`, `'re`, `'ve` and `n't`, in small letters or capitals, where a blank follows. */
export function beforeLongEndings(from: usize, to: usize): void {
  for (let at = from + 1; at + 3 <= to; at++) {
    const k = at - from
    if (!isGap(k + 3) || isGap(k) || isGap(k + 1) || isGap(k + 2) || load<u8>(at - 1) == SINGLE_QUOTE) continue
    if (isLongEnding(<u32>load<u16>(at) | (<u32>load<u8>(at, 2) << 16))) setGap(k, true)
  }
}

/** Three letters, the first in the lowest byte. */
function isLongEnding(letters: u32): bool {
  switch (letters) {
    case 0x6c6c27: // 'll
    case 0x4c4c27:
    case 0x657227: // 're
    case 0x455227:
    case 0x657627: // 've
    case 0x455627:
    case 0x74276e: // n't
    case 0x54274e:
      return true
    default:
      return false
  }
}

/** Of each contraction: its letters, how many there are, and how many of them stand before the gap. */
const CONTRACTION: usize = 16
const CONTRACTIONS: usize = memory.data<u8>([
  0x63, 0x61, 0x6e, 0x6e, 0x6f, 0x74, 0, 0, 6, 3, 0, 0, 0, 0, 0, 0, // cannot
  0x64, 0x27, 0x79, 0x65, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, // d'ye
  0x67, 0x69, 0x6d, 0x6d, 0x65, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, // gimme
  0x67, 0x6f, 0x6e, 0x6e, 0x61, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, // gonna
  0x67, 0x6f, 0x74, 0x74, 0x61, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, // gotta
  0x6c, 0x65, 0x6d, 0x6d, 0x65, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, // lemme
  0x6d, 0x6f, 0x72, 0x65, 0x27, 0x6e, 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, // more'n
  0x77, 0x61, 0x6e, 0x6e, 0x61, 0, 0, 0, 5, 3, 0, 0, 0, 0, 0, 0, // wanna
  0x27, 0x74, 0x69, 0x73, 0, 0, 0, 0, 4, 2, 0, 0, 0, 0, 0, 0, // 'tis
  0x27, 0x74, 0x77, 0x61, 0x73, 0, 0, 0, 5, 2, 0, 0, 0, 0, 0, 0, // 'twas
])
const CONTRACTIONS_END: usize = CONTRACTIONS + 10 * CONTRACTION

/** `gon na`, `d 'ye` … where they are all there is between gaps; false where they stand beside marks. */
export function cutContractions(from: usize, to: usize): bool {
  for (let start = from; start < to; ) {
    const end = gapBehind(from, start)
    for (let known = CONTRACTIONS; known < CONTRACTIONS_END; known += CONTRACTION) {
      const length = <usize>load<u8>(known, 8)
      if (end - start == length && isSpelled(start, known, length)) setGap(start + load<u8>(known, 9) - from, true)
      else if (holdsBesideMarks(start, end, known, length)) return false
    }
    start = end
  }
  return true
}

function holdsBesideMarks(start: usize, end: usize, known: usize, length: usize): bool {
  for (let at = start; at + length <= end; at++) {
    if (!isSpelled(at, known, length)) continue
    const isPart = (at > start && isWordly(stepBack(at))) || (at + length < end && isWordly(at + length))
    if (!isPart) return true
  }
  return false
}

/** A letter, a number or `_`. */
function isWordly(at: usize): bool {
  return (kindAt(at) & (LETTER | NUMBER)) != 0 || load<u8>(at) == 0x5f
}

/** In whatever letters. */
function isSpelled(at: usize, known: usize, length: usize): bool {
  const small = load<u64>(at) | 0x2020202020202020
  return (small ^ load<u64>(known)) << ((8 - <u64>length) << 3) == 0
}

function isCloser(byte: u8): bool {
  return byte == 0x5d || byte == 0x29 || byte == 0x7d || byte == 0x3e || byte == 0x22 || byte == SINGLE_QUOTE // ] ) } > " '
}
