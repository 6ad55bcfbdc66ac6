import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areaOfCounts,
  boundsOfCounts,
  countsOfMask,
  countsOfRuns,
  maskOfCounts,
  parseCounts,
  printCounts,
} from '../../src/model/coco-rle.ts'
import { decodeRuns, encodeRle } from '../../src/model/rle.ts'

/** Rows of a picture, `#` inside. */
function mask(rows: readonly string[]) {
  return {
    pixels: Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 255 : 0)),
    size: { width: rows[0]!.length, height: rows.length },
  }
}

describe('counts', () => {
  it('go down the columns and begin with zeros', () => {
    const { pixels, size } = mask(['.##', '.#.'])
    expect(countsOfMask(pixels, size)).toEqual([2, 3, 1])
    expect(countsOfMask(mask(['#.', '..']).pixels, { width: 2, height: 2 })).toEqual([0, 1, 3])
    expect(countsOfMask(mask(['..', '..']).pixels, { width: 2, height: 2 })).toEqual([4])
    expect(countsOfMask(mask(['##', '##']).pixels, { width: 2, height: 2 })).toEqual([0, 4])
    expect(countsOfMask(mask(['...', '.#.', '...']).pixels, { width: 3, height: 3 })).toEqual([4, 1, 4])
  })

  it('R8: keep holes and parts, and count pixels', () => {
    const { pixels, size } = mask(['####....', '#..#...#', '#..#....', '####....'])
    const counts = countsOfMask(pixels, size)
    expect(areaOfCounts(counts)).toBe(13)
    expect(boundsOfCounts(counts, size)).toEqual({ x: 0, y: 0, width: 8, height: 4 })
    expect([...maskOfCounts(counts, size)]).toEqual([...pixels].map((pixel) => Number(pixel > 0)))
  })

  it('bounds are exact for one pixel, one column, and nothing', () => {
    const size = { width: 5, height: 4 }
    expect(boundsOfCounts([6, 1, 13], size)).toEqual({ x: 1, y: 2, width: 1, height: 1 })
    expect(boundsOfCounts([5, 2, 13], size)).toEqual({ x: 1, y: 1, width: 1, height: 2 })
    expect(boundsOfCounts([5, 4, 11], size)).toEqual({ x: 1, y: 0, width: 2, height: 4 })
    expect(boundsOfCounts([20], size)).toBeUndefined()
  })
})

describe('the string form', () => {
  // made by pycocotools 2.0: mask.encode(np.asfortranarray(mask))['counts']
  const KNOWN: readonly (readonly [readonly number[], string])[] = [
    [[20], 'd0'],
    [[0, 20], '0d0'],
    [[1990990, ...Array.from({ length: 19 }, (_, k) => (k % 2 === 0 ? 10 : 990))], '^Zhl1:nn000000000000000000'],
    [[3, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 3, 1, 1, 3, 4, 2, 1, 2, 1, 2], '3120O0010O0000111ON23OM000'],
    [[83, 27, 11, 38, 61, 2, 138], 'c2k0;;b1lN]2'],
  ]

  it('is that of pycocotools', () => {
    for (const [counts, text] of KNOWN) {
      expect(printCounts(counts)).toBe(text)
      expect(parseCounts(text)).toEqual(counts)
    }
  })

  it('refuses what is none', () => {
    expect(parseCounts('é')).toBeUndefined()
    expect(parseCounts('o')).toBeUndefined()
    expect(parseCounts('oooooooooo0')).toBeUndefined()
  })
})

it('runs along the rows give the same counts as the pixels, also through a brush code', () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 7 }) })
  const picture = sizes.chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.array(fc.constantFrom(0, 0, 255, 255, 7), { minLength: size.width * size.height, maxLength: size.width * size.height }),
    ),
  )
  fc.assert(
    fc.property(picture, ([size, values]) => {
      const pixels = Uint8Array.from(values)
      const runs = decodeRuns(encodeRle(pixels, size), size)
      expect(countsOfRuns(runs, size)).toEqual(countsOfMask(pixels, size))
      expect([...maskOfCounts(countsOfRuns(runs, size), size)]).toEqual(values.map((value) => Number(value > 0)))
    }),
    { numRuns: 2000 },
  )
})
