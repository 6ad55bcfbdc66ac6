import type { TextDocument } from '../../../formats/text/documents.ts'
import type { DialogueSpan, Span } from '../../../model/shape.ts'
import type { Range } from '../../parts/drawing/lanes.ts'

/** UTF-16 offsets in the document of what is selected, without white space at its ends; undefined when that is nothing. */
export function trimmedRange({ text }: Pick<TextDocument, 'text'>, { start, end }: Range): Range | undefined {
  const selected = text.slice(start, end)
  const from = start + (selected.length - selected.trimStart().length)
  const to = end - (selected.length - selected.trimEnd().length)
  return from < to ? { start: from, end: to } : undefined
}

/** A span as Label Studio has it: in code points. */
export function spanOf({ text }: Pick<TextDocument, 'text'>, { start, end }: Range): Span {
  const before = countCodePoints(text.slice(0, start))
  const inner = text.slice(start, end)
  return { kind: 'span', start: before, end: before + countCodePoints(inner), text: inner }
}

/** A span of a dialogue: paragraphs, and code points in them. */
export function dialogueSpanOf(
  { text, paragraphs }: Pick<TextDocument, 'text' | 'paragraphs'>,
  { start, end }: Range,
): DialogueSpan {
  const startParagraph = paragraphs.findLastIndex((first) => first <= start)
  const endParagraph = paragraphs.findLastIndex((first) => first < end)
  const offsetIn = (paragraph: number, at: number) => countCodePoints(text.slice(paragraphs[paragraph], at))
  return {
    kind: 'dialogue-span',
    startParagraph,
    endParagraph,
    startOffset: offsetIn(startParagraph, start),
    endOffset: offsetIn(endParagraph, end),
    text: text.slice(start, end),
  }
}

function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
