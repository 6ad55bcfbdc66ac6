import { Deflate, Inflate, deflateRaw as packRaw, deflate as packZlib } from 'pako'
import type { DeflateOptions } from '../io/deflate.ts'
import { deflateSmall, MAX_SMALL_BYTES } from '../io/deflate-small.ts'
import { joinBytes } from '../json/bytes.ts'

/**
 * Takes the place of `io/deflate.ts`. pako's bytes are those of Node's zlib, so that pictures and zips are the same everywhere; a browser's own
 * CompressionStream has neither levels nor strategies, and does not answer at once.
 */

const RUNS = 3 // Z_RLE

/** Deflate without a header: what zip files hold. Contents of a few kilobytes have one way of being packed. */
export function deflateRaw(bytes: Uint8Array, options: DeflateOptions = {}): Uint8Array {
  return bytes.length <= MAX_SMALL_BYTES ? deflateSmall(bytes) : packRaw(bytes, pakoOptions(options))
}

/** The same of a stream, as it comes. */
export async function* deflateRawStream(
  chunks: AsyncIterable<Uint8Array>,
  options: DeflateOptions = {},
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const deflate = new Deflate({ raw: true, ...pakoOptions(options) })
  deflate.onData = (bytes) => void ready.push(bytes)
  for await (const chunk of chunks) {
    deflate.push(chunk, false)
    yield* ready.splice(0)
  }
  deflate.push(new Uint8Array(0), true)
  yield* ready.splice(0)
}

/** Deflate with zlib's header and checksum: what PNG holds. */
export function deflate(bytes: Uint8Array, options: DeflateOptions = {}): Uint8Array {
  return packZlib(bytes, pakoOptions(options))
}

/** What was packed by {@link deflate}; undefined when it is damaged or more than so many bytes. */
export function inflate(packed: Uint8Array, mostBytes: number): Uint8Array | undefined {
  return unpack(packed, mostBytes, ZLIB_WINDOW)
}

/** The same of gzip. */
export function inflateGzip(packed: Uint8Array, mostBytes: number): Uint8Array | undefined {
  return unpack(packed, mostBytes, GZIP_WINDOW)
}

const ZLIB_WINDOW = 15
const GZIP_WINDOW = 15 + 16

function unpack(packed: Uint8Array, mostBytes: number, windowBits: number): Uint8Array | undefined {
  const parts: Uint8Array[] = []
  let size = 0
  const inflating = new Inflate({ windowBits })
  inflating.onData = (bytes) => {
    size += bytes.length
    if (size > mostBytes) throw new RangeError('more than wanted')
    parts.push(bytes)
  }
  try {
    inflating.push(packed, true)
  } catch {
    return undefined
  }
  return inflating.err === 0 && inflating.ended ? joinBytes(parts) : undefined
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320
  return rest
})

/** CRC-32 of zip and PNG. @param seed the checksum of what stands before `bytes` */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed
  for (let k = 0; k < bytes.length; k++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[k]!) & 0xff]!
  return ~crc >>> 0
}

function pakoOptions({ level = 6, strategy }: DeflateOptions): { level: number; strategy: number } {
  return { level, strategy: strategy === 'runs' ? RUNS : 0 }
}
