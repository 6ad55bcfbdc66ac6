import type { PixelBox, Point, Size } from '../../model/shape.ts'

/** A box in pixels, turned clockwise about (x, y) by degrees. */
export interface TurnedBox extends PixelBox {
  readonly rotation: number
}

/**
 * The rectangle that four points are the corners of, in either direction and from any corner; undefined when they make none.
 * One whose sides are upright comes back as its upright box, another keeps its first corner.
 * @param tolerance how far a corner may be off, pixels
 */
export function rectangleOf(points: readonly Point[], tolerance: number): TurnedBox | undefined {
  const [a, second, c, fourth] = points
  if (points.length !== 4 || a === undefined || second === undefined || c === undefined || fourth === undefined) return undefined
  const isClockwise = cross(a, second, fourth) > 0
  const [b, d] = isClockwise ? [second, fourth] : [fourth, second]
  const [width, height] = [distance(a, b), distance(a, d)]
  if (width === 0 || height === 0) return undefined
  if (distance({ x: b.x + d.x - a.x, y: b.y + d.y - a.y }, c) > tolerance) return undefined
  const skew = Math.abs((b.x - a.x) * (d.x - a.x) + (b.y - a.y) * (d.y - a.y)) / Math.max(width, height)
  if (skew > tolerance) return undefined
  const rise = Math.min(Math.abs(b.y - a.y), Math.abs(b.x - a.x))
  if (rise <= Math.min(tolerance, UPRIGHT)) return uprightBox(points)
  return { x: a.x, y: a.y, width, height, rotation: (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI }
}

/** A box that is turned about its centre. */
export function turnedAboutCentre({ x, y }: Point, { width, height }: Size, rotation: number): TurnedBox {
  const radians = (rotation * Math.PI) / 180
  const [cos, sin] = rotation === 0 ? [1, 0] : [Math.cos(radians), Math.sin(radians)]
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  return { x: x - halfWidth * cos + halfHeight * sin, y: y - halfWidth * sin - halfHeight * cos, width, height, rotation }
}

/** Pixels that an upright side may lean. */
const UPRIGHT = 1e-4

function uprightBox(points: readonly Point[]): TurnedBox {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, rotation: 0 }
}

function cross(origin: Point, a: Point, b: Point): number {
  return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
