import type { Point } from '../../../model/shape.ts'
import { placeOnStage } from '../../parts/drawing/place-on-stage.ts'
import type { View } from '../../parts/drawing/viewport.ts'

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
