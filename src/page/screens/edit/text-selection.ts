import type { Range } from '../../parts/drawing/lanes.ts'

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
