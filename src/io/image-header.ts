import type { ReadAt } from './read-at.ts'

/** Pixels as displayed, and bands. */
export interface ImageFacts {
  readonly width: number
  readonly height: number
  readonly depth: number | undefined
}

/** Bands of a PNG, JPEG, GIF, BMP or WebP as a viewer decodes it (a palette gives 3); undefined of other kinds. */
export function imageBands(bytes: Uint8Array): number | undefined {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return pngBands(bytes)
  if (startsWith(bytes, 0xff, 0xd8)) return jpegBands(bytes)
  if (startsWith(bytes, 0x47, 0x49, 0x46)) return 3
  if (startsWith(bytes, 0x42, 0x4d)) return bytes[28] === 32 ? 4 : 3
  if (startsWith(bytes, 0x52, 0x49, 0x46, 0x46)) return webpBands(bytes)
  return undefined
}

/** Colour types of the PNG standard, 11.2.1: grey, RGB, palette, grey and alpha, RGBA. */
const PNG_BANDS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }

function pngBands(bytes: Uint8Array): number | undefined {
  const isCrushedByXcode = startsWith(bytes.subarray(12), 0x43, 0x67, 0x42, 0x49) // CgBI stands before IHDR
  return PNG_BANDS[bytes[isCrushedByXcode ? 41 : 25] ?? -1]
}

/** The number of components in the start-of-frame segment (ITU T.81, B.2.2). */
function jpegBands(bytes: Uint8Array): number | undefined {
  let at = 2
  while (at + 9 < bytes.length) {
    const marker = bytes[at + 1]!
    if (bytes[at] !== 0xff || marker === 0xff) at += 1
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return bytes[at + 9]
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
  }
  return undefined
}

/** Alpha flags of the WebP container: in VP8X's flags, in VP8L's header; VP8 has none. */
function webpBands(bytes: Uint8Array): number | undefined {
  const chunk = String.fromCharCode(...bytes.subarray(12, 16))
  if (chunk === 'VP8X') return (bytes[20]! & 0x10) === 0 ? 3 : 4
  if (chunk === 'VP8L') return (bytes[24]! & 0x10) === 0 ? 3 : 4
  return chunk === 'VP8 ' ? 3 : undefined
}

const TIFF_WIDTH = 256
const TIFF_HEIGHT = 257
const TIFF_ORIENTATION = 274
const TIFF_BANDS = 277

/** Of a classic TIFF, whose directory may stand anywhere in the file; undefined of any other file. */
export async function tiffFacts(head: Uint8Array, read: ReadAt): Promise<ImageFacts | undefined> {
  const isLittle = startsWith(head, 0x49, 0x49, 42, 0)
  if (head.length < 8 || !(isLittle || startsWith(head, 0x4d, 0x4d, 0, 42))) return undefined
  const directory = viewOf(head).getUint32(4, isLittle)
  const counted = await read(directory, 2)
  const count = counted.length === 2 ? viewOf(counted).getUint16(0, isLittle) : 0
  const entries = viewOf(await read(directory + 2, count * 12))
  const values = new Map<number, number>()
  for (let at = 0; at + 12 <= entries.byteLength; at += 12) {
    const isShort = entries.getUint16(at + 2, isLittle) === 3
    values.set(
      entries.getUint16(at, isLittle),
      isShort ? entries.getUint16(at + 8, isLittle) : entries.getUint32(at + 8, isLittle),
    )
  }
  const width = values.get(TIFF_WIDTH)
  const height = values.get(TIFF_HEIGHT)
  if (width === undefined || height === undefined) throw new Error('the TIFF does not say its size')
  const depth = values.get(TIFF_BANDS) ?? 1
  const orientation = values.get(TIFF_ORIENTATION) ?? 1
  return orientation >= 5 && orientation <= 8 ? { width: height, height: width, depth } : { width, height, depth }
}

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
