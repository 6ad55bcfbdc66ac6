import { joinBytes } from '../json/bytes.ts'

/** The records of a zip as bytes: APPNOTE 6.3.10, sections 4.3 and 4.5.3. */

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
export function localHeader({ name, flags, method, crc, size, packed }: ZipRecord): Uint8Array {
  const isStreamed = (flags & SIZES_BEHIND) !== 0
  const header = newRecord(30 + name.length + (isStreamed ? 20 : 0))
  header.setUint32(0, 0x04034b50, true)
  header.setUint16(4, isStreamed ? 45 : 20, true)
  header.setUint16(6, flags, true)
  header.setUint16(8, method, true)
  header.setUint16(10, DOS_TIME, true)
  header.setUint16(12, DOS_DATE, true)
  header.setUint32(14, crc, true)
  header.setUint32(18, isStreamed ? LIMIT_32 : packed, true)
  header.setUint32(22, isStreamed ? LIMIT_32 : size, true)
  header.setUint16(26, name.length, true)
  header.setUint16(28, isStreamed ? 20 : 0, true)
  if (isStreamed) {
    header.setUint16(30 + name.length, 1, true)
    header.setUint16(32 + name.length, 16, true)
  }
  return withName(header, name, 30)
}

/** Sizes and checksum behind a streamed entry. */
export function dataDescriptor({ crc, size, packed }: ZipRecord): Uint8Array {
  const descriptor = newRecord(24)
  descriptor.setUint32(0, 0x08074b50, true)
  descriptor.setUint32(4, crc, true)
  descriptor.setBigUint64(8, BigInt(packed), true)
  descriptor.setBigUint64(16, BigInt(size), true)
  return bytesOf(descriptor)
}

/** The entry in the list at the end; what 32 bits cannot hold goes into a zip64 field, in the order of APPNOTE 4.5.3. */
export function centralHeader({ name, flags, method, crc, size, packed, offset }: ZipRecord): Uint8Array {
  const large = [size, packed, offset].filter((value) => value >= LIMIT_32)
  const extra = large.length === 0 ? 0 : 4 + 8 * large.length
  const header = newRecord(46 + name.length + extra)
  header.setUint32(0, 0x02014b50, true)
  header.setUint16(4, 45, true)
  header.setUint16(6, large.length > 0 || (flags & SIZES_BEHIND) !== 0 ? 45 : 20, true)
  header.setUint16(8, flags, true)
  header.setUint16(10, method, true)
  header.setUint16(12, DOS_TIME, true)
  header.setUint16(14, DOS_DATE, true)
  header.setUint32(16, crc, true)
  header.setUint32(20, Math.min(packed, LIMIT_32), true)
  header.setUint32(24, Math.min(size, LIMIT_32), true)
  header.setUint16(28, name.length, true)
  header.setUint16(30, extra, true)
  header.setUint32(42, Math.min(offset, LIMIT_32), true)
  if (large.length > 0) {
    header.setUint16(46 + name.length, 1, true)
    header.setUint16(48 + name.length, 8 * large.length, true)
    for (const [k, value] of large.entries()) header.setBigUint64(50 + name.length + 8 * k, BigInt(value), true)
  }
  return withName(header, name, 46)
}

/** What stands behind the list: how many files, where the list starts and its size. */
export function endRecords(count: number, start: number, size: number): Uint8Array {
  const end = newRecord(22)
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(8, Math.min(count, LIMIT_16), true)
  end.setUint16(10, Math.min(count, LIMIT_16), true)
  end.setUint32(12, Math.min(size, LIMIT_32), true)
  end.setUint32(16, Math.min(start, LIMIT_32), true)
  if (count < LIMIT_16 && start < LIMIT_32 && size < LIMIT_32) return bytesOf(end)
  const record = newRecord(56)
  record.setUint32(0, 0x06064b50, true)
  record.setBigUint64(4, 44n, true)
  record.setUint16(12, 45, true)
  record.setUint16(14, 45, true)
  record.setBigUint64(24, BigInt(count), true)
  record.setBigUint64(32, BigInt(count), true)
  record.setBigUint64(40, BigInt(size), true)
  record.setBigUint64(48, BigInt(start), true)
  const locator = newRecord(20)
  locator.setUint32(0, 0x07064b50, true)
  locator.setBigUint64(8, BigInt(start + size), true)
  locator.setUint32(16, 1, true)
  return joinBytes([record, locator, end].map(bytesOf))
}

function newRecord(size: number): DataView {
  return new DataView(new ArrayBuffer(size))
}

function withName(header: DataView, name: Uint8Array, at: number): Uint8Array {
  const bytes = bytesOf(header)
  bytes.set(name, at)
  return bytes
}

function bytesOf({ buffer }: DataView): Uint8Array {
  return new Uint8Array(buffer)
}
