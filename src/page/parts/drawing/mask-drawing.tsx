import { useEffect, useRef, useState } from 'preact/hooks'
import type { Bitmask, Brush, Size } from '../../../model/shape.ts'
import { type Colour, paintMask, runsOf } from './mask-runs.ts'
import type { Mark } from './scene.ts'

interface Props {
  readonly mark: Mark
  readonly shape: Brush | Bitmask
  readonly size: Size
}

/** A mask over the whole picture. */
export function MaskDrawing({ mark, shape, size }: Props) {
  if (shape.kind === 'brush') return <BrushDrawing mark={mark} shape={shape} size={size} />
  if (!shape.dataUrl.startsWith('data:image/')) return null
  return <image class="mask" href={shape.dataUrl} width={size.width} height={size.height} preserveAspectRatio="none" />
}

function BrushDrawing({ mark, shape, size }: Props & { readonly shape: Brush }) {
  const { region, colour } = mark
  const maskSize = region.mediaSize ?? size
  const runs = runsOf(shape, maskSize)
  const url = useMaskUrl(runs, maskSize, colour)
  if (url === undefined) return null
  return <image class="mask" href={url} width={size.width} height={size.height} preserveAspectRatio="none" />
}

/** The mask as a picture of its own; undefined until it is painted. */
function useMaskUrl(runs: readonly number[], { width, height }: Size, colour: string): string | undefined {
  const [url, setUrl] = useState<string>()
  const latest = useRef<string | undefined>(undefined)
  useEffect(() => {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (context === null || runs.length === 0) return undefined
    let isWanted = true
    context.putImageData(new ImageData(paintMask(runs, { width, height }, rgbOf(context, colour)), width, height), 0, 0)
    void canvas.convertToBlob().then((blob) => {
      if (!isWanted) return
      latest.current = URL.createObjectURL(blob)
      setUrl(latest.current)
    })
    return () => {
      isWanted = false
      if (latest.current !== undefined) URL.revokeObjectURL(latest.current)
    }
  }, [runs, width, height, colour])
  return url
}

/** Any colour of CSS as numbers. */
function rgbOf(context: OffscreenCanvasRenderingContext2D, colour: string): Colour {
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return [red, green, blue]
}
