import { inflateSync } from 'node:zlib'
import { joinBytes } from '../../json/bytes.ts'
import type { Size } from '../../model/shape.ts'
import { RecordProblem } from './record-problem.ts'

/** A value per pixel, row by row: what grey pictures and palettes have, not scaled. */
export interface PngPlane extends Size {
  readonly values: Uint8Array
}

/** More pixels than this are no mask. */
const MAX_PIXELS = 2 ** 28

/**
 * The pixels of a grey or palette PNG of at most 8 bits, not interlaced, as tools write masks. https://www.w3.org/TR/png-3/
 * @throws RecordProblem for other pictures and damaged ones
 */
export function readPngPlane(bytes: Uint8Array): PngPlane {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) throw new RecordProblem('the mask is no PNG')
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth, colour, interlaced] = [bytes[24]!, bytes[25]!, bytes[28]!]
  if ((colour !== 0 && colour !== 3) || depth > 8 || interlaced !== 0 || width * height > MAX_PIXELS)
    throw new RecordProblem('the mask is no grey or palette PNG of at most 8 bits')
  const rowBytes = Math.ceil((width * depth) / 8)
  const data = inflate(dataOf(bytes, view), (rowBytes + 1) * height)
  const values = new Uint8Array(width * height)
  let above = new Uint8Array(rowBytes)
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1)
    const row = data.slice(start + 1, start + 1 + rowBytes)
    unfilter(row, above, data[start]!)
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      values[y * width + x] = (row[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
    }
    above = row
  }
  return { width, height, values }
}

/** The contents of all IDAT chunks. */
function dataOf(bytes: Uint8Array, view: DataView): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === IDAT) parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)))
  return joinBytes(parts)
}

const IDAT = 0x49444154

function inflate(packed: Uint8Array, size: number): Uint8Array {
  try {
    const data = inflateSync(packed, { maxOutputLength: Math.max(1, size) })
    if (data.length === size) return data
  } catch {
    // told below
  }
  throw new RecordProblem('the mask is damaged: it has not the pixels that it says')
}

/** In place; a pixel has one byte or less, so that what is to the left is one byte away. */
function unfilter(row: Uint8Array, above: Uint8Array, filter: number): void {
  for (let k = 0; k < row.length; k++) {
    const [left, up, corner] = [row[k - 1] ?? 0, above[k]!, above[k - 1] ?? 0]
    if (filter === 1) row[k]! += left
    else if (filter === 2) row[k]! += up
    else if (filter === 3) row[k]! += (left + up) >> 1
    else if (filter === 4) row[k]! += paeth(left, up, corner)
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
