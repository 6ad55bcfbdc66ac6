import { joinBytes } from '../json/bytes.ts'
import type { Size } from '../model/shape.ts'
import { inflate } from './deflate.ts'

/** The pixels of a PNG, row by row, samples of a pixel side by side, not scaled: 0–1 of a picture of one bit, 0–65535 of one of 16 bits. */
export interface Raster extends Size {
  /** 1: grey, or indexes of `palette`. 2: grey and alpha. 3: red, green, blue. 4: these and alpha. */
  readonly channels: 1 | 2 | 3 | 4
  readonly samples: Uint8Array | Uint16Array
  /** Red, green, blue of each index, 0–255. */
  readonly palette: Uint8Array | undefined
  /** How opaque each index is, 0–255; indexes beyond the list are wholly so. */
  readonly paletteAlpha: Uint8Array | undefined
}

/** The bytes are no PNG, or not one of a kind that is read. The message is fit for a report. */
export class PngError extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'PngError'
  }
}

/** More pixels than this are no mask. */
const MAX_PIXELS = 2 ** 28
/** By colour type; https://www.w3.org/TR/png-3/#3colourType */
const CHANNELS: Readonly<Record<number, Raster['channels']>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const SIGNATURE = 0x89504e47

interface Header extends Size {
  readonly channels: Raster['channels']
  /** Bits of a sample. */
  readonly depth: number
}

/** Reads a PNG that is not interlaced, which tools that write masks never do. https://www.w3.org/TR/png-3/ @throws PngError */
export function readPng(bytes: Uint8Array): Raster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const header = readHeader(bytes, view)
  const { width, height, channels, depth } = header
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  const rows = unpack(chunkOf(bytes, view, 'IDAT'), (rowBytes + 1) * height)
  unfilter(rows, rowBytes, Math.max(1, (channels * depth) >> 3))
  const palette = chunkOf(bytes, view, 'PLTE')
  const paletteAlpha = chunkOf(bytes, view, 'tRNS')
  const isIndexed = bytes[25] === 3
  return {
    width,
    height,
    channels,
    samples: samplesOf(rows, rowBytes, header),
    palette: isIndexed ? palette : undefined,
    paletteAlpha: isIndexed && paletteAlpha.length > 0 ? paletteAlpha : undefined,
  }
}

function readHeader(bytes: Uint8Array, view: DataView): Header {
  if (bytes.length < 33 || view.getUint32(0) !== SIGNATURE) throw new PngError('it is no PNG')
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth, colour, interlaced] = [bytes[24]!, bytes[25]!, bytes[28]!]
  const channels = CHANNELS[colour]
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw new PngError('its header is damaged')
  if (interlaced !== 0) throw new PngError('it is interlaced')
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) throw new PngError(`it has ${width}×${height} pixels`)
  return { width, height, channels, depth }
}

/** The contents of all chunks of a kind, put together. */
function chunkOf(bytes: Uint8Array, view: DataView, kind: string): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    if ([...kind].every((letter, k) => bytes[at + 4 + k] === letter.charCodeAt(0)))
      parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)))
  return joinBytes(parts)
}

function unpack(packed: Uint8Array, size: number): Uint8Array {
  const data = inflate(packed, size)
  if (data?.length !== size) throw new PngError('it is damaged: it has not the pixels that it says')
  return data
}

/** In place. @param step bytes to the pixel on the left */
function unfilter(rows: Uint8Array, rowBytes: number, step: number): void {
  for (let start = 0; start < rows.length; start += rowBytes + 1) {
    const filter = rows[start]!
    if (filter === 0) continue
    const above = start === 0 ? -1 : start - rowBytes - 1
    for (let k = 1; k <= rowBytes; k++) {
      const left = k > step ? rows[start + k - step]! : 0
      const up = above < 0 ? 0 : rows[above + k]!
      const corner = above < 0 || k <= step ? 0 : rows[above + k - step]!
      rows[start + k]! += predicted(filter, left, up, corner)
    }
  }
}

/** https://www.w3.org/TR/png-3/#9Filters */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

function samplesOf(rows: Uint8Array, rowBytes: number, { width, height, channels, depth }: Header): Uint8Array | Uint16Array {
  const perRow = width * channels
  const samples = depth === 16 ? new Uint16Array(perRow * height) : new Uint8Array(perRow * height)
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1))
    const to = y * perRow
    if (depth === 8) samples.set(row, to)
    else if (depth === 16) for (let k = 0; k < perRow; k++) samples[to + k] = (row[2 * k]! << 8) | row[2 * k + 1]!
    else
      for (let k = 0; k < perRow; k++) {
        const bit = k * depth
        samples[to + k] = (row[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
      }
  }
  return samples
}
