/** A letter, digit or mark, with those that follow; signs of scripts that write no spaces stand alone. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+/gu

const ASCII = /^\p{ASCII}*$/u
const ASCII_WORD = /[a-z0-9]+/g

/**
 * The words of a text as searches compare them: without case and accents (é is e, ﬁ is fi), split at everything that is no letter or digit.
 * Every store indexes and looks for these, so that a search finds the same in all of them.
 */
export function wordsOf(text: string): string[] {
  if (ASCII.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? []
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{Mn}/gu, '')
      .match(WORD) ?? []
  )
}
