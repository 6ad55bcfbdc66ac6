/** Where a browser gets what a task shows, or why it cannot. */
export type MediaAddress =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'unreachable'; readonly reason: string }

/** @param reference what the task's data say */
export function mediaAddress(reference: string): MediaAddress {
  const text = reference.trim()
  if (/^https?:\/\//i.test(text) || /^blob:/i.test(text)) return { kind: 'address', url: text }
  if (/^data:(?:image|audio|video)\//i.test(text)) return { kind: 'address', url: text }
  if (/^\/(?:data|api)\//.test(text)) return { kind: 'address', url: text }
  if (/^(?:data\/)?(?:upload|local-files)\b/.test(text)) return { kind: 'address', url: `/data/${text.replace(/^data\//, '')}` }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined)
    return {
      kind: 'unreachable',
      reason: 'It is a path, and only who wrote it knows of what. Upload the file, or serve its folder as a local storage.',
    }
  return {
    kind: 'unreachable',
    reason: `Browsers cannot read ${scheme}: addresses. Give the tasks addresses that begin with https:, or upload the files.`,
  }
}
