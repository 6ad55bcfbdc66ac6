import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeBilevelPng,
  encodeDeepGreyPng,
  encodeGreyPng,
  encodePalettePng,
  encodeRgbPng,
} from '../../src/formats/shared/png.ts'
import { PngError, readPng } from '../../src/io/read-png.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 12 }) })

describe('the pixels of a PNG', () => {
  it('are those that were written, in every depth', () => {
    fc.assert(
      fc.property(size, fc.infiniteStream(fc.nat(65535)), (size, values) => {
        const pixels = [...values.take(size.width * size.height)]
        const bytes = Uint8Array.from(pixels)
        expect(readPng(encodeGreyPng(bytes, size))).toMatchObject({ ...size, channels: 1, samples: bytes })
        expect(readPng(encodeBilevelPng(bytes, size)).samples).toEqual(bytes.map((value) => Number(value !== 0)))
        expect(readPng(encodeDeepGreyPng(Uint16Array.from(pixels), size)).samples).toEqual(Uint16Array.from(pixels))
        const colours = readPng(encodeRgbPng(Uint32Array.from(pixels), size))
        expect([...colours.samples]).toEqual(pixels.flatMap((value) => [value & 255, value >> 8, 0]))
        const palette = [0, 1, 2].map((k) => [k, 2 * k, 255] as const)
        const indexed = readPng(
          encodePalettePng(
            bytes.map((value) => value % 3),
            size,
            palette,
          ),
        )
        expect(indexed.samples).toEqual(bytes.map((value) => value % 3))
        expect([...indexed.palette!.subarray(0, 9)]).toEqual(palette.flat())
      }),
    )
  })

  // written by Pillow, which chooses a filter for each row; the same gradient in each
  it.each([
    ['grey', 1],
    ['grey-alpha', 2],
    ['rgb', 3],
    ['rgba', 4],
  ])('are read of %s with filters of all kinds', (name, channels) => {
    const { width, height, samples, ...picture } = readPng(readFileSync(`test/fixtures/foreign/pillow/${name}.png`))
    expect([width, height, picture.channels]).toEqual([64, 48, channels])
    const expected = Array.from({ length: width * height }, (_, k) => {
      const [x, y] = [k % width, Math.floor(k / width)]
      const [grey, alpha] = [(x * y) & 255, (3 * x + 5 * y) & 255]
      const colour = [grey, (grey + x) & 255, (grey ^ y) & 255]
      return [...(channels < 3 ? [grey] : colour), ...(channels % 2 === 0 ? [alpha] : [])]
    })
    expect([...samples]).toEqual(expected.flat())
  })

  it('are read with each filter', () => {
    const rows = [
      [0, 10, 20, 30],
      [1, 10, 5, 250], // left: 10, 15, 9
      [2, 1, 1, 1], // above: 11, 16, 10
      [3, 1, 1, 1], // the mean of both: 6, 12, 12
      [4, 1, 1, 1], // Paeth: 7, 13, 14
    ]
    const head = [3, 5].flatMap((length) => [0, 0, 0, length])
    const picture = [
      chunk('IHDR', [...head, 8, 0, 0, 0, 0]),
      chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))),
      chunk('IEND', []),
    ]
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...picture])
    expect([...readPng(png).samples]).toEqual([10, 20, 30, 10, 15, 9, 11, 16, 10, 6, 12, 12, 7, 13, 14])
  })

  it('and how transparent the colours of a palette are', () => {
    const { paletteAlpha } = readPng(readFileSync('test/fixtures/foreign/pillow/palette-alpha.png'))
    expect([...paletteAlpha!]).toEqual([0, 255, 128])
  })

  it('are not read of what is none, is damaged or says too much', () => {
    const whole = encodeGreyPng(new Uint8Array(6), { width: 3, height: 2 })
    const change = (at: number, value: number) => whole.map((byte, k) => (k === at ? value : byte))
    expect(() => readPng(new TextEncoder().encode('<html>'))).toThrow(PngError)
    expect(() => readPng(change(28, 1))).toThrow(/interlaced/)
    expect(() => readPng(change(25, 5))).toThrow(/header is damaged/)
    expect(() => readPng(change(24, 3))).toThrow(/header is damaged/)
    expect(() => readPng(change(16, 255))).toThrow(/pixels/)
    expect(() => readPng(change(23, 9))).toThrow(/not the pixels/)
    expect(() => readPng(whole.subarray(0, whole.length - 20))).toThrow(/not the pixels/)
  })
})

function chunk(name: string, content: readonly number[] | Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, Buffer.from(name), Buffer.from(content), Buffer.alloc(4)])
}
