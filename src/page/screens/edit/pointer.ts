import type { Point } from '../../../model/shape.ts'
import { toPicture, type View } from '../../parts/drawing/viewport.ts'

/** Where the pointer is on the picture, in its pixels. @param origin the event that began on the stage, where this one may be elsewhere */
export function placeOnStage(event: PointerEvent, view: View, origin: PointerEvent = event): Point {
  const stage = origin.target instanceof Element ? origin.target.closest('.stage') : null
  const { left = 0, top = 0 } = stage?.getBoundingClientRect() ?? {}
  return toPicture(view, { x: event.clientX - left, y: event.clientY - top })
}

/** Until the pointer is lifted; Escape puts it back to where it began. */
export function followPointer(start: PointerEvent, view: View, onMove: (to: Point) => void, onEnd: (to: Point) => void): void {
  const controller = new AbortController()
  const { signal } = controller
  const stop = (event: PointerEvent) => {
    controller.abort()
    onEnd(placeOnStage(event, view, start))
  }
  const isSame = (event: PointerEvent) => event.pointerId === start.pointerId
  addEventListener('pointermove', (event) => isSame(event) && onMove(placeOnStage(event, view, start)), { signal })
  addEventListener('pointerup', (event) => isSame(event) && stop(event), { signal })
  addEventListener('pointercancel', (event) => isSame(event) && stop(start), { signal })
  addEventListener('keydown', (event) => event.key === 'Escape' && stop(start), { signal })
}
