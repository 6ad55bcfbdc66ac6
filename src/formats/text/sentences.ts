import { endsAbbreviation } from './abbreviations.ts'
import { KINDS, LINE_BREAK, type Source, STOP, WHITE, WIDE_STOP } from './characters.ts'
import type { Range } from './ranges.ts'

/** Where sentences may end in a text. Offsets in UTF-16 units, ascending. */
export interface Borders {
  /** Line breaks and the edges of HTML blocks. */
  readonly hard: readonly number[]
  /** Behind a full stop, question or exclamation mark that ends a sentence. */
  readonly soft: readonly number[]
}

/** @param blocks borders that the text itself does not show (HTML); where they are given, line feeds are plain white space */
export function findBorders(source: Source, blocks: readonly number[] | undefined): Borders {
  const hard = blocks ?? ((source.kinds & LINE_BREAK) === 0 ? [] : lineBreaks(source))
  return { hard, soft: (source.kinds & (STOP | WIDE_STOP)) === 0 ? [] : softBorders(source, hard) }
}

/**
 * The pieces between borders; borders inside one of the `spans` do not count, for what people marked as one entity is in one sentence.
 * @param spans by start
 */
export function cutAt(length: number, borders: readonly number[], spans: readonly Range[]): Range[] {
  const kept: number[] = []
  let next = 0
  let reach = 0
  for (const border of borders) {
    while (next < spans.length && spans[next]!.start < border) reach = Math.max(reach, spans[next++]!.end)
    if (reach <= border) kept.push(border)
  }
  return rangesBetween(length, kept)
}

/** The borders of both, ascending, each once. */
export function mergeBorders(some: readonly number[], others: readonly number[]): readonly number[] {
  if (others.length === 0) return some
  if (some.length === 0) return others
  return [...new Set([...some, ...others])].sort((a, b) => a - b)
}

function rangesBetween(length: number, borders: readonly number[]): Range[] {
  const ranges: Range[] = []
  let start = 0
  for (const end of borders) {
    if (end > start) ranges.push({ start, end })
    start = Math.max(start, end)
  }
  if (length > start) ranges.push({ start, end: length })
  return ranges
}

function lineBreaks({ units, marks }: Source): number[] {
  return marks.filter(
    (at) => (KINDS[units[at]!]! & LINE_BREAK) !== 0 && !(units[at] === 0x0a && at > 0 && units[at - 1] === 0x0d),
  )
}

function softBorders(source: Source, hard: readonly number[]): number[] {
  const { text, units, marks } = source
  const borders: number[] = []
  const block = { start: 0, end: 0 }
  let next = 0
  let behind = 0 // the last mark that was looked at, and what belongs to it
  for (const stop of marks) {
    if (stop < behind) continue
    while (block.end <= stop) {
      block.start = block.end
      block.end = hard[next++] ?? text.length
    }
    const kind = KINDS[units[stop]!]! & (STOP | WIDE_STOP)
    if (kind === 0) continue
    let at = stop
    while (at < block.end && (KINDS[units[at]!]! & kind) !== 0) at++
    const isPeriod = at === stop + 1 && units[stop] === 0x2e
    while (at < block.end && CLOSING_UNITS.has(units[at]!)) at++
    behind = at
    if (at < block.end && (kind === WIDE_STOP || isSentenceEnd(source, block, stop, at, isPeriod))) borders.push(at)
  }
  return borders
}

/** Closing quotes and brackets, which belong to the sentence before them. */
export const CLOSERS = '"\'\u2019\u201d\u00bb\u203a)]}\u300d\u300f\uff09'
const CLOSING_UNITS = new Set(Array.from(CLOSERS, (letter) => letter.charCodeAt(0)))

/** Whether a sentence ends between `stop`, a mark that ends sentences, and `end`, behind it and the closing quotes and brackets. */
function isSentenceEnd(source: Source, block: Range, stop: number, end: number, isPeriod: boolean): boolean {
  const { text, units } = source
  if ((KINDS[units[end]!]! & WHITE) === 0) return false
  const limit = Math.min(block.end, end + WINDOW)
  if (units[end] === 0x20 && end + 1 < limit && isSmallLetter(units[end + 1]!)) return false // as behind most abbreviations
  const rest = text.slice(end, limit).trimStart()
  return SENTENCE_START.test(rest) && !(isPeriod && endsAbbreviation(source, Math.max(block.start, stop - WINDOW), stop, rest))
}

/** UTF-16 units looked at before and behind the end of a sentence. */
const WINDOW = 40

/** Opening quotes and brackets. */
export const OPENERS = '"\'\u2018\u201c\u201e\u00ab\u2039([{\u00bf\u00a1'
/** A capital, a letter of a script without capitals, or a number. */
export const STARTS = '\\p{Lu}\\p{Lt}\\p{Lo}\\p{Nd}'
const SENTENCE_START = new RegExp(`^[${OPENERS}]*[${STARTS}]`, 'u')

/** In ASCII. */
function isSmallLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a
}
