import { useComputed } from '@preact/signals'
import { boundingBox, outlineOf, pixelPoint } from '../../../model/geometry.ts'
import type { Point, Shape, Size } from '../../../model/shape.ts'
import { MaskDrawing } from './mask-drawing.tsx'
import type { Mark, Scene } from './scene.ts'

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
  const box = shape.kind === 'keypoint' ? { ...pixelPoint(shape, size), width: 0, height: 0 } : boundingBox(shape, size)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list of regions has a button for each
    <g
      class={classesOf(mark, isSelected.value, isHovered.value)}
      style={{ '--mark': mark.colour }}
      onPointerEnter={() => {
        hovered.value = mark.key
      }}
      onPointerLeave={() => {
        hovered.value = undefined
      }}
      onClick={() => {
        selected.value = mark.key
      }}
    >
      <Outline mark={mark} shape={shape} size={size} scale={scale} />
      {showsNames && box !== undefined && (
        <text x={box.x} y={box.y - 5 / scale} font-size={13 / scale} stroke-width={3 / scale}>
          {mark.name}
        </text>
      )}
    </g>
  )
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
