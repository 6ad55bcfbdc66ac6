import type { Range } from './sentences.ts'
import { blankWhite } from './white-space.ts'

/**
 * Tokens of one sentence by the Penn Treebank rules as NLTK has them and Label Studio's converter uses them (with `/` set off as well):
 * `They're gonna pay $3.99.` → They | 're | gon | na | pay | $ | 3.99 | .
 * Each rule only puts blanks into the sentence, so the pieces between blanks are found again in it one after the other.
 *
 * @param offset where the sentence starts in its text; the tokens are told in offsets of the text
 */
export function treebankTokens(sentence: string, offset: number): Range[] {
  const source = blankWhite(sentence)
  const rules = ANY_CONTRACTION.test(source) ? [...ENDING_RULES, ...CONTRACTION_RULES] : ENDING_RULES
  const spaced = rules.reduce(apply, ` ${PUNCTUATION_RULES.reduce(apply, source.trimEnd())} `)
  const tokens: Range[] = []
  let at = 0
  for (const piece of spaced.split(' ')) {
    if (piece === '') continue
    while (source[at] === ' ') at++
    tokens.push({ start: offset + at, end: offset + at + piece.length })
    at += piece.length
  }
  return tokens
}

type Rule = readonly [pattern: RegExp, replacement: string]

const PUNCTUATION_RULES: readonly Rule[] = [
  [/^"/u, ' " '],
  [/``/gu, ' `` '],
  [/([ ([{<])("|'{2})/gu, '$1 $2 '],
  [/([:,])(\P{Nd})/gu, ' $1 $2'],
  [/([:,])$/u, ' $1 '],
  [/\.{3}/gu, ' ... '],
  [/[;@#$/%&]/gu, ' $& '],
  [/([^.])(\.)([\])}>"']*)\s*$/u, '$1 $2$3 '],
  [/[?!]/gu, ' $& '],
  [/([^'])' /gu, "$1 ' "],
  [/[[\](){}<>]/gu, ' $& '],
  [/--/gu, ' -- '],
]

const ENDING_RULES: readonly Rule[] = [
  [/''/gu, " '' "],
  [/"/gu, ' " '],
  [/([^' ])('[sSmMdD]|') /gu, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, '$1 $2 '],
]

/** Few sentences have one, and looking for each of them takes time. */
const ANY_CONTRACTION = /cannot|d'ye|gimme|gonna|gotta|lemme|more'n|wanna|'tis|'twas/iu
const CONTRACTION_RULES: readonly Rule[] = [
  ...[`can|not`, `d|'ye`, `gim|me`, `gon|na`, `got|ta`, `lem|me`, `more|'n`].map(contraction),
  [/(?<![\p{L}\p{N}_])(wan)(na)(?= )/giu, ' $1 $2 '],
  [/ ('t)(is)(?![\p{L}\p{N}_])/giu, ' $1 $2 '],
  [/ ('t)(was)(?![\p{L}\p{N}_])/giu, ' $1 $2 '],
]

function contraction(parts: string): Rule {
  const [first, second] = parts.split('|')
  return [new RegExp(`(?<![\\p{L}\\p{N}_])(${first})(${second})(?![\\p{L}\\p{N}_])`, 'giu'), ' $1 $2 ']
}

function apply(text: string, [pattern, replacement]: Rule): string {
  return text.replace(pattern, replacement)
}
