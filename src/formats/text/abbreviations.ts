import type { Source } from './characters.ts'

/** In small letters, with a full stop behind them. */
export const TITLES = new Set(
  'mr mrs ms mx dr drs prof rev hon st ste sr jr messrs mme mlle gen col maj capt cpt lt sgt cmdr adm gov sen rep pres supt insp inc corp ltd co bros dept univ assn ave blvd rd mt ft jan feb apr jun jul aug sep sept oct nov dec vs cf al ca approx est z.b bzw ca hr fr frau dipl ing mag'.split(
    ' ',
  ),
)
/** Abbreviations only before a number: `No. 5`, but `He said no. Then`. */
export const COUNTED = new Set(
  'no nos nr p pp vol vols fig figs eq eqs sec ch chap art abs bd pt pts tab ref refs mar'.split(' '),
)
/** Letters of `messrs` and `approx`. */
const LONGEST = 6

/**
 * Whether the full stop at `stop` belongs to the word before it: `Dr.`, `J.`, `U.S.`, `No. 5`, `1. Introduction`, `am 5. Mai`.
 * @param lowest where that word may start at the earliest
 * @param rest what comes behind the full stop and white space
 */
export function endsAbbreviation({ text, units }: Source, lowest: number, stop: number, rest: string): boolean {
  let start = stop
  let hasInnerStop = false
  let isBehindStop = false
  for (; start > lowest; start--) {
    const unit = units[start - 1]!
    const isLetter = (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a
    const isDigit = unit >= 0x30 && unit <= 0x39
    if (unit >= 0x80) return isAbbreviation(text.slice(lowest, stop), rest)
    if (!isLetter && !isDigit && unit !== 0x2e) break
    if (isLetter && isBehindStop) hasInnerStop = true
    isBehindStop = unit === 0x2e
  }
  const length = stop - start
  if (length === 1 || hasInnerStop) return true
  return length <= LONGEST && isAbbreviation(text.slice(start, stop), rest)
}

function isAbbreviation(before: string, rest: string): boolean {
  const word = /[\p{L}\p{M}\p{N}.]*$/u.exec(before)?.[0].toLowerCase() ?? ''
  if (/^\p{L}\p{M}*$/u.test(word) || /\p{L}\./u.test(word) || /^\p{Nd}{1,2}$/u.test(word)) return true
  return TITLES.has(word) || (COUNTED.has(word) && /^\p{Nd}/u.test(rest))
}
