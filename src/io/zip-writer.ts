import { createDeflateRaw } from 'node:zlib'
import type { Content, Sink } from '../formats/format.ts'
import { crc32, deflateRaw } from './deflate.ts'
import { type ByteTarget, chunksOf, safeParts, toBytes } from './sinks.ts'

/** 1980-01-01 00:00, the first date a zip knows: the same input gives the same bytes. */
const DOS_TIME = 0
const DOS_DATE = 0x21
const UTF8_NAMES = 0x0800
const SIZES_BEHIND = 0x0008
const DEFLATED = 8
const STORED = 0
const LIMIT_32 = 0xffffffff
const LIMIT_16 = 0xffff

interface Entry {
  readonly name: Uint8Array
  readonly flags: number
  readonly method: number
  crc: number
  size: number
  packed: number
  readonly offset: number
}

/**
 * A zip written front to back, zip64 where it is needed (APPNOTE 6.3.10): any number of files, any size, memory of one file's chunk.
 * Small contents are packed at once, streams as they come with their sizes behind them.
 */
export function zipSink(target: ByteTarget): Sink {
  const entries: Entry[] = []
  let offset = 0
  const write = async (bytes: Uint8Array) => {
    await target.write(bytes)
    offset += bytes.length
  }
  return {
    async put(file, content) {
      const name = Buffer.from(safeParts(file).join('/'))
      if (typeof content === 'string' || content instanceof Uint8Array) {
        const bytes = toBytes(content)
        const deflated = deflateRaw(bytes)
        const isSmaller = deflated.length < bytes.length
        const body = isSmaller ? deflated : bytes
        const entry = {
          name,
          flags: UTF8_NAMES,
          method: isSmaller ? DEFLATED : STORED,
          crc: crc32(bytes),
          size: bytes.length,
          packed: body.length,
          offset,
        }
        entries.push(entry)
        await write(localHeader(entry))
        await write(body)
      } else {
        const entry: Entry = { name, flags: UTF8_NAMES | SIZES_BEHIND, method: DEFLATED, crc: 0, size: 0, packed: 0, offset }
        entries.push(entry)
        await write(localHeader(entry))
        await pack(content, entry, write)
        await write(dataDescriptor(entry))
      }
    },
    async close() {
      const start = offset
      for (const entry of entries) await write(centralHeader(entry))
      await write(endRecords(entries.length, start, offset - start))
      await target.close()
    },
    abort: () => target.abort(),
  }
}

async function pack(content: Content, entry: Entry, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const deflate = createDeflateRaw()
  const feed = async () => {
    for await (const chunk of chunksOf(content)) {
      const bytes = toBytes(chunk)
      entry.crc = crc32(bytes, entry.crc)
      entry.size += bytes.length
      if (!deflate.write(bytes)) await new Promise((resume) => deflate.once('drain', resume))
    }
    deflate.end()
  }
  const feeding = feed().catch((error: Error) => void deflate.destroy(error))
  for await (const bytes of deflate) {
    entry.packed += bytes.length
    await write(bytes)
  }
  await feeding
}

/** A streamed entry reserves zip64 sizes, so that what stands behind it has eight bytes each. */
function localHeader({ name, flags, method, crc, size, packed }: Entry): Uint8Array {
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

function dataDescriptor({ crc, size, packed }: Entry): Uint8Array {
  const descriptor = Buffer.alloc(24)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeBigUInt64LE(BigInt(packed), 8)
  descriptor.writeBigUInt64LE(BigInt(size), 16)
  return descriptor
}

function centralHeader({ name, flags, method, crc, size, packed, offset }: Entry): Uint8Array {
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

function endRecords(count: number, start: number, size: number): Uint8Array {
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
