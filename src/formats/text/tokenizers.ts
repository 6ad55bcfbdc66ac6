import { KINDS, MAYBE_UNSPACED, type Source, skipWhite, WHITE } from './characters.ts'
import { type Range, Ranges } from './ranges.ts'
import { treebankTokens } from './treebank.ts'

export type Tokenizer = 'whitespace' | 'treebank' | 'annotation-lab' | 'unicode'

/**
 * Cuts the sentences of a text into tokens: in order, not overlapping, together everything but the white space, none holding white space.
 *
 * @param segmentsUnspaced whether tokens in scripts written without spaces are cut into words
 */
export function tokenize(
  source: Source,
  sentences: readonly Range[],
  tokenizer: Tokenizer,
  segmentsUnspaced: boolean,
  tokens: Ranges,
): Ranges {
  for (const sentence of sentences) TOKENIZERS[tokenizer](source, sentence, tokens)
  return segmentsUnspaced && (source.kinds & MAYBE_UNSPACED) !== 0 ? segmentUnspaced(source, tokens) : tokens
}

const DOCUMENT_MARK = '-DOCSTART-'

/** Splits the first hyphen off where a text says `-DOCSTART-`: it must not start a document. */
export function hideDocumentMarks(text: string, tokens: Ranges): Ranges {
  if (!text.includes(DOCUMENT_MARK)) return tokens
  const hidden = new Ranges()
  for (let k = 0; k < tokens.length; k++) {
    const start = tokens.starts[k]!
    const end = tokens.ends[k]!
    const isMark = end - start === DOCUMENT_MARK.length && text.startsWith(DOCUMENT_MARK, start)
    if (isMark) hidden.add(start, start + 1)
    hidden.add(isMark ? start + 1 : start, end)
  }
  return hidden
}

const TOKENIZERS: Readonly<Record<Tokenizer, (source: Source, sentence: Range, tokens: Ranges) => void>> = {
  whitespace: whitespaceTokens,
  treebank: treebankTokens,
  'annotation-lab': annotationLabTokens,
  unicode: unicodeTokens,
}

function whitespaceTokens({ units }: Source, { start, end }: Range, tokens: Ranges): void {
  for (let at = skipWhite(units, start, end); at < end; at = skipWhite(units, at, end)) {
    const from = at
    while (at < end && (KINDS[units[at]!]! & WHITE) === 0) at++
    tokens.add(from, at)
  }
}

/** The default pattern of Annotation Lab's `get_conll_data`: white space, and before and behind each of `-.:;*+,$&%[]`. */
function annotationLabTokens({ units }: Source, { start, end }: Range, tokens: Ranges): void {
  let from = start
  for (let at = start; at < end; at++) {
    const isMark = LAB_MARKS.has(units[at]!)
    if (!isMark && (KINDS[units[at]!]! & WHITE) === 0) continue
    if (at > from) tokens.add(from, at)
    if (isMark) tokens.add(at, at + 1)
    from = at + 1
  }
  if (end > from) tokens.add(from, end)
}

const LAB_MARKS = new Set(Array.from('-.:;*+,$&%[]', (mark) => mark.charCodeAt(0)))

/** Made when it is asked for: that takes longer than many an export. */
let wordSegmenter: Intl.Segmenter | undefined

/** Words as UAX #29 and the dictionaries of ICU find them: Chinese, Japanese and Thai too; an emoji with its joiners is one. */
function unicodeTokens(source: Source, { start, end }: Range, tokens: Ranges): void {
  wordSegmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  for (let from = start, size = WINDOW; from < end; ) {
    const isEnd = from + size >= end
    const segments = [...wordSegmenter.segment(source.text.slice(from, isEnd ? end : from + size))]
    if (segments.length === 1 && !isEnd) size *= 2
    else {
      const whole = isEnd ? segments : segments.slice(0, -1) // the window may cut the last one
      for (const { index, segment } of whole)
        whitespaceTokens(source, { start: from + index, end: from + index + segment.length }, tokens)
      from = isEnd ? end : from + segments.at(-1)!.index
      size = WINDOW
    }
  }
}

/** UTF-16 units given to the segmenter at once: its time grows with the square of them. */
const WINDOW = 2048

/** Letters of scripts that are written without spaces. */
export const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('')
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u')

function segmentUnspaced(source: Source, tokens: Ranges): Ranges {
  const words = new Ranges()
  for (let k = 0; k < tokens.length; k++) {
    const token = { start: tokens.starts[k]!, end: tokens.ends[k]! }
    if (mayBeUnspaced(source.units, token) && HAS_UNSPACED.test(source.text.slice(token.start, token.end)))
      unicodeTokens(source, token, words)
    else words.add(token.start, token.end)
  }
  return words
}

function mayBeUnspaced(units: Uint16Array, { start, end }: Range): boolean {
  for (let at = start; at < end; at++) if ((KINDS[units[at]!]! & MAYBE_UNSPACED) !== 0) return true
  return false
}
