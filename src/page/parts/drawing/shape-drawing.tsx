import { useComputed } from '@preact/signals'
import { boundingBox, outlineOf, pixelPoint } from '../../../model/geometry.ts'
import type { Point, Shape, Size } from '../../../model/shape.ts'
import { MaskDrawing } from './mask-drawing.tsx'
import { runsOf } from './mask-runs.ts'
import { type Mark, pointing, type Scene } from './scene.ts'

interface Props {
  readonly scene: Scene
  readonly mark: Mark
  /** What is drawn: the mark's own shape, or what became of it on a frame. */
  readonly shape: Shape
  /** Of the picture, pixels. */
  readonly size: Size
  /** Pixels of the screen for one of the picture. */
  readonly scale: number
}

/** A region on a picture, in the picture's pixels. */
export function ShapeDrawing({ scene, mark, shape, size, scale }: Props) {
  const { hovered, selected, showsNames } = scene
  const isSelected = useComputed(() => selected.value === mark.key)
  const isHovered = useComputed(() => hovered.value === mark.key)
  const place = showsNames ? namePlace(mark, shape, size) : undefined
  return (
    <g
      class={classesOf(mark, isSelected.value, isHovered.value)}
      style={{ '--mark': mark.colour }}
      {...pointing(scene, mark.key)}
    >
      <Outline mark={mark} shape={shape} size={size} scale={scale} />
      {place !== undefined && (
        <text x={place.x} y={place.y - 5 / scale} font-size={13 / scale} stroke-width={3 / scale}>
          {mark.name}
        </text>
      )}
    </g>
  )
}

/** Above the shape: its left end, of a mask its first pixel. */
function namePlace({ region }: Mark, shape: Shape, size: Size): Point | undefined {
  if (shape.kind === 'keypoint') return pixelPoint(shape, size)
  if (shape.kind !== 'brush') return boundingBox(shape, size)
  const { width, height } = region.mediaSize ?? size
  const [first] = runsOf(shape, { width, height })
  if (first === undefined) return undefined
  return { x: ((first % width) * size.width) / width, y: (Math.floor(first / width) * size.height) / height }
}

function Outline({ mark, shape, size, scale }: Omit<Props, 'scene'>) {
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
    case 'polygon': {
      const outline = outlineOf(shape, size)
      return outline === undefined ? null : <Twice of={(name) => <polygon class={name} points={printPoints(outline)} />} />
    }
    case 'polyline': {
      const points = printPoints(shape.points.map((point) => pixelPoint(point, size)))
      return <Twice of={(name) => <polyline class={name} fill="none" points={points} />} />
    }
    case 'keypoint': {
      const { x, y } = pixelPoint(shape, size)
      return <Twice of={(name) => <circle class={`${name} dot`} cx={x} cy={y} r={5 / scale} />} />
    }
    case 'brush':
    case 'bitmask':
      return <MaskDrawing mark={mark} shape={shape} size={size} />
    case 'span':
    case 'html-span':
    case 'dialogue-span':
    case 'segment':
    case 'track':
    case 'frame-range':
    case 'series-range':
    case 'unknown':
      return null
  }
}

/** A dark line below the coloured one: it is seen on any picture. */
function Twice({ of }: { readonly of: (name: string) => preact.JSX.Element }) {
  return (
    <>
      {of('shade')}
      {of('line')}
    </>
  )
}

function classesOf({ layer, difference }: Mark, isSelected: boolean, isHovered: boolean): string {
  return ['shape', layer === 1 && 'second', difference === 'same' && 'faint', isSelected && 'selected', isHovered && 'hovered']
    .filter((name) => name !== false)
    .join(' ')
}

function printPoints(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x},${y}`).join(' ')
}
