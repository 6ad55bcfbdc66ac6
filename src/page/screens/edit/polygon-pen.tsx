import { useEffect, useRef, useState } from 'preact/hooks'
import type { Point, Shape } from '../../../model/shape.ts'
import type { Stage } from '../../parts/drawing/image-drawing.tsx'
import { placeOnStage } from '../../parts/drawing/place-on-stage.ts'
import { Sheet } from './image-editor.tsx'
import { inside, percent } from './shape-edits.ts'

interface Props {
  readonly stage: Stage
  readonly onDrawn: (shape: Shape) => void
}

const NEAR = 10 // pixels of the screen: so near the first point a click closes the outline

/** Each click is a corner; a click on the first one, a double click or Enter closes the outline, Escape forgets it, Backspace takes a corner back. */
export function PolygonPen({ stage: { size, view }, onDrawn }: Props) {
  const [points, setPoints] = useState<readonly Point[]>([])
  const [pointer, setPointer] = useState<Point>()
  const latest = useRef(points)
  latest.current = points
  const close = () => {
    if (latest.current.length >= 3) onDrawn({ kind: 'polygon', points: latest.current.map((point) => percent(point, size)) })
    setPoints([])
  }
  usePenKeys((key) => {
    if (latest.current.length === 0) return false
    if (key === 'Enter') close()
    else if (key === 'Escape') setPoints([])
    else if (key === 'Backspace') setPoints(latest.current.slice(0, -1))
    else return false
    return true
  })
  const add = (event: PointerEvent) => {
    const point = inside(placeOnStage(event, view), size)
    const first = points[0]
    const isClosing = first !== undefined && Math.hypot(point.x - first.x, point.y - first.y) * view.scale < NEAR
    const isDouble = event.detail > 1 && points.length >= 3
    if (isClosing || isDouble) close()
    else setPoints([...points, point])
  }
  const drawn = pointer === undefined || points.length === 0 ? points : [...points, pointer]
  return (
    <g onPointerMove={(event) => setPointer(inside(placeOnStage(event, view), size))}>
      <Sheet size={size} onPointerDown={add} />
      <polyline class="live" points={drawn.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {points.map(({ x, y }, k) => (
        <circle key={k} class={k === 0 ? 'handle first' : 'handle'} cx={x} cy={y} r={5 / view.scale} />
      ))}
    </g>
  )
}

/** Keys come here before they come to the rest of the page. @param onKey gives whether the key meant something */
function usePenKeys(onKey: (key: string) => boolean): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || !onKey(event.key)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    document.addEventListener('keydown', listener, { capture: true })
    return () => document.removeEventListener('keydown', listener, { capture: true })
  })
}
