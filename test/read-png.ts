import { inflateSync } from 'node:zlib'

/** A decoder that shares nothing with the encoder: all filters, grey and palette, 1 to 16 bits, checksums. */
export interface ReadPng {
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  readonly colourType: number
  /** One value per pixel, not scaled; palette pictures give indexes. */
  readonly values: Uint8Array | Uint16Array
  /** Red, green, blue; empty without a palette. */
  readonly palette: Uint8Array
}

export function readPng(file: Uint8Array): ReadPng {
  const bytes = Buffer.from(file)
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG')
  const chunks = readChunks(bytes)
  const header = chunks.find(({ name }) => name === 'IHDR')!.data
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [bitDepth, colourType] = [header[8]!, header[9]!]
  const data = inflateSync(Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map((chunk) => chunk.data)))
  const rowBytes = Math.ceil((width * bitDepth) / 8)
  if (data.length !== (rowBytes + 1) * height) throw new Error(`${data.length} bytes of pixels`)
  const values = bitDepth === 16 ? new Uint16Array(width * height) : new Uint8Array(width * height)
  let above = new Uint8Array(rowBytes)
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1)
    if (bitDepth === 16 && data[start] !== 0) throw new Error(`filter ${data[start]} of 16 bits`)
    const row = unfilter(data[start]!, data.subarray(start + 1, start + 1 + rowBytes), above)
    for (let x = 0; x < width; x++) {
      const bit = x * bitDepth
      const byte = row[bit >> 3]!
      values[y * width + x] =
        bitDepth === 16 ? 256 * byte + row[(bit >> 3) + 1]! : (byte >> (8 - bitDepth - (bit & 7))) & (2 ** bitDepth - 1)
    }
    above = row
  }
  const palette = chunks.find(({ name }) => name === 'PLTE')?.data ?? new Uint8Array(0)
  return { width, height, bitDepth, colourType, values, palette: new Uint8Array(palette) }
}

function readChunks(bytes: Buffer): { name: string; data: Buffer }[] {
  const chunks: { name: string; data: Buffer }[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const body = bytes.subarray(at + 4, at + 8 + length)
    if (crcOf(body) !== bytes.readUInt32BE(at + 8 + length)) throw new Error(`wrong checksum at ${at}`)
    chunks.push({ name: body.subarray(0, 4).toString('latin1'), data: body.subarray(4) })
    at += 12 + length
  }
  if (chunks.at(-1)?.name !== 'IEND') throw new Error('no IEND')
  return chunks
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Filters are those of pictures with at most a byte per pixel, where the pixel to the left is the byte to the left; deeper ones here have none. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(row.length)
  for (let x = 0; x < row.length; x++) {
    const [left, up, corner] = [out[x - 1] ?? 0, above[x]!, above[x - 1] ?? 0]
    const paeth = [left, up, corner].reduce((best, value) =>
      Math.abs(left + up - corner - value) < Math.abs(left + up - corner - best) ? value : best,
    )
    out[x] = row[x]! + [0, left, up, (left + up) >> 1, paeth][filter]!
  }
  return out
}
