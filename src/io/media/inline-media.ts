import { decodeLoosely } from '../../model/media.ts'
import type { MediaSource } from './found-media.ts'

/** Files that stand in the data themselves: `data:image/png;base64,…`. */
export const inlineMedia: MediaSource = async (reference) => {
  const match = /^data:([^,]*),(.*)$/is.exec(reference)
  if (match === null) return undefined
  const [, head = '', body = ''] = match
  const isBase64 = /;\s*base64\s*$/i.test(head)
  const bytes = isBase64 ? Buffer.from(decodeLoosely(body), 'base64') : Buffer.from(decodeLoosely(body))
  if (bytes.length === 0) return { problem: 'the address has no data in it' }
  return {
    open: async function* () {
      yield bytes
    },
  }
}
