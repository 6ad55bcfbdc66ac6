import { crc32, deflate } from '../../io/deflate.ts'
import { joinBytes } from '../../json/bytes.ts'
import { fourPixels } from '../../model/planes.ts'
import type { Size } from '../../model/shape.ts'

/** Red, green, blue, 0–255. */
export type Colour = readonly [number, number, number]

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const GREY = 0
const COLOUR = 2
const PALETTE = 3
/** Kept from picture to picture: the system takes longer to hand out megabytes than we to fill them. */
let scratch = new Uint8Array(0)
const MAX_KEPT_BYTES = 1 << 24
const FILTER_NONE = 0

/** An 8-bit grey picture. https://www.w3.org/TR/png-3/ */
export function encodeGreyPng(plane: Uint8Array, size: Size): Uint8Array {
  return joinChunks(header(size, 8, GREY), imageData(plane, size.width, size.height))
}

/** A black (0) and white (anything else) picture of one bit per pixel. */
export function encodeBilevelPng(plane: Uint8Array, size: Size): Uint8Array {
  const rowBytes = Math.ceil(size.width / 8)
  const packed = new Uint8Array(rowBytes * size.height)
  const fours = fourPixels(plane)
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < rowBytes; x++) {
      const from = y * size.width + 8 * x
      if (from % 4 === 0 && fours[from / 4] === 0 && fours[from / 4 + 1] === 0) continue // most of a mask is empty
      packed[y * rowBytes + x] = packPixels(plane, from, Math.min(8, size.width - 8 * x))
    }
  return joinChunks(header(size, 1, GREY), imageData(packed, rowBytes, size.height))
}

/** A grey picture of 16 bits per pixel. */
export function encodeDeepGreyPng(plane: Uint16Array, size: Size): Uint8Array {
  const bytes = new Uint8Array(2 * plane.length)
  for (let pixel = 0; pixel < plane.length; pixel++) {
    bytes[2 * pixel] = plane[pixel]! >> 8
    bytes[2 * pixel + 1] = plane[pixel]! & 255
  }
  return joinChunks(header(size, 16, GREY), imageData(bytes, 2 * size.width, size.height))
}

/** A coloured picture. @param plane red, green and blue of every pixel as red + 256 green + 256² blue */
export function encodeRgbPng(plane: Uint32Array, size: Size): Uint8Array {
  const bytes = new Uint8Array(3 * plane.length)
  for (let pixel = 0; pixel < plane.length; pixel++) {
    const value = plane[pixel]!
    if (value === 0) continue
    bytes[3 * pixel] = value & 255
    bytes[3 * pixel + 1] = (value >> 8) & 255
    bytes[3 * pixel + 2] = (value >> 16) & 255
  }
  return joinChunks(header(size, 8, COLOUR), imageData(bytes, 3 * size.width, size.height))
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

/** The same as `#rrggbb`. */
export function hexColour(index: number): string {
  return `#${vocColour(index)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`
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

/** At most eight pixels as the bits of a byte, the first one highest. */
function packPixels(plane: Uint8Array, from: number, count: number): number {
  let byte = 0
  for (let k = 0; k < count; k++) if (plane[from + k] !== 0) byte |= 0x80 >> k
  return byte
}

/** Rows unfiltered: zlib finds the runs of a mask by itself, and packs them smaller than their differences. */
function imageData(rows: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const filtered = room((rowBytes + 1) * height)
  for (let y = 0; y < height; y++) {
    filtered[y * (rowBytes + 1)] = FILTER_NONE
    filtered.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1)
  }
  return chunk('IDAT', deflate(filtered, { level: 6, strategy: 'runs' }))
}

/** Bytes of any content; they are the caller's until the next call. */
function room(count: number): Uint8Array {
  if (count > MAX_KEPT_BYTES) return new Uint8Array(count)
  if (count > scratch.length) scratch = new Uint8Array(count)
  return scratch.subarray(0, count)
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
