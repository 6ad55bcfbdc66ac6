import type { Point, Size } from '../../../model/shape.ts'

/** How a picture lies on the screen: a point of the picture (pixels) is at `x + scale · point`, in pixels of the screen. */
export interface View extends Point {
  readonly scale: number
}

const MARGIN = 16
const [LEAST, MOST] = [0.01, 64]

/** The whole picture in the middle. */
export function fitView({ width, height }: Size, room: Size): View {
  const free = { width: Math.max(1, room.width - 2 * MARGIN), height: Math.max(1, room.height - 2 * MARGIN) }
  const scale = within(Math.min(free.width / width, free.height / height), LEAST, MOST)
  return { scale, x: (room.width - scale * width) / 2, y: (room.height - scale * height) / 2 }
}

/** Larger by a factor; what lies at a place of the screen stays there. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const scale = within(view.scale * factor, LEAST, MOST)
  const share = scale / view.scale
  return { scale, x: at.x - share * (at.x - view.x), y: at.y - share * (at.y - view.y) }
}

export function panBy(view: View, by: Point): View {
  return { ...view, x: view.x + by.x, y: view.y + by.y }
}

/** From the screen to the picture's pixels. */
export function toPicture(view: View, { x, y }: Point): Point {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale }
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
