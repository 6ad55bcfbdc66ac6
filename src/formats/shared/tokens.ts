import type { Options, OptionTable } from '../format.ts'
import { sourceOf } from '../text/characters.ts'
import type { TextDocument } from '../text/documents.ts'
import { type Range, Ranges } from '../text/ranges.ts'
import { cutAt, findBorders, mergeBorders } from '../text/sentences.ts'
import { splitAtBorders } from '../text/tags.ts'
import { tokenize } from '../text/tokenizers.ts'

/** What a token is; the borders of spans are always borders of tokens. */
export const TOKEN_OPTIONS = {
  tokenizer: {
    default: 'treebank',
    choices: ['treebank', 'unicode', 'whitespace'],
    help: 'What a token is: Penn Treebank (didn’t = did n’t); words of Unicode; between white space. Spans cut tokens at their borders.',
  },
  segmentUnspaced: { default: true, help: 'Cut text in scripts without spaces (Chinese, Japanese, Thai …) into words.' },
} as const satisfies OptionTable

export const SENTENCE_OPTIONS = {
  sentences: {
    default: 'sentence',
    choices: ['sentence', 'line', 'document'],
    help: 'What a record is: a sentence, a line, or a whole text. No border lies inside a span.',
  },
} as const satisfies OptionTable

type TokenOptions = Options<typeof TOKEN_OPTIONS> & Partial<Options<typeof SENTENCE_OPTIONS>>

/**
 * The tokens of a text, sentence by sentence: UTF-16 ranges without white space, in order. Sentences have at least one token.
 * @param spans begin and end at borders of tokens, not at white space
 */
export function cutTokens(
  { text, blocks }: TextDocument,
  spans: readonly Range[],
  { tokenizer, segmentUnspaced, sentences = 'document' }: TokenOptions,
): Range[][] {
  const source = sourceOf(text)
  const byStart = [...spans].sort((a, b) => a.start - b.start)
  const { hard, soft } = findBorders(source, blocks)
  const ends = sentences === 'sentence' ? mergeBorders(hard, soft) : sentences === 'line' ? hard : []
  const cuts = tokenizer === 'treebank' ? mergeBorders(hard, soft) : ends // treebank rules are about sentences
  const words = tokenize(source, cutAt(text.length, cuts, byStart), tokenizer, segmentUnspaced, new Ranges())
  const { starts, ends: tokenEnds, length } = splitAtBorders(words, byStart, new Ranges())
  const tokens = Array.from({ length }, (_, k) => ({ start: starts[k]!, end: tokenEnds[k]! }))
  return inSentences(tokens, cutAt(text.length, ends, byStart))
}

function inSentences(tokens: readonly Range[], sentences: readonly Range[]): Range[][] {
  let next = 0
  return sentences.flatMap(({ end }) => {
    const from = next
    while (next < tokens.length && tokens[next]!.start < end) next++
    return next > from ? [tokens.slice(from, next)] : []
  })
}
