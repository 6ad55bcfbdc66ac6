import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IndexPlane, maskBounds, maskSizeProblem, rasterise } from '../../src/formats/shared/mask.ts'
import { boxCorners } from '../../src/model/geometry.ts'
import { encodeRle, RleError } from '../../src/model/rle.ts'
import type { Point, Rectangle, Shape, Size } from '../../src/model/shape.ts'

const draw = (mask: Uint8Array | undefined, { width }: Size) =>
  mask === undefined
    ? undefined
    : [...mask]
        .map((value) => '.#'[value])
        .join('')
        .match(new RegExp(`.{${width}}`, 'g'))

describe('rasterise', () => {
  const size = { width: 10, height: 5 }
  const box = (x: number, y: number, width: number, height: number, rotation = 0): Rectangle => ({
    kind: 'rectangle',
    x,
    y,
    width,
    height,
    rotation,
  })

  it('makes a box as wide and high as it is', () => {
    expect(draw(rasterise(box(20, 20, 30, 40), size), size)).toEqual([
      '..........',
      '..###.....',
      '..###.....',
      '..........',
      '..........',
    ])
  })

  it('takes pixels whose centre is inside; on the border, those to the right and below', () => {
    expect(draw(rasterise(box(15, 30, 10, 20), size), size)?.slice(0, 3)).toEqual(['..........', '.#........', '..........'])
    expect(draw(rasterise(box(16, 31, 8, 18), size), size)?.join('')).not.toContain('#')
  })

  it('cuts what lies outside', () => {
    expect(draw(rasterise(box(-50, 60, 80, 200), size), size)).toEqual([
      '..........',
      '..........',
      '..........',
      '###.......',
      '###.......',
    ])
  })

  it('turns boxes in pixels about their top left corner', () => {
    // 2 × 3 pixels at (5, 1), turned by 90°: reaches 3 to the left and 2 down
    expect(draw(rasterise(box(50, 20, 20, 60, 90), size), size)).toEqual([
      '..........',
      '..###.....',
      '..###.....',
      '..........',
      '..........',
    ])
  })

  it('fills crossing outlines even-odd', () => {
    const points = [
      [0, 0],
      [100, 0],
      [100, 100],
      [30, 100],
      [30, 40],
      [60, 40],
      [60, 80],
      [0, 80],
    ].map(([x, y]): Point => ({ x: x!, y: y! }))
    expect(draw(rasterise({ kind: 'polygon', points }, size), size)).toEqual([
      '##########',
      '##########',
      '###...####',
      '###...####',
      '...#######',
    ])
  })

  it('fills the exact ellipse, turned in pixels', () => {
    const round = { width: 9, height: 9 }
    const ellipse = (radiusX: number, radiusY: number, rotation: number): Shape => ({
      kind: 'ellipse',
      x: 50,
      y: 50,
      radiusX,
      radiusY,
      rotation,
    })
    const flat = [
      '.........',
      '.........',
      '.........',
      '..#####..',
      '.#######.',
      '..#####..',
      '.........',
      '.........',
      '.........',
    ]
    expect(draw(rasterise(ellipse(390 / 9, 150 / 9, 0), round), round)).toEqual(flat)
    expect(draw(rasterise(ellipse(150 / 9, 390 / 9, 90), round), round)).toEqual(flat)
    const wide = { width: 300, height: 200 }
    const area = rasterise(ellipse(40, 20, 37), wide)!.reduce((sum, value) => sum + value, 0)
    expect(Math.abs(area - Math.PI * 120 * 40)).toBeLessThan(60)
  })

  it('takes the pixels of a brush whose alpha is not 0', () => {
    const rle = encodeRle(Uint8Array.of(0, 255, 1, 0, 0, 128), { width: 3, height: 2 })
    expect(rasterise({ kind: 'brush', rle }, { width: 3, height: 2 })).toEqual(Uint8Array.of(0, 1, 1, 0, 0, 1))
    expect(() => rasterise({ kind: 'brush', rle }, size)).toThrow(RleError)
  })

  it('has nothing for shapes without an inside', () => {
    expect(rasterise({ kind: 'keypoint', x: 5, y: 5, hidden: false }, size)).toBeUndefined()
    expect(rasterise(box(Number.NaN, 0, 1, 1), size)).toBeUndefined()
    expect(
      rasterise({ kind: 'ellipse', x: 5, y: 5, radiusX: Number.POSITIVE_INFINITY, radiusY: 1, rotation: 0 }, size),
    ).toBeUndefined()
  })

  it('agrees with the definition for any box', () => {
    const percent = fc.double({ min: -20, max: 120, noNaN: true })
    const side = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(
        percent,
        percent,
        side,
        side,
        fc.double({ min: -360, max: 360, noNaN: true }),
        (x, y, width, height, rotation) => {
          const shape = box(x, y, width, height, rotation)
          const corners = boxCorners(shape, size)
          const mask = rasterise(shape, size)!
          for (let pixel = 0; pixel < mask.length; pixel++) {
            const depth = depthInside(corners, { x: (pixel % 10) + 0.5, y: Math.floor(pixel / 10) + 0.5 })
            if (Math.abs(depth) > 1e-6) expect(mask[pixel]).toBe(depth > 0 ? 1 : 0)
          }
        },
      ),
    )
  })

  /** Distance to the nearest side of a clockwise convex outline; below 0 outside. */
  function depthInside(corners: readonly Point[], { x, y }: Point): number {
    return Math.min(
      ...corners.map((from, k) => {
        const to = corners[(k + 1) % corners.length]!
        const length = Math.hypot(to.x - from.x, to.y - from.y)
        return length === 0 ? 0 : ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) / length
      }),
    )
  }
})

describe('IndexPlane', () => {
  it('lets later regions cover earlier ones and counts what they lose to other values', () => {
    const plane = new IndexPlane(new Uint8Array(4))
    plane.paint(Uint8Array.of(1, 1, 1, 0), 7)
    plane.paint(Uint8Array.of(0, 1, 0, 0), 7)
    plane.paint(Uint8Array.of(0, 0, 1, 1), 9)
    expect(plane.values).toEqual(Uint8Array.of(7, 7, 9, 9))
    expect(plane.layers()).toEqual([
      { total: 3, lost: 1 },
      { total: 1, lost: 0 },
      { total: 2, lost: 0 },
    ])
  })
})

describe('maskBounds', () => {
  it('is the smallest box around the painted pixels', () => {
    const mask = Uint8Array.of(0, 0, 0, 0, 0, 0, 9, 0, 0, 1, 0, 0)
    expect(maskBounds(mask, { width: 4, height: 3 })).toEqual({ x: 1, y: 1, width: 2, height: 2 })
    expect(maskBounds(new Uint8Array(12), { width: 4, height: 3 })).toBeUndefined()
  })
})

describe('maskSizeProblem', () => {
  it('refuses sizes that no picture has', () => {
    expect(maskSizeProblem({ width: 1920, height: 1080 })).toBeUndefined()
    expect(maskSizeProblem({ width: 19.5, height: 10 })).toBe('a mask cannot be 19.5×10 pixels')
    expect(maskSizeProblem({ width: 1e6, height: 1e6 })).toBe('a mask of 1000000×1000000 pixels is too big')
  })
})
