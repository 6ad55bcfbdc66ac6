/**
 * Selects in a text without a pointer: arrows go from word to word, with Shift they lengthen or shorten what is selected, with Ctrl as well by a letter.
 * Gives whether the key was one of these.
 */
export function moveSelection(body: Element, { key, shiftKey, ctrlKey }: KeyboardEvent): boolean {
  const direction = key === 'ArrowRight' ? 'forward' : key === 'ArrowLeft' ? 'backward' : undefined
  const selection = getSelection()
  if (direction === undefined || selection === null) return false
  if (selection.anchorNode === null || !body.contains(selection.anchorNode)) selection.collapse(body, 0)
  else if (!shiftKey && direction === 'forward') selection.collapseToEnd()
  else if (!shiftKey) selection.collapseToStart()
  selection.modify('extend', direction, shiftKey && ctrlKey ? 'character' : 'word')
  return true
}
