import type { Size } from './shape.ts'

/**
 * Label Studio's brush code (the bit format of @thi.ng/rle-pack), both ways.
 *
 * A list of byte values, read as one string of bits, the most significant first:
 * 32 bits number of values · 5 bits word size − 1 · four times 4 bits run length size − 1 · blocks.
 * A block: 1 bit flag · 2 bits index of its run length size · that many bits count − 1 · one word to repeat (flag 1) or `count` words (flag 0).
 * The values of a picture are RGBA, row by row; the mask is the alpha channel.
 */

/** The code is damaged, or not that of a picture of this size. The message is fit for a report. */
export class RleError extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'RleError'
  }
}

const HEADER_BYTES = 7 // 32 + 5 + 4 × 4 bits, rounded up
const CHANNELS = 4
const MAX_VALUES = CHANNELS * 2 ** 28 // 16384 × 16384 pixels: no header makes us allocate more
const RUN_LENGTH_BITS = [3, 4, 8, 16] as const // what Label Studio writes

/** The alpha plane, one byte per pixel, row by row, as stored (0 is outside the mask). @throws RleError */
export function decodeRle(rle: readonly number[], size: Size): Uint8Array {
  return decodeChannel(rle, needValues(size), CHANNELS)
}

/** The pixels inside of the mask (alpha > 0) as runs, row by row: first pixel, pixel behind the last, and so on; runs that touch are one. @throws RleError */
export function decodeRuns(rle: readonly number[], size: Size): number[] {
  const runs: number[] = []
  visitRuns(readHeader(rle, needValues(size)), CHANNELS, (value, from, to) => {
    if (value === 0 || from === to) return
    if (runs.length > 0 && runs[runs.length - 1] === from) runs[runs.length - 1] = to
    else runs.push(from, to)
  })
  return runs
}

/** How many values a picture of this size has. */
function needValues({ width, height }: Size): number {
  if (!isPixelCount(width) || !isPixelCount(height)) throw new RleError(`a mask cannot be ${width}×${height} pixels`)
  return width * height * CHANNELS
}

/** All values of a code, not only the alpha channel. @throws RleError */
export function decodeRleValues(rle: readonly number[]): Uint8Array {
  return decodeChannel(rle, undefined, 1)
}

/** The code of an alpha plane, its value in all four channels: the same bytes as Label Studio's own converter (`mask2rle`). */
export function encodeRle(alpha: Uint8Array, size: Size): number[] {
  if (alpha.length !== size.width * size.height) throw new RleError(`${alpha.length} pixels are not ${size.width}×${size.height}`)
  return encodeRepeated(alpha, CHANNELS)
}

/** The code of a list of bytes. */
export function encodeRleValues(values: Uint8Array): number[] {
  return encodeRepeated(values, 1)
}

/** The last of every `channels` values. */
function decodeChannel(rle: readonly number[], expected: number | undefined, channels: number): Uint8Array {
  const code = readHeader(rle, expected)
  const plane = new Uint8Array(code.count / channels)
  visitRuns(code, channels, (value, from, to) => {
    if (to === from + 1) plane[from] = value
    else if (value !== 0) plane.fill(value, from, to)
  })
  return plane
}

interface Code {
  readonly bytes: Uint8Array
  /** Number of values. */
  readonly count: number
  readonly wordBits: number
  /** Sizes of the four kinds of run lengths, bits. */
  readonly lengthBits: readonly number[]
}

function readHeader(rle: readonly number[], expected: number | undefined): Code {
  const bytes = toBytes(rle)
  const count = countValues(bytes)
  if (expected !== undefined && count !== expected)
    throw new RleError(`the mask has ${count} values, its size asks for ${expected}`)
  if (count > MAX_VALUES) throw new RleError(`a mask of ${count} values is too big`)
  const wordBits = bits(bytes, 32, 5) + 1
  if (wordBits > 8) throw new RleError(`words of ${wordBits} bits; a mask has at most 8`)
  const lengthBits = [37, 41, 45, 49].map((at) => bits(bytes, at, 4) + 1)
  const longestRun = 2 ** Math.max(...lengthBits)
  if ((count / longestRun) * (3 + wordBits) > bytes.length * 8) throw new RleError('the mask is cut short')
  return { bytes, count, wordBits, lengthBits }
}

