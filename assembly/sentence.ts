/** Where sentences may end, as src/formats/text/sentences.ts and abbreviations.ts have it. */

import { EXCLAMATION, LINE_FEED, PERIOD, QUESTION, RETURN } from './ascii'
import {
  CLOSER,
  COMBINING,
  DIGIT,
  kindAt,
  LETTER,
  LINE_BREAK,
  NUMBER,
  OPENER,
  sizeAt,
  STARTER,
  STOP,
  stepBack,
  WHITE,
} from './letter'

/** Characters that are looked at before and behind the end of a sentence. */
const WINDOW: u32 = 40

/** Abbreviations of up to eight bytes each, zeros behind them, as the host writes them: first those that stand anywhere, then those before numbers. */
const ABBREVIATIONS: usize = memory.data(1280)
const MOST_ABBREVIATIONS: u32 = 160
let plainCount: u32 = 0
let allCount: u32 = 0

export function abbreviations(): usize {
  return ABBREVIATIONS
}

/** @returns whether there is room for so many */
export function knowAbbreviations(plain: u32, counted: u32): bool {
  plainCount = plain
  allCount = plain + counted
  return allCount <= MOST_ABBREVIATIONS
}

/** Where the text starts, where the next mark is looked for, and where the text ends. */
let start: usize = 0
let next: usize = 0
let end: usize = 0

export function enterSentences(text: usize, textEnd: usize): void {
  start = text
  next = text
  end = textEnd
}

/** The next place where a sentence may end: before a line break, or behind a full stop and what belongs to it; in the end that of the text. */
export function nextBorder(): usize {
  for (let mark = nextMark(); mark < end; mark = nextMark()) {
    if ((kindAt(mark) & LINE_BREAK) == 0) {
      if (isSentenceEnd(mark)) return next
      continue
    }
    next = mark + sizeAt(mark)
    if (load<u8>(mark) == RETURN && next < end && load<u8>(next) == LINE_FEED) next++
    return mark
  }
  return end
}

function nextMark(): usize {
  let at = next
  while (at < end) {
    const chunk = v128.load(at)
    const stops = v128.or(i8x16.eq(chunk, i8x16.splat(PERIOD)), v128.or(i8x16.eq(chunk, i8x16.splat(EXCLAMATION)), i8x16.eq(chunk, i8x16.splat(QUESTION))))
    const mask = i8x16.bitmask(v128.or(stops, i8x16.le_s(chunk, i8x16.splat(RETURN)))) // what is not ASCII is below zero
    if (mask == 0) {
      at += 16
      continue
    }
    at += ctz(mask)
    if (at >= end) break
    if ((kindAt(at) & (LINE_BREAK | STOP)) != 0) return at
    at += sizeAt(at)
  }
  return end
}

/** Whether a sentence ends with this full stop, or what else ends sentences, and the closing quotes and brackets behind it: up to `next` from now on. */
function isSentenceEnd(stop: usize): bool {
  let at = pass(stop, STOP)
  const isPeriod = at == stop + 1 && load<u8>(stop) == PERIOD
  at = pass(at, CLOSER)
  next = at
  const kind = at < end ? kindAt(at) : LINE_BREAK
  if ((kind & WHITE) == 0 || (kind & LINE_BREAK) != 0) return false
  let left = WINDOW
  for (; left > 0 && at < end && (kindAt(at) & (WHITE | LINE_BREAK)) == WHITE; at += sizeAt(at)) left--
  const rest = at
  for (; left > 0 && at < end && (kindAt(at) & OPENER) != 0; at += sizeAt(at)) left--
  if (left == 0 || at == end || (kindAt(at) & STARTER) == 0) return false
  return !isPeriod || !endsAbbreviation(stop, rest)
}

/** Behind the characters of this kind. */
function pass(at: usize, kind: u32): usize {
  while (at < end && (kindAt(at) & kind) != 0) at += sizeAt(at)
  return at
}

/** Whether the full stop belongs to the word before it. @param rest what comes behind it and white space */
function endsAbbreviation(stop: usize, rest: usize): bool {
  let kind: u32 = 0
  let first = stop
  let length: u32 = 0
  let letters: u32 = 0 // and numbers, without the marks that combine with them
  let areDigits = true
  for (; length < WINDOW && first > start; length++) {
    const at = stepBack(first)
    const found = kindAt(at)
    const isPeriod = load<u8>(at) == PERIOD
    if ((found & (LETTER | COMBINING | NUMBER)) == 0 && !isPeriod) break
    if ((found & LETTER) != 0 && first < stop && load<u8>(first) == PERIOD) return true
    if ((found & COMBINING) == 0) letters++
    areDigits = areDigits && (found & DIGIT) != 0
    first = at
    kind = found
  }
  if (letters == 1 && (kind & LETTER) != 0) return true
  return (areDigits && (length == 1 || length == 2)) || isKnownAbbreviation(first, stop, (kindAt(rest) & DIGIT) != 0)
}

/** In whatever letters. */
function isKnownAbbreviation(at: usize, stop: usize, isBeforeNumber: bool): bool {
  const length = stop - at
  if (length == 0 || length > 8) return false
  const small = load<u64>(at) | 0x2020202020202020 // digits and full stops stay what they are
  const word = (small << ((8 - <u64>length) << 3)) >> ((8 - <u64>length) << 3)
  const last = ABBREVIATIONS + (<usize>(isBeforeNumber ? allCount : plainCount) << 3)
  for (let known = ABBREVIATIONS; known < last; known += 8) if (load<u64>(known) == word) return true
  return false
}
