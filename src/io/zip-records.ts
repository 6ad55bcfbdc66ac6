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
  const header = Buffer.alloc(30 + (isStreamed ? 20 : 0))
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(isStreamed ? 45 : 20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt16LE(DOS_TIME, 10)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(isStreamed ? LIMIT_32 : packed, 18)
  header.writeUInt32LE(isStreamed ? LIMIT_32 : size, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(isStreamed ? 20 : 0, 28)
  if (!isStreamed) return Buffer.concat([header, name])
  header.writeUInt16LE(1, 30)
  header.writeUInt16LE(16, 32)
  return Buffer.concat([header.subarray(0, 30), name, header.subarray(30)])
}

/** Sizes and checksum behind a streamed entry. */
export function dataDescriptor({ crc, size, packed }: ZipRecord): Uint8Array {
  const descriptor = Buffer.alloc(24)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeBigUInt64LE(BigInt(packed), 8)
  descriptor.writeBigUInt64LE(BigInt(size), 16)
  return descriptor
}

/** The entry in the list at the end; what 32 bits cannot hold goes into a zip64 field, in the order of APPNOTE 4.5.3. */
export function centralHeader({ name, flags, method, crc, size, packed, offset }: ZipRecord): Uint8Array {
  const large = [size, packed, offset].filter((value) => value >= LIMIT_32)
  const extra = Buffer.alloc(large.length === 0 ? 0 : 4 + 8 * large.length)
  if (large.length > 0) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8 * large.length, 2)
    for (const [k, value] of large.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * k)
  }
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(45, 4)
  header.writeUInt16LE(large.length > 0 || (flags & SIZES_BEHIND) !== 0 ? 45 : 20, 6)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(method, 10)
  header.writeUInt16LE(DOS_TIME, 12)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(Math.min(packed, LIMIT_32), 20)
  header.writeUInt32LE(Math.min(size, LIMIT_32), 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(Math.min(offset, LIMIT_32), 42)
  return Buffer.concat([header, name, extra])
}

/** What stands behind the list: how many files, where the list starts and its size. */
export function endRecords(count: number, start: number, size: number): Uint8Array {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, LIMIT_16), 8)
  end.writeUInt16LE(Math.min(count, LIMIT_16), 10)
  end.writeUInt32LE(Math.min(size, LIMIT_32), 12)
  end.writeUInt32LE(Math.min(start, LIMIT_32), 16)
  if (count < LIMIT_16 && start < LIMIT_32 && size < LIMIT_32) return end
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(45, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(start + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator, end])
}
