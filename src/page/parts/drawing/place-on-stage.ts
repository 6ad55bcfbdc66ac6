import type { Point } from '../../../model/shape.ts'
import { toPicture, type View } from './viewport.ts'

/** Where the pointer is on the picture, in its pixels. @param origin the event that began on the stage, where this one may be elsewhere */
export function placeOnStage(event: MouseEvent, view: View, origin: MouseEvent = event): Point {
  const stage = origin.target instanceof Element ? origin.target.closest('.stage') : null
  const { left = 0, top = 0 } = stage?.getBoundingClientRect() ?? {}
  return toPicture(view, { x: event.clientX - left, y: event.clientY - top })
}