/**
 * Tells of every run of pixels [from, to) with the last of their `channels` values, in order; some are empty.
 * Pixel k is value k × channels + channels − 1, so those of values [from, to) are [from / channels, to / channels).
 */
function visitRuns(
  { bytes, count, wordBits, lengthBits }: Code,
  channels: number,
  visit: (value: number, from: number, to: number) => void,
): void {
  const end = bytes.length * 8
  let at = 53
  for (let value = 0; value < count; ) {
    const size = lengthBits[bits(bytes, at + 1, 2)]!
    const repeated = bits(bytes, at, 1) === 1
    const next = value + bits(bytes, at + 3, size) + 1
    at += 3 + size
    const words = repeated ? 1 : next - value
    if (at + words * wordBits > end) throw new RleError('the mask is cut short')
    if (next > count) throw new RleError(`the mask has more than its ${count} values`)
    const [from, to] = [Math.floor(value / channels), Math.floor(next / channels)]
    if (repeated) visit(bits(bytes, at, wordBits), from, to)
    else
      for (let pixel = from; pixel < to; pixel++)
        visit(bits(bytes, at + (pixel * channels + channels - 1 - value) * wordBits, wordBits), pixel, pixel + 1)
    at += words * wordBits
    value = next
  }
}

/** At most 16 bits from bit `at`; zeros behind the end. */
function bits(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >>> 3
  const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0)
  return (three >> (24 - (at & 7) - count)) & ((1 << count) - 1)
}

function countValues(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES) throw new RleError(`a mask needs more than ${bytes.length} bytes`)
  return bits(bytes, 0, 16) * 65536 + bits(bytes, 16, 16)
}

function toBytes(rle: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(rle)
  for (let k = 0; k < bytes.length; k++)
    if (bytes[k] !== rle[k]) throw new RleError(`byte ${k} of the mask is ${rle[k]}, not a number from 0 to 255`)
  return bytes
}

function isPixelCount(length: number): boolean {
  return Number.isSafeInteger(length) && length > 0
}

/** Runs of equal values only, never several literals in a block: what the peer's encoder does. */
function encodeRepeated(values: Uint8Array, times: number): number[] {
  const out = new BitWriter()
  const count = values.length * times
  out.write(Math.floor(count / 65536), 16)
  out.write(count % 65536, 16)
  out.write(8 - 1, 5)
  for (const size of RUN_LENGTH_BITS) out.write(size - 1, 4)
  for (let start = 0; start < values.length; ) {
    const value = values[start]!
    let end = start + 1
    while (end < values.length && values[end] === value) end++
    for (let left = (end - start) * times; left > 0; left -= 65536) writeRun(out, value, Math.min(left, 65536))
    start = end
  }
  return out.close()
}

function writeRun(out: BitWriter, value: number, count: number): void {
  const index = RUN_LENGTH_BITS.findIndex((size) => count <= 2 ** size)
  out.write(count === 1 ? 0 : 1, 1)
  out.write(index, 2)
  out.write(count - 1, RUN_LENGTH_BITS[index]!)
  out.write(value, 8)
}

class BitWriter {
  readonly #bytes: number[] = []
  #pending = 0
  #pendingBits = 0

  /** @param count at most 16 */
  write(value: number, count: number): void {
    this.#pending = (this.#pending << count) | value
    this.#pendingBits += count
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8
      this.#bytes.push((this.#pending >> this.#pendingBits) & 255)
    }
    this.#pending &= (1 << this.#pendingBits) - 1
  }

  /** Zeros up to a whole byte; a whole byte of zeros when there is nothing to fill up, as the peer does. */
  close(): number[] {
    this.write(0, 8 - this.#pendingBits)
    return this.#bytes
  }
}
