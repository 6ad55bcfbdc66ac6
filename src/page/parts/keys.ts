/** Whether a key belongs to a field that somebody types in, or to an open dialog. */
export function isTyping({ target }: Event): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target.isContentEditable || target.closest('textarea, select, dialog') !== null
}
