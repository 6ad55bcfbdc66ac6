/** A string, with the colon behind it where it is a key; a bracket; or anything else up to the next of these. */
const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{}]|[^"[\]{}]+/gy
/** Keys within keys that are looked at. */
const MOST_LEVELS = 3

/**
 * The paths of the keys in the beginning of a JSON text, which may be cut anywhere: `images.file_name` for `{"images": [{"file_name": …`.
 * Lists add nothing to a path, so `[{"image_id": …` has `image_id`. Of several root objects (JSON lines) only the first counts.
 */
export function keysOfHead(head: string): ReadonlySet<string> {
  const keys = new Set<string>()
  const path: string[] = []
  let key = ''
  for (const [token, text, colon] of head.replace(/^\uFEFF/, '').matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      path.push(key)
      key = ''
    } else if (token === '}' || token === ']') {
      path.pop()
      if (path.length === 0) break
    } else if (colon !== undefined && text !== undefined) {
      key = text
      const names = [...path, key].filter((name) => name !== '')
      if (names.length <= MOST_LEVELS) keys.add(names.join('.'))
    } else if (token.includes(',')) key = ''
  }
  return keys
}

/** Whether all of the paths are there. */
export function hasKeys(keys: ReadonlySet<string>, ...wanted: readonly string[]): boolean {
  return wanted.every((key) => keys.has(key))
}
