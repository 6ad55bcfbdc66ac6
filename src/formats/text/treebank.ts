import { APOSTROPHE, EARLY_MARK, KINDS, LATE_MARK, type Source, skipWhite, WHITE } from './characters.ts'
import type { Range, Ranges } from './ranges.ts'
import { cutContractions, mayContract } from './treebank-contractions.ts'
import * as gap from './treebank-gaps.ts'

/**
 * Adds the tokens of one sentence by the Penn Treebank rules as NLTK has them and Label Studio's converter uses them (with `/` set off as well):
 * `They're gonna pay $3.99.` → They | 're | gon | na | pay | $ | 3.99 | .
 * NLTK's rules are regular expressions that put blanks into the sentence, one after the other. Each of them looks no further than the
 * word it stands in and the blanks beside it, so they are followed here word by word, and only in words with a mark they know.
 */
export function treebankTokens(source: Source, { start, end }: Range, tokens: Ranges): void {
  const { units } = source
  for (let at = skipWhite(units, start, end); at < end; ) {
    const from = at
    let kinds = 0
    let last = 0
    let isDoubled = false // has a letter twice in a row, as gonna and cannot have
    for (; at < end; at++) {
      const unit = units[at]!
      const kind = KINDS[unit]!
      if ((kind & WHITE) !== 0) break
      kinds |= kind
      isDoubled ||= ((unit ^ last) | CASE) === CASE
      last = unit
    }
    const to = at
    at = skipWhite(units, at, end)
    if ((kinds & (EARLY_MARK | LATE_MARK | APOSTROPHE)) === 0 && !(isDoubled && mayContract(units, from, to)))
      tokens.add(from, to)
    else cutWord(source, { from, to, kinds, isFirst: from === start, isLast: at === end }, tokens)
  }
}

/** In what a capital letter of ASCII differs from the small one. */
const CASE = 0x20

interface Word {
  readonly from: number
  readonly to: number
  readonly kinds: number
  /** At the very start of its sentence: no blank before it. */
  readonly isFirst: boolean
  readonly isLast: boolean
}

function cutWord(source: Source, { from, to, kinds, isFirst, isLast }: Word, tokens: Ranges): void {
  const { units } = source
  const length = to - from
  const gaps = gap.blankGaps(length)
  gaps[0] = isFirst ? 0 : 1
  gaps[length] = isLast ? 0 : 1
  if ((kinds & EARLY_MARK) !== 0) gap.besideEarlyMarks(units, from, to, gaps)
  if (isLast) gap.besideFinalPeriod(units, from, to, gaps)
  if ((kinds & APOSTROPHE) !== 0) gap.beforeLoneQuotes(units, from, to, gaps)
  if ((kinds & (LATE_MARK | APOSTROPHE)) !== 0) gap.besideLateMarks(units, from, to, gaps)
  gaps[0] = 1
  gaps[length] = 1
  if ((kinds & APOSTROPHE) !== 0) {
    gap.beforeShortEndings(units, from, to, gaps)
    gap.beforeLongEndings(units, from, to, gaps)
  }
  if ((kinds & APOSTROPHE) !== 0 || mayContract(units, from, to)) cutContractions(source.text.slice(from, to), gaps)
  let start = from
  for (let at = from + 1; at <= to; at++)
    if (gaps[at - from] === 1) {
      tokens.add(start, at)
      start = at
    }
}
