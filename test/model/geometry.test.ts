import { describe, expect, it } from 'vitest'
import {
  areaOf,
  boundingBox,
  boundsOf,
  boxCorners,
  clipBox,
  clipPolygon,
  isInside,
  outlineOf,
  pixelPoint,
  polygonArea,
} from '../../src/model/geometry.ts'
import type { Ellipse, Polygon, Rectangle } from '../../src/model/shape.ts'

const LANDSCAPE = { width: 1000, height: 500 }

function rectangle(x: number, y: number, width: number, height: number, rotation = 0): Rectangle {
  return { kind: 'rectangle', x, y, width, height, rotation }
}

function ellipse(radiusX: number, radiusY: number, rotation: number): Ellipse {
  return { kind: 'ellipse', x: 50, y: 50, radiusX, radiusY, rotation }
}

describe('rectangles', () => {
  it('G3: turns in pixels, not in percents', () => {
    const box = rectangle(20, 20, 30, 20, 90)
    expect(boundingBox(box, LANDSCAPE)).toEqual({ x: 100, y: 100, width: 100, height: 300 })
    expect(boxCorners(box, LANDSCAPE)).toEqual([
      { x: 200, y: 100 },
      { x: 200, y: 400 },
      { x: 100, y: 400 },
      { x: 100, y: 100 },
    ])
  })

  it('turns clockwise about the top left corner', () => {
    const [topLeft, topRight] = boxCorners(rectangle(50, 50, 10, 10, 30), { width: 100, height: 100 })
    expect(topLeft).toEqual({ x: 50, y: 50 })
    expect(topRight.x).toBeCloseTo(58.660254, 6)
    expect(topRight.y).toBeCloseTo(55, 9)
  })

  it('takes negative widths and heights, and turns by any number of circles', () => {
    expect(boundingBox(rectangle(40, 40, -30, -20), LANDSCAPE)).toEqual({ x: 100, y: 100, width: 300, height: 100 })
    expect(boundingBox(rectangle(20, 20, 30, 20, -270), LANDSCAPE)).toEqual({ x: 100, y: 100, width: 100, height: 300 })
    expect(boundingBox(rectangle(20, 20, 30, 20, 360), LANDSCAPE)).toEqual({ x: 200, y: 100, width: 300, height: 100 })
    expect(areaOf(rectangle(40, 40, -30, 20), LANDSCAPE)).toBe(30000)
  })

  it('G5: a box without width has a box around it and no area', () => {
    expect(boundingBox(rectangle(10, 10, 0, 20, 45), LANDSCAPE)?.height).toBeCloseTo(70.710678, 6)
    expect(areaOf(rectangle(10, 10, 0, 20, 45), LANDSCAPE)).toBe(0)
  })

  it('has no box where a coordinate is no number', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(boundingBox(rectangle(bad, 10, 10, 20), LANDSCAPE)).toBeUndefined()
      expect(outlineOf(rectangle(10, 10, 10, 20, bad), LANDSCAPE)).toBeUndefined()
      expect(areaOf(rectangle(10, 10, bad, 20), LANDSCAPE)).toBeUndefined()
    }
  })
})

describe('ellipses', () => {
  it('R3: has the exact box and area, turned in pixels', () => {
    expect(boundingBox(ellipse(10, 5, 0), LANDSCAPE)).toEqual({ x: 400, y: 225, width: 200, height: 50 })
    expect(boundingBox(ellipse(10, 5, 90), LANDSCAPE)).toEqual({ x: 475, y: 150, width: 50, height: 200 })
    const turned = boundingBox(ellipse(10, 5, 30), LANDSCAPE)!
    expect(turned.width).toBeCloseTo(2 * Math.hypot(100 * Math.cos(Math.PI / 6), 25 * 0.5), 9)
    expect(turned.height).toBeCloseTo(2 * Math.hypot(100 * 0.5, 25 * Math.cos(Math.PI / 6)), 9)
    expect(areaOf(ellipse(10, 5, 30), LANDSCAPE)).toBeCloseTo(Math.PI * 100 * 25, 9)
  })

  it('is sampled on its outline', () => {
    const points = outlineOf(ellipse(10, 5, 0), LANDSCAPE)!
    expect(points).toHaveLength(64)
    for (const { x, y } of points) expect(((x - 500) / 100) ** 2 + ((y - 250) / 25) ** 2).toBeCloseTo(1, 12)
    expect(boundsOf(points)).toEqual({ x: 400, y: 225, width: 200, height: 50 })
    expect(polygonArea(points) / (Math.PI * 2500)).toBeCloseTo(0.998394, 6)
  })
})

