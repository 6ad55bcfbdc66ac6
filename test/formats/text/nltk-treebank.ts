/**
 * NLTK's `NLTKWordTokenizer` rule by rule, with `/` set off as Label Studio's converter has it: the second opinion on our own loops.
 * @param sentence without other white space than blanks
 */
export function nltkTokens(sentence: string): string[] {
  const closed = PUNCTUATION_RULES.reduce(apply, sentence.trimEnd())
  const spaced = [...ENDING_RULES, ...CONTRACTION_RULES].reduce(apply, ` ${closed} `)
  return spaced.split(' ').filter((token) => token !== '')
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

const CONTRACTION_RULES: readonly Rule[] = [
  ...['can|not', "d|'ye", 'gim|me', 'gon|na', 'got|ta', 'lem|me', "more|'n"].map(contraction),
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
