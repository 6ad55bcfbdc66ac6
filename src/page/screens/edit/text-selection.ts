import type { TextDocument } from '../../../formats/conll2003/documents.ts'
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

/** Where in the text of an element somebody has selected something: offsets of the whole document. */
export function selectedRange(body: Element, selection: Selection): Range | undefined {
  if (selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return undefined
  const start = offsetOf(range.startContainer, range.startOffset)
  const end = offsetOf(range.endContainer, range.endOffset)
  return start === undefined || end === undefined || start >= end ? undefined : { start, end }
}

/** Pieces of text know where they start. */
function offsetOf(node: Node, offset: number): number | undefined {
  if (node.nodeType === Node.TEXT_NODE) {
    const start = node.parentElement?.closest('[data-start]')?.getAttribute('data-start')
    return start === null || start === undefined ? undefined : Number(start) + offset
  }
  const child = node.childNodes[offset]
  if (child !== undefined) return startOf(child)
  const last = node.childNodes[node.childNodes.length - 1]
  const end = last === undefined ? undefined : startOf(last)
  return end === undefined || last === undefined ? undefined : end + (last.textContent?.length ?? 0)
}

function startOf(node: Node): number | undefined {
  const element = node instanceof Element ? node : node.parentElement
  const found = element?.matches('[data-start]') ? element : element?.querySelector('[data-start]')
  const start = found?.getAttribute('data-start')
  return start === null || start === undefined ? undefined : Number(start)
}

function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
