import type { LittleEndian } from './little-endian.ts'

/* The records of a zip as bytes: APPNOTE 6.3.10, sections 4.3 and 4.5.3. */

/** 1980-01-01 00:00, the first date a zip knows: the same input gives the same bytes. */
const DOS_TIME = 0
const DOS_DATE = 0x21
/** Bits of `flags`. */
export const UTF8_NAMES = 0x0800
export const SIZES_BEHIND = 0x0008
/** Values of `method`. */
export const DEFLATED = 8
export const STORED = 0
const LIMIT_32 = 0xffffffff
const LIMIT_16 = 0xffff

/** One file of a zip; sizes in bytes, `offset` is where its local header starts. */
export interface ZipRecord {
  readonly name: Uint8Array
  readonly flags: number
  readonly method: number
  crc: number
  size: number
  packed: number
  readonly offset: number
}

/** A streamed entry reserves zip64 sizes, so that what stands behind it has eight bytes each. */
export function localHeader(out: LittleEndian, { name, flags, method, crc, size, packed }: ZipRecord): void {
  const isStreamed = (flags & SIZES_BEHIND) !== 0
  out
    .four(0x04034b50)
    .two(isStreamed ? 45 : 20)
    .two(flags)
    .two(method)
    .two(DOS_TIME)
    .two(DOS_DATE)
    .four(crc)
  out.four(isStreamed ? LIMIT_32 : packed).four(isStreamed ? LIMIT_32 : size)
  out
    .two(name.length)
    .two(isStreamed ? 20 : 0)
    .add(name)
  if (isStreamed) out.two(1).two(16).eight(0).eight(0)
}

/** Sizes and checksum behind a streamed entry. */
export function dataDescriptor(out: LittleEndian, { crc, size, packed }: ZipRecord): void {
  out.four(0x08074b50).four(crc).eight(packed).eight(size)
}

/** The entry in the list at the end; what 32 bits cannot hold goes into a zip64 field, in the order of APPNOTE 4.5.3. */
export function centralHeader(out: LittleEndian, { name, flags, method, crc, size, packed, offset }: ZipRecord): void {
  const large = [size, packed, offset].filter((value) => value >= LIMIT_32)
  const isLarge = large.length > 0
  out
    .four(0x02014b50)
    .two(45)
    .two(isLarge || (flags & SIZES_BEHIND) !== 0 ? 45 : 20)
  out.two(flags).two(method).two(DOS_TIME).two(DOS_DATE).four(crc)
  out.four(Math.min(packed, LIMIT_32)).four(Math.min(size, LIMIT_32))
  out.two(name.length).two(isLarge ? 4 + 8 * large.length : 0)
  out.two(0).two(0).two(0).four(0) // comment, disk, attributes
  out.four(Math.min(offset, LIMIT_32)).add(name)
  if (isLarge) out.two(1).two(8 * large.length)
  for (const value of large) out.eight(value)
}

/** What stands behind the list: how many files, where the list starts and its size. */
export function endRecords(out: LittleEndian, count: number, start: number, size: number): void {
  if (count >= LIMIT_16 || start >= LIMIT_32 || size >= LIMIT_32) {
    out.four(0x06064b50).eight(44).two(45).two(45).four(0).four(0)
    out.eight(count).eight(count).eight(size).eight(start)
    out
      .four(0x07064b50)
      .four(0)
      .eight(start + size)
      .four(1)
  }
  out.four(0x06054b50).two(0).two(0).two(Math.min(count, LIMIT_16)).two(Math.min(count, LIMIT_16))
  out.four(Math.min(size, LIMIT_32)).four(Math.min(start, LIMIT_32)).two(0)
}
