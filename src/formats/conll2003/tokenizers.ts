import type { Range } from './sentences.ts'
import { treebankTokens } from './treebank.ts'
import { isWhite } from './white-space.ts'

export type Tokenizer = 'whitespace' | 'treebank' | 'annotation-lab' | 'unicode'

/**
 * Cuts one sentence of a text into tokens: in order, not overlapping, together everything but the white space, none holding white space.
 *
 * @param segmentsUnspaced whether tokens in scripts written without spaces are cut into words
 */
export function tokenize(text: string, sentence: Range, tokenizer: Tokenizer, segmentsUnspaced: boolean): Range[] {
  const words = TOKENIZERS[tokenizer](text.slice(sentence.start, sentence.end), sentence.start)
  if (!segmentsUnspaced || !UNSPACED.test(text.slice(sentence.start, sentence.end))) return words
  return words.flatMap((word) => segmentUnspaced(text, word))
}

const DOCUMENT_MARK = '-DOCSTART-'

/** Splits the first hyphen off where a text says `-DOCSTART-`: it must not start a document. */
export function hideDocumentMarks(text: string, tokens: readonly Range[]): readonly Range[] {
  if (!text.includes(DOCUMENT_MARK)) return tokens
  return tokens.flatMap(({ start, end }) => {
    if (end - start !== DOCUMENT_MARK.length || !text.startsWith(DOCUMENT_MARK, start)) return [{ start, end }]
    return [
      { start, end: start + 1 },
      { start: start + 1, end },
    ]
  })
}

const TOKENIZERS: Readonly<Record<Tokenizer, (sentence: string, offset: number) => Range[]>> = {
  whitespace: whitespaceTokens,
  treebank: treebankTokens,
  'annotation-lab': annotationLabTokens,
  unicode: unicodeTokens,
}

function whitespaceTokens(sentence: string, offset: number): Range[] {
  const tokens: Range[] = []
  let start = 0
  for (let at = 0; at <= sentence.length; at++) {
    if (at < sentence.length && !isWhite(sentence, at)) continue
    if (at > start) tokens.push({ start: offset + start, end: offset + at })
    start = at + 1
  }
  return tokens
}

/** The default pattern of Annotation Lab's `get_conll_data`: white space, and before and behind each of `-.:;*+,$&%[]`. */
function annotationLabTokens(sentence: string, offset: number): Range[] {
  return whitespaceTokens(sentence, offset).flatMap(({ start, end }) => {
    const run = sentence.slice(start - offset, end - offset)
    return [...run.matchAll(/[-.:;*+,$&%[\]]|[^-.:;*+,$&%[\]]+/g)].map(({ index, 0: piece }) => ({
      start: start + index,
      end: start + index + piece.length,
    }))
  })
}

let wordSegmenter: Intl.Segmenter | undefined // made when it is asked for: ICU takes ten milliseconds for it

/** Words as UAX #29 and the dictionaries of ICU find them: Chinese, Japanese and Thai too; an emoji with its joiners is one. */
function unicodeTokens(sentence: string, offset: number): Range[] {
  const tokens: Range[] = []
  wordSegmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  for (let from = 0, size = WINDOW; from < sentence.length; ) {
    const segments = [...wordSegmenter.segment(sentence.slice(from, from + size))]
    const isEnd = from + size >= sentence.length
    if (segments.length === 1 && !isEnd) size *= 2
    else {
      const whole = isEnd ? segments : segments.slice(0, -1) // the window may cut the last one
      for (const { index, segment } of whole)
        for (const token of whitespaceTokens(segment, offset + from + index)) tokens.push(token)
      from = isEnd ? sentence.length : from + segments.at(-1)!.index
      size = WINDOW
    }
  }
  return tokens
}

/** UTF-16 units given to the segmenter at once: its time grows with the square of them. */
const WINDOW = 2048

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function segmentUnspaced(text: string, token: Range): Range[] {
  const word = text.slice(token.start, token.end)
  return UNSPACED.test(word) ? unicodeTokens(word, token.start) : [token]
}
