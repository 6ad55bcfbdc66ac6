import type { Content, Sink } from '../formats/format.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import { type ByteTarget, chunksOf, safeParts, toBytes } from './content.ts'
import { crc32, deflateRaw, deflateRawStream } from './deflate.ts'
import {
  centralHeader,
  DEFLATED,
  dataDescriptor,
  endRecords,
  localHeader,
  SIZES_BEHIND,
  STORED,
  UTF8_NAMES,
  type ZipRecord,
} from './zip-records.ts'

/**
 * A zip written front to back, zip64 where it is needed (APPNOTE 6.3.10): any number of files, any size, memory of one file's chunk.
 * Small contents are packed at once, streams as they come with their sizes behind them.
 */
export function zipSink(target: ByteTarget): Sink {
  const entries: ZipRecord[] = []
  let offset = 0
  const write = async (bytes: Uint8Array) => {
    await target.write(bytes)
    offset += bytes.length
  }
  return {
    async put(file, content) {
      const name = encodeUtf8(safeParts(file).join('/'))
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
        const entry: ZipRecord = { name, flags: UTF8_NAMES | SIZES_BEHIND, method: DEFLATED, crc: 0, size: 0, packed: 0, offset }
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

async function pack(content: Content, entry: ZipRecord, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  for await (const bytes of deflateRawStream(counted(content, entry))) {
    entry.packed += bytes.length
    await write(bytes)
  }
}

async function* counted(content: Content, entry: ZipRecord): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunksOf(content)) {
    const bytes = toBytes(chunk)
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    yield bytes
  }
}