describe('polygons', () => {
  const triangle: Polygon = {
    kind: 'polygon',
    points: [
      { x: 10, y: 10 },
      { x: 50, y: 10 },
      { x: 50, y: 60 },
    ],
  }

  it('measures box and area in pixels, whatever the direction', () => {
    expect(boundingBox(triangle, LANDSCAPE)).toEqual({ x: 100, y: 50, width: 400, height: 250 })
    expect(areaOf(triangle, LANDSCAPE)).toBe(50000)
    expect(polygonArea([...outlineOf(triangle, LANDSCAPE)!].reverse())).toBe(50000)
    expect(polygonArea([])).toBe(0)
  })

  it('shapes without an outline have none', () => {
    expect(outlineOf({ kind: 'polyline', points: triangle.points }, LANDSCAPE)).toBeUndefined()
    expect(outlineOf({ kind: 'keypoint', x: 1, y: 1, hidden: false }, LANDSCAPE)).toBeUndefined()
    expect(boundingBox({ kind: 'brush', rle: [] }, LANDSCAPE)).toBeUndefined()
    expect(boundingBox({ kind: 'polyline', points: triangle.points }, LANDSCAPE)).toEqual({
      x: 100,
      y: 50,
      width: 400,
      height: 250,
    })
  })
})

describe('clipping', () => {
  const size = { width: 100, height: 50 }

  it('G8: cuts boxes at the image', () => {
    expect(clipBox({ x: -10, y: 40, width: 30, height: 20 }, size)).toEqual({ x: 0, y: 40, width: 20, height: 10 })
    expect(clipBox({ x: 10, y: 10, width: 30, height: 20 }, size)).toEqual({ x: 10, y: 10, width: 30, height: 20 })
    expect(clipBox({ x: 100, y: 10, width: 30, height: 20 }, size)).toBeUndefined()
    expect(clipBox({ x: 10, y: 10, width: 0, height: 20 }, size)).toBeUndefined()
  })

  it('G8: cuts polygons at all four sides', () => {
    const diamond = [
      { x: 50, y: -25 },
      { x: 125, y: 25 },
      { x: 50, y: 75 },
      { x: -25, y: 25 },
    ]
    const cut = clipPolygon(diamond, size)
    expect(cut).toHaveLength(8)
    expect(boundsOf(cut)).toEqual({ x: 0, y: 0, width: 100, height: 50 })
    expect(polygonArea(cut)).toBeCloseTo(5000 - (4 * (12.5 * 8.333333333333334)) / 2, 6)
    const inside = diamond.map(({ x, y }) => ({ x: x / 4 + 30, y: y / 4 + 10 }))
    expect(clipPolygon(inside, size)).toBe(inside)
    expect(
      clipPolygon(
        diamond.map(({ x, y }) => ({ x: x + 200, y })),
        size,
      ),
    ).toEqual([])
    expect(clipPolygon([], size)).toEqual([])
  })

  it('takes what ends on the border as inside, rounding noise included', () => {
    expect(isInside({ x: 70.1, y: 0, width: 29.900000000000006, height: 50 }, size)).toBe(true)
    expect(isInside({ x: 70.1, y: 0, width: 29.91, height: 50 }, size)).toBe(false)
  })

  it('turns percents into pixels', () => {
    expect(pixelPoint({ x: 10, y: 10 }, size)).toEqual({ x: 10, y: 5 })
  })
})
