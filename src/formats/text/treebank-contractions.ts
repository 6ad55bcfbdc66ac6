/** Whether a word without apostrophes has two of the same among m, n and t side by side, as every contraction without them does. */
export function mayContract(units: Uint16Array, from: number, to: number): boolean {
  for (let k = from + 1; k < to; k++) {
    const lower = units[k]! | 0x20
    if (lower === (units[k - 1]! | 0x20) && (lower === 0x6d || lower === 0x6e || lower === 0x74)) return true
  }
  return false
}

const ANY_CONTRACTION = /cannot|d'ye|gimme|gonna|gotta|lemme|more'n|wanna|'tis|'twas/iu
const RULES: readonly RegExp[] = [
  ...['can|not', "d|'ye", 'gim|me', 'gon|na', 'got|ta', 'lem|me', "more|'n"].map(contraction),
  /(?<![\p{L}\p{N}_])(wan)(na)(?= )/giu,
  / ('t)(is)(?![\p{L}\p{N}_])/giu,
  / ('t)(was)(?![\p{L}\p{N}_])/giu,
]

function contraction(parts: string): RegExp {
  const [first, second] = parts.split('|')
  return new RegExp(`(?<![\\p{L}\\p{N}_])(${first})(${second})(?![\\p{L}\\p{N}_])`, 'giu')
}

/** Adds the gaps of `gon na`, `d 'ye` … They are rare: here the rules are NLTK's own. */
export function cutContractions(word: string, gaps: Uint8Array): void {
  if (!ANY_CONTRACTION.test(word)) return
  let spaced = ''
  for (let k = 0; k < word.length; k++) spaced += (gaps[k] === 1 ? ' ' : '') + word[k]
  const cut = RULES.reduce((text, rule) => text.replace(rule, ' $1 $2 '), `${spaced} `)
  let at = 0
  for (const letter of cut)
    if (letter === ' ') gaps[at] = 1
    else at += letter.length
}
