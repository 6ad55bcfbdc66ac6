import type { Signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { outlineOf, pixelPoint } from '../../../model/geometry.ts'
import type { Shape, Size } from '../../../model/shape.ts'
import type { Stage } from '../../parts/drawing/image-drawing.tsx'
import { placeOnStage } from '../../parts/drawing/place-on-stage.ts'
import type { Mark } from '../../parts/drawing/scene.ts'
import { followPointer } from './follow-pointer.ts'
import { PolygonPen } from './polygon-pen.tsx'
import { dragged, drawnBetween, type Handle, handlesOf, inside, isMovable, percent } from './shape-edits.ts'
import type { ToolKind } from './tools.ts'

type ImageKind = Extract<ToolKind, 'rectangle' | 'ellipse' | 'polygon' | 'keypoint'>

export function isImageKind(kind: ToolKind): kind is ImageKind {
  return kind === 'rectangle' || kind === 'ellipse' || kind === 'polygon' || kind === 'keypoint'
}

interface Props {
  readonly stage: Stage
  /** What is being drawn; undefined while regions are chosen and changed. */
  readonly kind: ImageKind | undefined
  readonly marks: readonly Mark[]
  readonly selected: Signal<string | undefined>
  readonly onDrawn: (shape: Shape) => void
  readonly onChanged: (mark: Mark, shape: Shape) => void
}

/** Draws regions on a picture, and changes the one that is selected. It lies over the picture, in the picture's pixels. */
export function ImageEditor({ stage, kind, marks, selected, onDrawn, onChanged }: Props) {
  const mark = marks.find(({ key }) => key === selected.value)
  return (
    <>
      {kind === 'polygon' ? (
        <PolygonPen stage={stage} onDrawn={onDrawn} />
      ) : (
        kind !== undefined && <DragPen stage={stage} kind={kind} onDrawn={onDrawn} />
      )}
      {mark !== undefined && isMovable(mark.region.shape) && (
        <ShapeHandles key={mark.key} stage={stage} shape={mark.region.shape} onChanged={(shape) => onChanged(mark, shape)} />
      )}
    </>
  )
}

interface PenProps {
  readonly stage: Stage
  readonly onDrawn: (shape: Shape) => void
}

const LEAST = 3 // pixels of the screen: less is a click

function DragPen({ stage, kind, onDrawn }: PenProps & { readonly kind: Exclude<ImageKind, 'polygon'> }) {
  const [live, setLive] = useState<Shape>()
  const { size, view } = stage
  const draw = (event: PointerEvent) => {
    const start = placeOnStage(event, view)
    if (kind === 'keypoint') return onDrawn({ kind, ...percent(inside(start, size), size), hidden: false })
    followPointer(
      event,
      view,
      (to) => setLive(drawnBetween(kind, start, to, size)),
      (to) => {
        setLive(undefined)
        if (Math.hypot(to.x - start.x, to.y - start.y) * view.scale >= LEAST) onDrawn(drawnBetween(kind, start, to, size))
      },
    )
  }
  return (
    <>
      <Sheet size={size} onPointerDown={draw} />
      {live !== undefined && <LiveShape shape={live} size={size} />}
    </>
  )
}

/** Lies over all of the picture and around it, and takes the pointer. */
export function Sheet({ size, onPointerDown }: { readonly size: Size; readonly onPointerDown: (event: PointerEvent) => void }) {
  const reach = Math.max(size.width, size.height)
  return (
    <rect
      class="sheet"
      x={-reach}
      y={-reach}
      width={size.width + 2 * reach}
      height={size.height + 2 * reach}
      onPointerDown={(event) => {
        event.stopPropagation()
        if (event.button === 0) onPointerDown(event)
      }}
    />
  )
}

function LiveShape({ shape, size }: { readonly shape: Shape; readonly size: Size }) {
  const outline = outlineOf(shape, size)
  if (outline === undefined) return null
  return <polygon class="live" points={outline.map(({ x, y }) => `${x},${y}`).join(' ')} />
}

interface HandleProps {
  readonly stage: Stage
  readonly shape: Shape
  readonly onChanged: (shape: Shape) => void
}

const RADIUS = 6 // pixels of the screen
const REACH = 24

function ShapeHandles({ stage: { view, size }, shape, onChanged }: HandleProps) {
  const [live, setLive] = useState<Shape>()
  const shown = live ?? shape
  const take = (handle: Handle) => (event: PointerEvent) => {
    event.stopPropagation()
    if (event.button !== 0) return
    const start = placeOnStage(event, view)
    followPointer(
      event,
      view,
      (to) => setLive(dragged(shape, handle, start, to, size)),
      (to) => {
        setLive(undefined)
        onChanged(dragged(shape, handle, start, to, size))
      },
    )
  }
  const outline = outlineOf(shown, size)
  const dot = shown.kind === 'keypoint' ? pixelPoint(shown, size) : undefined
  return (
    <g class="handles">
      {outline !== undefined && (
        <polygon class="body" points={outline.map(({ x, y }) => `${x},${y}`).join(' ')} onPointerDown={take({ kind: 'whole' })} />
      )}
      {dot !== undefined && (
        <circle class="body" cx={dot.x} cy={dot.y} r={12 / view.scale} onPointerDown={take({ kind: 'whole' })} />
      )}
      {handlesOf(shown, size, REACH / view.scale).map(({ handle, at }, k) => (
        <circle
          key={k}
          class={`handle ${handle.kind}`}
          cx={at.x}
          cy={at.y}
          r={RADIUS / view.scale}
          onPointerDown={take(handle)}
        />
      ))}
    </g>
  )
}
