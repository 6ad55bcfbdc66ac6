import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rasterise } from '../../src/formats/shared/mask.ts'
import { polygonArea } from '../../src/model/geometry.ts'
import { outlineOfMask } from '../../src/model/mask-outline.ts'
import '../seed.ts'

describe('outlineOfMask', () => {
  it('goes along the edges of pixels, clockwise', () => {
    const outline = outlineOfMask(Uint8Array.from([0, 1, 1, 0, 1, 0]), { width: 3, height: 2 })
    expect(outline).toEqual([
      { x: 1, y: 0 },
      { x: 3, y: 0 },
      { x: 3, y: 1 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
      { x: 1, y: 2 },
    ])
  })

  it('is empty where nothing is painted', () => {
    expect(outlineOfMask(new Uint8Array(6), { width: 3, height: 2 })).toEqual([])
  })

  it('encloses exactly the pixels of any mask, holes and touching corners too', () => {
    const masks = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc
          .array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height })
          .map((pixels) => ({ size: { width, height }, mask: Uint8Array.from(pixels) })),
      )
    fc.assert(
      fc.property(masks, ({ mask, size }) => {
        const outline = outlineOfMask(mask, size)
        const points = outline.map(({ x, y }) => ({ x: (100 * x) / size.width, y: (100 * y) / size.height }))
        const painted = rasterise({ kind: 'polygon', points }, size)
        expect([...(painted ?? [])]).toEqual([...mask])
        expect(polygonArea(outline)).toBeCloseTo(mask.filter((value) => value !== 0).length, 6)
      }),
      { numRuns: 500 },
    )
  })
})
