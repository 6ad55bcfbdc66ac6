import { crc32, deflate } from '../../io/deflate.ts'
import { joinBytes } from '../../json/bytes.ts'
import type { Size } from '../../model/shape.ts'

/** Red, green, blue, 0–255. */
export type Colour = readonly [number, number, number]

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const GREY = 0
const PALETTE = 3
const FILTER_UP = 2 // each byte less the one above: rows of a mask hardly differ from the row before

/** An 8-bit grey picture. https://www.w3.org/TR/png-3/ */
export function encodeGreyPng(plane: Uint8Array, size: Size): Uint8Array {
  return joinChunks(header(size, 8, GREY), imageData(plane, size.width, size.height))
}

/** A black (0) and white (anything else) picture of one bit per pixel. */
export function encodeBilevelPng(plane: Uint8Array, size: Size): Uint8Array {
  const rowBytes = Math.ceil(size.width / 8)
  const packed = new Uint8Array(rowBytes * size.height)
  for (let y = 0, pixel = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++, pixel++) if (plane[pixel] !== 0) packed[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7)
  return joinChunks(header(size, 1, GREY), imageData(packed, rowBytes, size.height))
}

/** A picture of indexes into at most 256 colours. */
export function encodePalettePng(plane: Uint8Array, size: Size, colours: readonly Colour[]): Uint8Array {
  const palette = chunk('PLTE', Uint8Array.from(colours.flat()))
  return joinChunks(header(size, 8, PALETTE), palette, imageData(plane, size.width, size.height))
}

/** The colour that the VOC devkit gives a class index: black, maroon, green, olive, navy … */
export function vocColour(index: number): Colour {
  let [red, green, blue] = [0, 0, 0]
  for (let bit = 0; bit < 8; bit++) {
    const rest = index >> (3 * bit)
    red |= (rest & 1) << (7 - bit)
    green |= ((rest >> 1) & 1) << (7 - bit)
    blue |= ((rest >> 2) & 1) << (7 - bit)
  }
  return [red, green, blue]
}

function header({ width, height }: Size, bitDepth: number, colourType: number): Uint8Array {
  const data = new Uint8Array(13) // the last three: deflate, standard filters, not interlaced
  const view = new DataView(data.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  data[8] = bitDepth
  data[9] = colourType
  return chunk('IHDR', data)
}

function imageData(rows: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const filtered = new Uint8Array((rowBytes + 1) * height)
  const isAligned = rowBytes % 4 === 0 && rows.byteOffset % 4 === 0
  const fours = isAligned ? new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4) : undefined
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * rowBytes, y * (rowBytes + 1) + 1]
    filtered[to - 1] = FILTER_UP
    if (y === 0) filtered.set(rows.subarray(0, rowBytes), to)
    else subtractAbove(rows, fours, from, rowBytes, filtered, to)
  }
  return chunk('IDAT', deflate(filtered, { level: 6, strategy: 'runs' }))
}

/** Each byte of a row less the one above it. @param fours the same bytes as words, where they fall on word borders: equal ones are skipped at once */
function subtractAbove(
  rows: Uint8Array,
  fours: Uint32Array | undefined,
  from: number,
  rowBytes: number,
  filtered: Uint8Array,
  to: number,
): void {
  const end = from + rowBytes
  const back = rowBytes >> 2
  for (let at = from; at < end; at++) {
    if (fours !== undefined && (at & 3) === 0 && fours[at >> 2] === fours[(at >> 2) - back]) at += 3
    else filtered[to + at - from] = rows[at]! - rows[at - rowBytes]!
  }
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(new TextEncoder().encode(name), 4)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

function joinChunks(...chunks: readonly Uint8Array[]): Uint8Array {
  return joinBytes([Uint8Array.from(SIGNATURE), ...chunks, chunk('IEND', new Uint8Array(0))])
}
