import * as zlib from 'node:zlib'
import { deflateSmall, MAX_SMALL_BYTES } from './deflate-small.ts'

/** How hard to try: 0 is not at all, 1 is fast, 9 is small. */
export interface DeflateOptions {
  readonly level?: number
  /** `runs` looks for repeated bytes only: several times faster on masks. */
  readonly strategy?: 'runs'
}

/** Deflate without a header: what zip files hold. Contents of a few kilobytes have one way of being packed. */
export function deflateRaw(bytes: Uint8Array, options: DeflateOptions = {}): Uint8Array {
  return bytes.length <= MAX_SMALL_BYTES ? deflateSmall(bytes) : zlib.deflateRawSync(bytes, zlibOptions(options))
}

/** The same of a stream, as it comes. */
export async function* deflateRawStream(
  chunks: AsyncIterable<Uint8Array>,
  options: DeflateOptions = {},
): AsyncGenerator<Uint8Array> {
  const deflate = zlib.createDeflateRaw(zlibOptions(options))
  const feed = async () => {
    for await (const chunk of chunks) {
      const isKept = chunk.length < deflate.writableHighWaterMark // it may wait there for more; the chunk may change
      if (!deflate.write(isKept ? chunk.slice() : chunk)) await new Promise((resume) => deflate.once('drain', resume))
    }
    deflate.end()
  }
  const feeding = feed().catch((error: Error) => void deflate.destroy(error))
  yield* deflate
  await feeding
}

/** Deflate with zlib's header and checksum: what PNG holds. */
export function deflate(bytes: Uint8Array, options: DeflateOptions = {}): Uint8Array {
  return zlib.deflateSync(bytes, zlibOptions(options))
}

/** What was packed by {@link deflate}; undefined when it is damaged or more than so many bytes. */
export function inflate(packed: Uint8Array, mostBytes: number): Uint8Array | undefined {
  return orNothing(() => zlib.inflateSync(packed, { maxOutputLength: Math.max(1, mostBytes) }))
}

/** The same of gzip. */
export function inflateGzip(packed: Uint8Array, mostBytes: number): Uint8Array | undefined {
  return orNothing(() => zlib.gunzipSync(packed, { maxOutputLength: Math.max(1, mostBytes) }))
}

function orNothing(unpack: () => Uint8Array): Uint8Array | undefined {
  try {
    return unpack()
  } catch {
    return undefined
  }
}

/** CRC-32 of zip and PNG. @param seed the checksum of what stands before `bytes` */
export function crc32(bytes: Uint8Array, seed = 0): number {
  return bytes.length === 0 ? seed : zlib.crc32(bytes, seed) // zlib answers 0 for an empty array that came from another thread
}

function zlibOptions({ level = 6, strategy }: DeflateOptions): zlib.ZlibOptions {
  return { level, strategy: strategy === 'runs' ? zlib.constants.Z_RLE : zlib.constants.Z_DEFAULT_STRATEGY }
}
