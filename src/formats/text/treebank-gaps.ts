/**
 * The treebank rules, in their order, on one word: `units[from, to)`. `gaps[k]` says that a blank stands before the word's k-th unit,
 * `gaps[to - from]` that one stands behind the word.
 */

const QUOTE = 0x27
const PERIOD = 0x2e
const HYPHEN = 0x2d
const BACKQUOTE = 0x60

let scratch = new Uint8Array(256)

/** No gaps, for a word of so many units; good until the next call. */
export function blankGaps(length: number): Uint8Array {
  if (length >= scratch.length) scratch = new Uint8Array(2 * length)
  return scratch.fill(0, 0, length + 1)
}

/** Double backquotes, commas and colons not before a digit, `...`, and what always stands alone. */
export function besideEarlyMarks(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  let taken = from // a comma behind a comma has been looked at with it
  let next = from
  for (let at = from; at < to; at = next) {
    next = at + 1
    switch (units[at]) {
      case BACKQUOTE:
        if (units[at + 1] !== BACKQUOTE || next === to) continue
        next = at + 2
        break
      case PERIOD:
        if (at + 2 >= to || units[at + 1] !== PERIOD || units[at + 2] !== PERIOD) continue
        next = at + 3
        break
      case 0x3a: // :
      case 0x2c: // ,
        if (next < to && (at < taken || isDigit(units, next, to))) continue
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
    gaps[at - from] = 1
    gaps[next - from] = 1
  }
}

/** A period that ends the sentence, maybe with closing quotes and brackets behind it. */
export function besideFinalPeriod(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  let at = to - 1
  while (at >= from && isCloser(units[at]!)) at--
  let first = at
  while (first >= from && units[first] === PERIOD) first--
  const periods = at - first
  if (periods % 3 !== 1) return // the others are ellipses, or stand beside a period
  if (at === from && gaps[0] === 0) return // it is all of the sentence
  gaps[at - from] = 1
  gaps[to - from] = 1
}

/** `'` behind something and before a blank: `dogs' tails`. */
export function beforeLoneQuotes(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  for (let at = from + 1; at < to; at++)
    if (units[at] === QUOTE && units[at - 1] !== QUOTE && gaps[at + 1 - from] === 1) gaps[at - from] = 1
}

/** Brackets, `--`, `''` and `"`. */
export function besideLateMarks(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  let next = from
  for (let at = from; at < to; at = next) {
    next = at + 1
    switch (units[at]) {
      case HYPHEN:
      case QUOTE:
        if (next === to || units[next] !== units[at] || gaps[next - from] === 1) continue
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
    gaps[at - from] = 1
    gaps[next - from] = 1
  }
}

/** `'s`, `'m`, `'d` and `'`, where a blank follows. */
export function beforeShortEndings(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  for (let at = from + 1; at < to; at++) {
    if (units[at] !== QUOTE || units[at - 1] === QUOTE || gaps[at - from] === 1) continue
    const k = at - from
    const lower = at + 1 < to ? units[at + 1]! | 0x20 : 0
    const isLetter = lower === 0x73 || lower === 0x6d || lower === 0x64 // s m d
    if (gaps[k + 1] === 1 || (isLetter && gaps[k + 2] === 1)) gaps[k] = 1
  }
}

/** `'ll`, `'re`, `'ve` and `n't`, in small letters or capitals, where a blank follows. */
export function beforeLongEndings(units: Uint16Array, from: number, to: number, gaps: Uint8Array): void {
  for (let at = from + 1; at + 3 <= to; at++) {
    const k = at - from
    if (gaps[k + 3] === 0 || gaps[k]! + gaps[k + 1]! + gaps[k + 2]! > 0 || units[at - 1] === QUOTE) continue
    if (LONG_ENDINGS.has(String.fromCharCode(units[at]!, units[at + 1]!, units[at + 2]!))) gaps[k] = 1
  }
}

const LONG_ENDINGS = new Set(["'ll", "'LL", "'re", "'RE", "'ve", "'VE", "n't", "N'T"])

/** A decimal digit of any script. */
function isDigit(units: Uint16Array, at: number, to: number): boolean {
  const unit = units[at]!
  if (unit < 0x80) return unit >= 0x30 && unit <= 0x39
  return /^\p{Nd}/u.test(String.fromCharCode(...units.subarray(at, Math.min(at + 2, to))))
}

function isCloser(unit: number): boolean {
  return unit === 0x5d || unit === 0x29 || unit === 0x7d || unit === 0x3e || unit === 0x22 || unit === QUOTE // ] ) } > " '
}
