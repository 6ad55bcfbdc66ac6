/** Cuts a sentence into tokens as src/formats/text/treebank.ts does, with the rules of treebank-gaps.ts and treebank-contractions.ts. */

import { BLANK, COMMA, EXCLAMATION, PERIOD, QUESTION, SEMICOLON } from './ascii'
import { APOSTROPHE, EARLY_MARK, kindAt, kindOfByte, LATE_MARK, sizeAt, skipWhite, WHITE } from './letter'
import {
  beforeLoneQuotes,
  beforeLongEndings,
  beforeShortEndings,
  besideEarlyMarks,
  besideFinalPeriod,
  besideLateMarks,
  clearGaps,
  cutContractions,
  gapBehind,
  MOST_GAPS,
  setGap,
} from './treebank-gaps'

/** In what a capital letter of ASCII differs from the small one. */
const CASE: u32 = 0x20

/** The token at hand. */
export let from: usize = 0
export let to: usize = 0
/** A word came that is not known here: its tokens are none. */
export let isBeyond: bool = false

let sentence: usize = 0
let sentenceEnd: usize = 0
/** Where the word ends that the token is of, and where the next one begins. */
let word: usize = 0
let wordEnd: usize = 0
let next: usize = 0

export function enterSentence(start: usize, end: usize): void {
  sentence = start
  sentenceEnd = end
  next = skipWhite(start, end)
  to = next
  wordEnd = next
  isBeyond = false
}

/** Goes on to the next token; false when there is none. */
export function nextToken(): bool {
  if (to < wordEnd) {
    from = to
    to = gapBehind(word, from)
    return true
  }
  if (next >= sentenceEnd) return false
  from = next
  to = usualWord()
  if (to == 0) to = nextWord()
  return true
}

/** As `nextWord` for a word of up to 15 letters and digits of ASCII, maybe with a mark behind it, that is no contraction; 0 for all others. */
function usualWord(): usize {
  const end = next + usualLength(next)
  if (end == next || end >= sentenceEnd) return 0
  const byte = load<u8>(end)
  if (byte == BLANK) return endWord(end, end)
  const behind = end + 1
  const isEnd = behind >= sentenceEnd
  if (!isEnd && load<u8>(behind) != BLANK) return 0
  if (byte == PERIOD && !isEnd) return skipWhite(behind, sentenceEnd) == sentenceEnd ? 0 : endWord(behind, behind)
  if (byte != COMMA && byte != PERIOD && byte != SEMICOLON && byte != EXCLAMATION && byte != QUESTION) return 0
  word = next
  clearGaps(behind - word)
  setGap(end - word, true)
  setGap(behind - word, true)
  return endWord(behind, end)
}

/** The word ends here, before a blank or the end of the sentence, and its first token there. */
// @ts-ignore: decorator
@inline
function endWord(at: usize, tokenEnd: usize): usize {
  wordEnd = at
  next = at + 1
  if (next < sentenceEnd && load<u8>(next) - 0x21 > 0x5d) next = skipWhite(next, sentenceEnd)
  return tokenEnd
}

/** How many letters and digits of ASCII stand there; 0 when there are more than 15, or a contraction may be among them. */
// @ts-ignore: decorator
@inline
function usualLength(at: usize): u32 {
  const bytes = v128.load(at)
  const small = v128.or(bytes, i8x16.splat(<i8>CASE))
  const isLetter = i8x16.lt_u(i8x16.sub(small, i8x16.splat(0x61)), i8x16.splat(26))
  const isDigit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10))
  const length = <u32>ctz(~i8x16.bitmask(v128.or(isLetter, isDigit)))
  const mayDouble = v128.or(i8x16.lt_u(i8x16.sub(small, i8x16.splat(0x6d)), i8x16.splat(2)), i8x16.eq(small, i8x16.splat(0x74))) // m, n, t
  const isDoubled = v128.and(mayDouble, i8x16.eq(small, v128.or(v128.load(at, 1), i8x16.splat(<i8>CASE))))
  return length < 16 && (i8x16.bitmask(isDoubled) & ((1 << length) - 1)) == 0 ? length : 0
}

/** Where its first token ends. */
function nextWord(): usize {
  let at = next
  let kinds: u32 = 0
  let last: u32 = 0
  let isDoubled: bool = false // has a letter twice in a row, as gonna and cannot have
  while (at < sentenceEnd) {
    const byte = <u32>load<u8>(at)
    const kind = byte < 0x80 ? kindOfByte(byte) : kindAt(at)
    if ((kind & WHITE) != 0) break
    kinds |= kind
    isDoubled = isDoubled || ((byte ^ last) | CASE) == CASE
    last = byte
    at += byte < 0x80 ? 1 : sizeAt(at)
  }
  word = next
  wordEnd = at
  next = skipWhite(at, sentenceEnd)
  if ((kinds & (EARLY_MARK | LATE_MARK | APOSTROPHE)) == 0 && !(isDoubled && mayContract())) return wordEnd
  cutWord(kinds)
  return isBeyond ? wordEnd : gapBehind(word, word)
}

/** Two of the same among m, n and t side by side, as every contraction without an apostrophe has. */
function mayContract(): bool {
  for (let at = word + 1; at < wordEnd; at++) {
    const small = <u32>load<u8>(at) | CASE
    if (small == (<u32>load<u8>(at - 1) | CASE) && (small == 0x6d || small == 0x6e || small == 0x74)) return true
  }
  return false
}

function cutWord(kinds: u32): void {
  const isLast = next == sentenceEnd
  const length = wordEnd - word
  if (length > MOST_GAPS) {
    isBeyond = true
    return
  }
  clearGaps(length)
  setGap(0, word > sentence)
  setGap(length, !isLast)
  if ((kinds & EARLY_MARK) != 0) besideEarlyMarks(word, wordEnd)
  if (isLast) besideFinalPeriod(word, wordEnd)
  if ((kinds & APOSTROPHE) != 0) beforeLoneQuotes(word, wordEnd)
  if ((kinds & (LATE_MARK | APOSTROPHE)) != 0) besideLateMarks(word, wordEnd)
  setGap(0, true)
  setGap(length, true)
  if ((kinds & APOSTROPHE) != 0) {
    beforeShortEndings(word, wordEnd)
    beforeLongEndings(word, wordEnd)
  }
  if (((kinds & APOSTROPHE) != 0 || mayContract()) && !cutContractions(word, wordEnd)) isBeyond = true
}
