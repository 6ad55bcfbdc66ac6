import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBilevelPng, encodeGreyPng, encodePalettePng, vocColour } from '../../src/formats/shared/png.ts'
import { readPng } from '../read-png.ts'

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }))
  .chain(([width, height]) =>
    fc.uint8Array({ minLength: width * height, maxLength: width * height }).map((plane) => ({ size: { width, height }, plane })),
  )

describe('PNG', () => {
  it('keeps 8-bit grey values', () => {
    fc.assert(
      fc.property(pictures, ({ plane, size }) => {
        const png = readPng(encodeGreyPng(plane, size))
        expect(png).toEqual({ ...size, bitDepth: 8, colourType: 0, values: plane, palette: new Uint8Array(0) })
      }),
    )
  })

  it('packs one bit per pixel, rows ending at whole bytes', () => {
    fc.assert(
      fc.property(pictures, ({ plane, size }) => {
        const mask = plane.map((value) => (value < 128 ? 0 : value))
        const png = readPng(encodeBilevelPng(mask, size))
        const values = mask.map((value) => (value === 0 ? 0 : 1))
        expect(png).toEqual({ ...size, bitDepth: 1, colourType: 0, values, palette: new Uint8Array(0) })
      }),
    )
  })

  it('keeps indexes and colours', () => {
    const png = readPng(encodePalettePng(Uint8Array.of(0, 1, 2, 2, 1, 0), { width: 3, height: 2 }, [0, 1, 2].map(vocColour)))
    expect(png).toEqual({
      width: 3,
      height: 2,
      bitDepth: 8,
      colourType: 3,
      values: Uint8Array.of(0, 1, 2, 2, 1, 0),
      palette: Uint8Array.of(0, 0, 0, 128, 0, 0, 0, 128, 0),
    })
  })

  it('has the colours of the VOC devkit', () => {
    // aeroplane, bicycle, bird, boat, bottle, …, tvmonitor, void
    expect([1, 2, 3, 4, 5, 20, 255].map(vocColour)).toEqual([
      [128, 0, 0],
      [0, 128, 0],
      [128, 128, 0],
      [0, 0, 128],
      [128, 0, 128],
      [0, 64, 128],
      [224, 224, 192],
    ])
    expect(new Set(Array.from({ length: 256 }, (_, index) => vocColour(index).join())).size).toBe(256)
  })
})
