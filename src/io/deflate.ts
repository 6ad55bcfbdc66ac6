import * as zlib from 'node:zlib'
import { deflateSmall, MAX_SMALL_BYTES } from './deflate-small.ts'

/** How hard to try: 1 is fast, 9 is small. */
export interface DeflateOptions {
  readonly level?: number
  /** `runs` looks for repeated bytes only: several times faster on masks. */
  readonly strategy?: 'runs'
}

/** Deflate without a header: what zip files hold. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return bytes.length <= MAX_SMALL_BYTES ? deflateSmall(bytes) : zlib.deflateRawSync(bytes)
}

/** Deflate with zlib's header and checksum: what PNG holds. */
export function deflate(bytes: Uint8Array, { level = 6, strategy }: DeflateOptions = {}): Uint8Array {
  const zlibStrategy = strategy === 'runs' ? zlib.constants.Z_RLE : zlib.constants.Z_DEFAULT_STRATEGY
  return zlib.deflateSync(bytes, { level, strategy: zlibStrategy })
}

/** CRC-32 of zip and PNG. @param seed the checksum of what stands before `bytes` */
export function crc32(bytes: Uint8Array, seed = 0): number {
  return zlib.crc32(bytes, seed)
}
