import { boundingBox, boxCorners, pixelPoint } from '../../../model/geometry.ts'
import type { Ellipse, Point, Rectangle, Shape, Size } from '../../../model/shape.ts'

/** What can be dragged: a corner or vertex by its place, an ellipse's radii, the angle, or all of the shape. */
export type Handle =
  | { readonly kind: 'corner' | 'vertex'; readonly place: number }
  | { readonly kind: 'radius'; readonly axis: 'x' | 'y' }
  | { readonly kind: 'angle' }
  | { readonly kind: 'whole' }

export interface PlacedHandle {
  readonly handle: Handle
  /** Pixels of the picture. */
  readonly at: Point
}

/** Where a shape can be taken hold of. @param reach pixels of the picture from a box to the handle that turns it */
export function handlesOf(shape: Shape, size: Size, reach: number): readonly PlacedHandle[] {
  switch (shape.kind) {
    case 'rectangle': {
      const corners = boxCorners(shape, size)
      const [first, second] = corners
      const middle = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 }
      return [
        ...corners.map((at, place): PlacedHandle => ({ handle: { kind: 'corner', place }, at })),
        { handle: { kind: 'angle' }, at: plus(middle, turned({ x: 0, y: -reach }, shape.rotation)) },
      ]
    }
    case 'ellipse': {
      const centre = pixelPoint(shape, size)
      const radii = pixelPoint({ x: shape.radiusX, y: shape.radiusY }, size)
      return [
        { handle: { kind: 'radius', axis: 'x' }, at: plus(centre, turned({ x: radii.x, y: 0 }, shape.rotation)) },
        { handle: { kind: 'radius', axis: 'y' }, at: plus(centre, turned({ x: 0, y: radii.y }, shape.rotation)) },
      ]
    }
    case 'polygon':
      return shape.points.map((point, place) => ({ handle: { kind: 'vertex', place }, at: pixelPoint(point, size) }))
    default:
      return []
  }
}

/** Whether it can be moved here; masks and the like cannot. */
export function isMovable({ kind }: Shape): boolean {
  return kind === 'rectangle' || kind === 'ellipse' || kind === 'polygon' || kind === 'keypoint'
}

/** The shape after a handle was dragged. @param from where it was taken hold of @param to where it is now; pixels */
export function dragged(shape: Shape, handle: Handle, from: Point, to: Point, size: Size): Shape {
  switch (handle.kind) {
    case 'whole':
      return moved(shape, { x: to.x - from.x, y: to.y - from.y }, size)
    case 'corner':
      return shape.kind === 'rectangle' ? resizedBox(shape, handle.place, to, size) : shape
    case 'angle':
      return shape.kind === 'rectangle' ? turnedBox(shape, to, size) : shape
    case 'radius':
      return shape.kind === 'ellipse' ? resizedEllipse(shape, handle.axis, to, size) : shape
    case 'vertex':
      return shape.kind === 'polygon'
        ? {
            ...shape,
            points: shape.points.map((point, place) => (place === handle.place ? percent(inside(to, size), size) : point)),
          }
        : shape
  }
}

/** The shape elsewhere; what was inside of the picture stays inside. @param by pixels */
export function moved(shape: Shape, by: Point, size: Size): Shape {
  const box = shape.kind === 'keypoint' ? { ...pixelPoint(shape, size), width: 0, height: 0 } : boundingBox(shape, size)
  if (box === undefined) return shape
  const step = percent(
    { x: limited(by.x, -box.x, size.width - box.x - box.width), y: limited(by.y, -box.y, size.height - box.y - box.height) },
    size,
  )
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
    case 'keypoint':
      return { ...shape, x: shape.x + step.x, y: shape.y + step.y }
    case 'polygon':
    case 'polyline':
      return { ...shape, points: shape.points.map(({ x, y }) => ({ x: x + step.x, y: y + step.y })) }
    default:
      return shape
  }
}

/** The box or ellipse between two points, clipped to the picture. @param from, to pixels */
export function drawnBetween(kind: 'rectangle' | 'ellipse', from: Point, to: Point, size: Size): Rectangle | Ellipse {
  const [a, b] = [percent(inside(from, size), size), percent(inside(to, size), size)]
  const [x, y, width, height] = [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y)]
  if (kind === 'rectangle') return { kind, x, y, width, height, rotation: 0 }
  return { kind, x: x + width / 2, y: y + height / 2, radiusX: width / 2, radiusY: height / 2, rotation: 0 }
}

export function inside({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) }
}

export function percent({ x, y }: Point, { width, height }: Size): Point {
  return { x: (100 * x) / width, y: (100 * y) / height }
}

/** The corner behind the one that is dragged stays where it is. */
function resizedBox(box: Rectangle, place: number, to: Point, size: Size): Rectangle {
  const corners = boxCorners(box, size)
  const fixed = corners[(place + 2) % 4]!
  const across = turned({ x: to.x - fixed.x, y: to.y - fixed.y }, -box.rotation)
  const isLeft = place === 0 || place === 3
  const isTop = place < 2
  const width = Math.max(1, isLeft ? -across.x : across.x)
  const height = Math.max(1, isTop ? -across.y : across.y)
  const topLeft = percent(plus(fixed, turned({ x: isLeft ? -width : 0, y: isTop ? -height : 0 }, box.rotation)), size)
  return { ...box, ...topLeft, ...sizeInPercent({ width, height }, size) }
}

/** About its middle, so that its top looks at the point. */
function turnedBox(box: Rectangle, to: Point, size: Size): Rectangle {
  const [first, , third] = boxCorners(box, size)
  const middle = { x: (first.x + third.x) / 2, y: (first.y + third.y) / 2 }
  const degrees = (Math.atan2(to.x - middle.x, middle.y - to.y) * 180) / Math.PI
  const rotation = Math.round(((degrees % 360) + 360) % 360)
  const [width, height] = [(box.width * size.width) / 100, (box.height * size.height) / 100]
  return { ...box, ...percent(plus(middle, turned({ x: -width / 2, y: -height / 2 }, rotation)), size), rotation }
}

function resizedEllipse(ellipse: Ellipse, axis: 'x' | 'y', to: Point, size: Size): Ellipse {
  const centre = pixelPoint(ellipse, size)
  const across = turned({ x: to.x - centre.x, y: to.y - centre.y }, -ellipse.rotation)
  if (axis === 'x') return { ...ellipse, radiusX: (100 * Math.max(1, Math.abs(across.x))) / size.width }
  return { ...ellipse, radiusY: (100 * Math.max(1, Math.abs(across.y))) / size.height }
}

function sizeInPercent({ width, height }: Size, size: Size): Size {
  return { width: (100 * width) / size.width, height: (100 * height) / size.height }
}

/** Nothing is held back that lies outside already. */
function limited(step: number, least: number, most: number): number {
  if (least > 0 || most < 0) return step
  return Math.min(most, Math.max(least, step))
}

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y }
}

/** Clockwise on the screen. */
function turned({ x, y }: Point, degrees: number): Point {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  return { x: x * cos - y * sin, y: x * sin + y * cos }
}
