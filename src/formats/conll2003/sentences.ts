import { isWhite } from './white-space.ts'

/** Where sentences may end in a text. Offsets in UTF-16 units, ascending. */
export interface Borders {
  /** Line breaks and the edges of HTML blocks. */
  readonly hard: readonly number[]
  /** Behind a full stop, question or exclamation mark that ends a sentence. */
  readonly soft: readonly number[]
}

/** A range of a text, UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** @param blocks borders that the text itself does not show (HTML); where they are given, line feeds are plain white space */
export function findBorders(text: string, blocks: readonly number[] | undefined): Borders {
  const hard = blocks ?? [...text.matchAll(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g)].map(({ index }) => index)
  return { hard, soft: rangesBetween(text.length, hard).flatMap((block) => softBorders(text, block)) }
}

/** The pieces between borders; borders inside one of the `spans` do not count, for what people marked as one entity is in one sentence. */
export function cutAt(length: number, borders: readonly number[], spans: readonly Range[]): Range[] {
  const inside = [...spans].sort((a, b) => a.start - b.start)
  const kept: number[] = []
  let next = 0
  let reach = 0
  for (const border of borders) {
    while (next < inside.length && inside[next]!.start < border) reach = Math.max(reach, inside[next++]!.end)
    if (reach <= border) kept.push(border)
  }
  return rangesBetween(length, kept)
}

export function mergeBorders(...lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

function rangesBetween(length: number, borders: readonly number[]): Range[] {
  const ranges: Range[] = []
  let start = 0
  for (const end of [...borders, length]) {
    if (end > start) ranges.push({ start, end })
    start = Math.max(start, end)
  }
  return ranges
}

const CLOSERS = '["\'\\u2019\\u201d\\u00bb\\u203a)\\]}\\u300d\\u300f\\uff09]*'
/** Marks that need white space behind them (Latin, Arabic, Devanagari), and those of Chinese and Japanese, which do not. */
const SENTENCE_END = new RegExp(
  `([.!?\\u2026\\u061f\\u06d4\\u0964\\u0965]+)${CLOSERS}|[\\u3002\\uff01\\uff1f\\uff61]+${CLOSERS}`,
  'gu',
)
/** A capital, a letter of a script without capitals, or a number, maybe behind an opening quote or bracket. */
const SENTENCE_START = /^["'\u2018\u201c\u201e\u00ab\u2039([{\u00bf\u00a1]*[\p{Lu}\p{Lt}\p{Lo}\p{Nd}]/u

function softBorders(text: string, block: Range): number[] {
  const borders: number[] = []
  const line = text.slice(block.start, block.end)
  for (const match of line.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length
    if (match[1] === undefined) borders.push(block.start + end)
    else if (isWhite(line, end)) {
      const rest = line.slice(end, end + 40).trimStart()
      const isAbbreviated = match[1] === '.' && isAbbreviation(line.slice(Math.max(0, match.index - 40), match.index), rest)
      if (SENTENCE_START.test(rest) && !isAbbreviated) borders.push(block.start + end)
    }
  }
  return borders.filter((border) => border < block.end)
}

const TITLES = new Set(
  'mr mrs ms mx dr drs prof rev hon st ste sr jr messrs mme mlle gen col maj capt cpt lt sgt cmdr adm gov sen rep pres supt insp inc corp ltd co bros dept univ assn ave blvd rd mt ft jan feb apr jun jul aug sep sept oct nov dec vs cf al ca approx est z.b bzw ca hr fr frau dipl ing mag'.split(
    ' ',
  ),
)
/** Abbreviations only before a number: `No. 5`, but `He said no. Then`. */
const COUNTED = new Set('no nos nr p pp vol vols fig figs eq eqs sec ch chap art abs bd pt pts tab ref refs mar'.split(' '))

/** Whether the full stop behind `before` belongs to its last word: `Dr.`, `J.`, `U.S.`, `No. 5`, `1. Introduction`, `am 5. Mai`. */
function isAbbreviation(before: string, rest: string): boolean {
  const word = /[\p{L}\p{M}\p{N}.]*$/u.exec(before)?.[0].toLowerCase() ?? ''
  if (/^\p{L}\p{M}*$/u.test(word) || /\p{L}\./u.test(word) || /^\p{Nd}{1,2}$/u.test(word)) return true
  return TITLES.has(word) || (COUNTED.has(word) && /^\p{Nd}/u.test(rest))
}
