import type { Point } from './shape.ts'

/** Four corners, clockwise on the screen, y pointing down. */
export type Quadrangle = readonly [Point, Point, Point, Point]

/** The turned rectangle of the smallest area around some points; one of its sides lies on their hull. Undefined when they are all on one line. */
export function smallestRectangle(points: readonly Point[]): Quadrangle | undefined {
  const hull = convexHull(points)
  let best: { readonly area: number; readonly corners: Quadrangle } | undefined
  for (const [k, from] of hull.entries()) {
    const to = hull[(k + 1) % hull.length]!
    const candidate = rectangleAlong(hull, from, to)
    if (candidate !== undefined && (best === undefined || candidate.area < best.area * (1 - 1e-12))) best = candidate
  }
  return best !== undefined && best.area > 0 ? best.corners : undefined
}

/** The corners of the convex hull, clockwise on the screen; those on a straight line are left out (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  if (sorted.length < 3) return sorted
  const upper = halfHull(sorted)
  const lower = halfHull(sorted.reverse())
  return [...upper.slice(0, -1), ...lower.slice(0, -1)]
}

function halfHull(sorted: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const point of sorted) {
    while (chain.length > 1 && turnOf(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
    chain.push(point)
  }
  return chain
}

/** Above 0 when the way from a over b to c turns to the right on the screen. */
function turnOf(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

function rectangleAlong(hull: readonly Point[], from: Point, to: Point) {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (!(length > 0)) return undefined
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  let [start, end, depth] = [Infinity, -Infinity, 0]
  for (const { x, y } of hull) {
    const distance = (x - from.x) * along.x + (y - from.y) * along.y
    start = Math.min(start, distance)
    end = Math.max(end, distance)
    depth = Math.max(depth, (y - from.y) * along.x - (x - from.x) * along.y) // the hull lies to the right
  }
  const corner = (distance: number, inward: number): Point => ({
    x: from.x + distance * along.x - inward * along.y,
    y: from.y + distance * along.y + inward * along.x,
  })
  const corners: Quadrangle = [corner(start, 0), corner(end, 0), corner(end, depth), corner(start, depth)]
  return { area: (end - start) * depth, corners }
}
