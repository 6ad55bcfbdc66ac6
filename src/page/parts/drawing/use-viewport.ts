import { useEffect, useRef, useState } from 'preact/hooks'
import type { Point, Size } from '../../../model/shape.ts'
import { fitView, panBy, type View, zoomAt } from './viewport.ts'

const STEP = 1.25
const PAN = 40 // pixels of a key

export interface Viewport {
  readonly view: View
  /** Of the screen, pixels. */
  readonly room: Size
  zoom(factor: number): void
  /** The whole picture again. */
  fit(): void
  onPointerDown(event: PointerEvent): void
  onKeyDown(event: KeyboardEvent): void
}

/** A reference of Preact to an element. */
interface Holder {
  readonly current: HTMLElement | null
}

/** Wheel, two fingers, drag and keys move a picture in an element. Until somebody does, the whole picture is shown. */
export function useViewport(element: Holder, picture: Size): Viewport {
  const room = useRoom(element)
  const [moved, setMoved] = useState<View>()
  const view = moved ?? fitView(picture, room)
  const current = useRef(view)
  current.current = view
  const zoomBy = (factor: number, at: Point) => setMoved(zoomAt(current.current, factor, at))
  useWheel(element, zoomBy)
  const zoom = (factor: number) => zoomBy(factor, { x: room.width / 2, y: room.height / 2 })
  const pointers = useRef(new Map<number, Point>())
  return {
    view,
    room,
    zoom,
    fit: () => setMoved(undefined),
    onPointerDown: (event) => followPointers(event, pointers.current, (change) => setMoved(change(current.current))),
    onKeyDown: (event) => {
      const step = KEYS[event.key]
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      if (step === 'fit') setMoved(undefined)
      else if (typeof step === 'number') zoom(step)
      else setMoved(panBy(current.current, step))
    },
  }
}

const KEYS: Readonly<Record<string, number | 'fit' | Point>> = {
  '+': STEP,
  '=': STEP,
  '-': 1 / STEP,
  '0': 'fit',
  ArrowLeft: { x: PAN, y: 0 },
  ArrowRight: { x: -PAN, y: 0 },
  ArrowUp: { x: 0, y: PAN },
  ArrowDown: { x: 0, y: -PAN },
}

function useRoom(element: Holder): Size {
  const [room, setRoom] = useState<Size>({ width: 800, height: 500 })
  useEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const observer = new ResizeObserver(() => setRoom({ width: current.clientWidth, height: current.clientHeight }))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return room
}

/** Not by Preact: the page must not scroll, and its listeners of wheels cannot hinder that. */
function useWheel(element: Holder, zoomBy: (factor: number, at: Point) => void): void {
  const latest = useRef(zoomBy)
  latest.current = zoomBy
  useEffect(() => {
    const { current } = element
    if (current === null) return undefined
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = current.getBoundingClientRect()
      latest.current(2 ** (-event.deltaY / 400), { x: event.clientX - left, y: event.clientY - top })
    }
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => current.removeEventListener('wheel', onWheel)
  }, [])
}

/** One pointer drags the picture, two of them zoom it, until they are lifted. */
function followPointers(start: PointerEvent, pointers: Map<number, Point>, change: (by: (view: View) => View) => void): void {
  const { currentTarget } = start
  if (!(currentTarget instanceof HTMLElement) || start.button > 1) return
  const { left, top } = currentTarget.getBoundingClientRect()
  const placeOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX - left, y: clientY - top })
  const controller = new AbortController()
  const { signal } = controller
  pointers.set(start.pointerId, placeOf(start))
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId)
    if (event.pointerId !== start.pointerId || before === undefined) return
    const now = placeOf(event)
    pointers.set(event.pointerId, now)
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    if (other === undefined) change((view) => panBy(view, { x: now.x - before.x, y: now.y - before.y }))
    else change((view) => zoomAt(view, distance(now, other) / Math.max(1, distance(before, other)), other))
  }
  const onEnd = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return
    pointers.delete(event.pointerId)
    controller.abort()
  }
  addEventListener('pointermove', onMove, { signal })
  addEventListener('pointerup', onEnd, { signal })
  addEventListener('pointercancel', onEnd, { signal })
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
