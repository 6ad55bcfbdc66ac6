import type { Range } from '../shared/labelled-texts.ts'

/** The tokens of a text as spaCy has them: one behind the other, with a blank behind each that `isSpaced`, they are the text again. */
export interface SpacyWords {
  readonly words: readonly string[]
  readonly isSpaced: readonly boolean[]
  /** Offset (UTF-16) → number of the word that begins there. */
  readonly starts: ReadonlyMap<number, number>
  /** Offset → number of the word behind the one that ends there. */
  readonly ends: ReadonlyMap<number, number>
}

/** @param tokens all of the text but the white space; that becomes blanks behind words, and words of its own where there is more of it */
export function spacyWords(text: string, tokens: readonly Range[]): SpacyWords {
  const words: string[] = []
  const isSpaced: boolean[] = []
  const starts = new Map<number, number>()
  const ends = new Map<number, number>()
  const add = (start: number, end: number) => {
    starts.set(start, words.length)
    words.push(text.slice(start, end))
    isSpaced.push(false)
    ends.set(end, words.length)
  }
  let at = 0
  for (const { start, end } of [...tokens, { start: text.length, end: text.length }]) {
    if (words.length > 0 && at < start && text[at] === ' ') {
      isSpaced[words.length - 1] = true
      at++
    }
    if (at < start) add(at, start)
    if (start < end) add(start, end)
    at = end
  }
  return { words, isSpaced, starts, ends }
}
