import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fourPixels, visitChangedPixels } from '../../src/model/planes.ts'

function changedPixels(plane: Uint8Array, width: number): number[] {
  const pixels: number[] = []
  visitChangedPixels(plane, width, (pixel) => pixels.push(pixel))
  return pixels
}

describe('visitChangedPixels', () => {
  it('visits what differs from the row above, whatever the width and wherever the plane begins in its buffer', () => {
    const input = fc.record({
      width: fc.integer({ min: 1, max: 13 }),
      height: fc.integer({ min: 1, max: 6 }),
      offset: fc.integer({ min: 0, max: 4 }),
      bytes: fc.uint8Array({ minLength: 13 * 6 + 4, maxLength: 13 * 6 + 4, max: 2 }),
    })
    fc.assert(
      fc.property(input, ({ width, height, offset, bytes }) => {
        const plane = bytes.subarray(offset, offset + width * height)
        const expected = [...plane.keys()].filter((pixel) => pixel >= width && plane[pixel] !== plane[pixel - width])
        expect(changedPixels(plane, width)).toEqual(expected)
      }),
    )
  })
})

describe('fourPixels', () => {
  it('are 0 where four pixels are, at any place of the buffer', () => {
    const bytes = Uint8Array.of(9, 0, 0, 0, 0, 1, 0, 0, 0, 7)
    expect([...fourPixels(bytes.subarray(1, 10))].map((four) => four === 0)).toEqual([true, false])
  })
})
