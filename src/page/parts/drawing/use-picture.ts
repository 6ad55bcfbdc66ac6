import { useEffect, useState } from 'preact/hooks'
import type { Size } from '../../../model/shape.ts'
import { mediaAddress } from './media-address.ts'

export type Picture =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly url: string; readonly size: Size }
  | { readonly state: 'missing'; readonly reason: string }

/** Loads a picture to know how large it is. */
export function usePicture(reference: string, project: number): Picture {
  const [picture, setPicture] = useState<Picture>({ state: 'loading' })
  useEffect(() => {
    const address = mediaAddress(reference, project)
    if (address.kind === 'unreachable') return setPicture({ state: 'missing', reason: address.reason })
    const image = new Image()
    setPicture({ state: 'loading' })
    image.onload = () => {
      const { naturalWidth: width, naturalHeight: height } = image
      // an SVG may be without a size
      setPicture({ state: 'ready', url: address.url, size: { width: width || 300, height: height || 150 } })
    }
    image.onerror = () => setPicture({ state: 'missing', reason: address.reason })
    image.src = address.url
    return () => {
      image.onload = null
      image.onerror = null
    }
  }, [reference, project])
  return picture
}
