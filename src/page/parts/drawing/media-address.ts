/** Where a browser gets what a task shows, or why it cannot. */
export type MediaAddress =
  | {
      readonly kind: 'address'
      readonly url: string
      /** What it means when the browser gets nothing there. */
      readonly reason: string
    }
  | { readonly kind: 'unreachable'; readonly reason: string }

/**
 * What lies in a bucket comes through this server, whether or not the bucket is to be read by others: it needs no rules for our origin, and may lie where
 * only the server gets to.
 * @param reference what the task's data say
 * @param project whose source storages hold it
 */
export function mediaAddress(reference: string, project: number): MediaAddress {
  const text = reference.trim()
  if (/^https?:\/\//i.test(text) || /^blob:/i.test(text)) return address(text)
  if (/^data:(?:image|audio|video)\//i.test(text)) return address(text)
  if (/^\/(?:data|api)\//.test(text)) return address(text)
  if (/^(?:data\/)?(?:upload|local-files)\b/.test(text)) return address(`/data/${text.replace(/^data\//, '')}`)
  if (/^s3:\/\//.test(text))
    return address(`/projects/${project}/resolve/?fileuri=${encodeURIComponent(text)}&stream=true`, NOT_IN_STORAGES)
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

const NOT_IN_STORAGES = 'No source storage of the project holds it, or it cannot be read there: see the settings of the project.'

function address(url: string, reason = 'Nothing that a browser can show is there, or it may not be read.'): MediaAddress {
  return { kind: 'address', url, reason }
}
