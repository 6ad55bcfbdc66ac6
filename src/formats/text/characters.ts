import { copyUnits } from '../../json/utf8.ts'

/** What no token may hold: white space of Unicode, of JavaScript (U+FEFF) and of Python's `split` (U+001C–U+001F). */
export const WHITE = 1
/** Ends a line. */
export const LINE_BREAK = 2
/** Ends a sentence if white space is behind it: Latin, Arabic, Devanagari. */
export const STOP = 4
/** Ends a sentence: Chinese, Japanese. */
export const WIDE_STOP = 8
/** What the treebank rules look at before single quotes, and behind them. */
export const EARLY_MARK = 16
export const LATE_MARK = 32
export const APOSTROPHE = 64
/** Maybe of a script that is written without spaces, or half of such a character. */
export const MAYBE_UNSPACED = 128

const WHITE_UNITS = `\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`

/** What a UTF-16 unit is, by its number: the sum of the kinds above. */
export const KINDS = new Uint8Array(0x10000)
KINDS.fill(MAYBE_UNSPACED, 0x2ea, 0x2ec)
KINDS.fill(MAYBE_UNSPACED, 0xe00, 0x2000)
KINDS.fill(MAYBE_UNSPACED, 0x2e80)
mark(WHITE, WHITE_UNITS)
mark(LINE_BREAK, '\n\v\f\r\x85\u2028\u2029')
mark(STOP, '.!?\u2026\u061f\u06d4\u0964\u0965')
mark(WIDE_STOP, '\u3002\uff01\uff1f\uff61')
mark(EARLY_MARK, '`:,.;@#$/%&?!')
mark(LATE_MARK, '[](){}<>-"')
mark(APOSTROPHE, "'")

function mark(kind: number, units: string): void {
  for (let k = 0; k < units.length; k++) KINDS[units.charCodeAt(k)]! |= kind
}

/** A text and the same as numbers, which loops read several times faster. */
export interface Source {
  readonly text: string
  /** Good until the next source is made; there may be others behind those of the text. */
  readonly units: Uint16Array
  /** All kinds that the units have. */
  readonly kinds: number
  /** Where line breaks and stops are, in order. */
  readonly marks: readonly number[]
}

/** One array serves all texts: to make one takes longer than to fill it. */
let units = new Uint16Array(1 << 14)

export function sourceOf(text: string): Source {
  if (text.length > units.length) units = new Uint16Array(2 * text.length)
  copyUnits(text, units)
  const marks: number[] = []
  let kinds = 0
  for (let at = 0; at < text.length; at++) {
    const kind = KINDS[units[at]!]!
    if ((kind & (LINE_BREAK | STOP | WIDE_STOP)) !== 0) marks.push(at)
    kinds |= kind
  }
  return { text, units, kinds, marks }
}

/** Where the first unit stands that is no white space; `end` when there is none. */
export function skipWhite(units: Uint16Array, start: number, end: number): number {
  let at = start
  while (at < end && (KINDS[units[at]!]! & WHITE) !== 0) at++
  return at
}

/** Whether the text has white space there. */
export function isWhiteAt(text: string, at: number): boolean {
  return (KINDS[text.charCodeAt(at)]! & WHITE) !== 0
}

const WHITE_RUN = new RegExp(`[${WHITE_UNITS}]+`, 'g')

/** Each run of white space replaced; none at the ends. */
export function joinWhite(text: string, joiner: string): string {
  return text.replaceAll(WHITE_RUN, ' ').trim().replaceAll(' ', joiner)
}
