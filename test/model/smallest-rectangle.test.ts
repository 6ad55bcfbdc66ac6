import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { polygonArea } from '../../src/model/geometry.ts'
import type { Point } from '../../src/model/shape.ts'
import { convexHull, smallestRectangle } from '../../src/model/smallest-rectangle.ts'
import '../seed.ts'

const points = fc.array(fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) }), {
  maxLength: 12,
})

describe('smallestRectangle', () => {
  it('of a rectangle is that rectangle', () => {
    const corners = [
      { x: 3, y: 0 },
      { x: 7, y: 3 },
      { x: 4, y: 7 },
      { x: 0, y: 4 },
    ]
    const found = smallestRectangle([...corners, { x: 3, y: 3 }])!
    expect(polygonArea(found)).toBeCloseTo(25, 9)
    for (const { x, y } of corners) expect(found.some((corner) => Math.hypot(corner.x - x, corner.y - y) < 1e-9)).toBe(true)
  })

  it('is none for points on a line', () => {
    expect(smallestRectangle([])).toBeUndefined()
    expect(smallestRectangle([{ x: 1, y: 1 }])).toBeUndefined()
    expect(smallestRectangle([0, 1, 5].map((k) => ({ x: k, y: 2 * k })))).toBeUndefined()
  })

  it('has right angles, holds all points, and no turn of the axes gives a smaller one', () => {
    fc.assert(
      fc.property(points, (given) => {
        const found = smallestRectangle(given)
        if (found === undefined) return
        const [a, b, c, d] = found
        expect(dot(a, b, b, c)).toBeCloseTo(0, 6)
        expect(dot(b, c, c, d)).toBeCloseTo(0, 6)
        for (const point of given)
          for (const [from, to] of [
            [a, b],
            [b, c],
            [c, d],
            [d, a],
          ] as const)
            expect((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)).toBeGreaterThan(-1e-6)
        for (let degrees = 0; degrees < 90; degrees++)
          expect(polygonArea(found)).toBeLessThanOrEqual(areaAt(given, degrees) + 1e-6)
      }),
    )
  })
})

describe('convexHull', () => {
  it('is clockwise on the screen and leaves out points on its sides', () => {
    const square = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ x, y })))
    expect(convexHull(square)).toEqual([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 2, y: 2 },
      { x: 0, y: 2 },
    ])
  })
})

function dot(a: Point, b: Point, c: Point, d: Point): number {
  return (b.x - a.x) * (d.x - c.x) + (b.y - a.y) * (d.y - c.y)
}

/** Of the box around the points in axes that are turned. */
function areaAt(given: readonly Point[], degrees: number): number {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const along = given.map(({ x, y }) => x * cos + y * sin)
  const across = given.map(({ x, y }) => y * cos - x * sin)
  return (Math.max(...along) - Math.min(...along)) * (Math.max(...across) - Math.min(...across))
}
