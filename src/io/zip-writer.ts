import type { Content, Sink } from '../formats/format.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import { type ByteTarget, chunksOf, safeParts, toBytes } from './content.ts'
import { crc32, type DeflateOptions, deflateRaw, deflateRawStream } from './deflate.ts'
import { LittleEndian } from './little-endian.ts'
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

/** Small files are gathered up to this many bytes before they are written. */
const GATHERED_BYTES = 1 << 18
/** Names of masks that are not packed: looking for runs only is several times faster there, and makes them smaller. */
const MASK_NAME = /\.npy$/
/** Names of files that are packed by themselves; as streams they are only framed. */
const PACKED_NAME = /\.(jpe?g|png|gif|webp|avif|heic|jp2|mp3|m4a|aac|ogg|oga|opus|flac|mp4|m4v|mov|webm|mkv|avi|zip|gz)$/i

/**
 * A zip written front to back, zip64 where it is needed (APPNOTE 6.3.10): any number of files, any size, memory of one file's chunk
 * and of the list of files. Small contents are packed at once, streams as they come with their sizes behind them.
 */
export function zipSink(target: ByteTarget): Sink {
  const out = new LittleEndian()
  const list = new LittleEndian()
  let count = 0
  let written = 0
  const flush = async () => {
    written += out.length
    await target.write(out.take())
  }
  const note = (entry: ZipRecord) => {
    centralHeader(list, entry)
    count++
  }
  return {
    async put(file, content) {
      const name = encodeUtf8(safeParts(file).join('/'))
      const offset = written + out.length
      if (typeof content === 'string' || content instanceof Uint8Array) {
        const { entry, body } = packWhole(name, toBytes(content), MASK_NAME.test(file), offset)
        localHeader(out, entry)
        out.add(body)
        note(entry)
      } else {
        const entry: ZipRecord = { name, flags: UTF8_NAMES | SIZES_BEHIND, method: DEFLATED, crc: 0, size: 0, packed: 0, offset }
        localHeader(out, entry)
        if (offset === 0) await flush() // whoever waits for the zip sees that it has begun
        await packStream(content, entry, PACKED_NAME.test(file) ? { level: 0 } : {}, async (bytes) => {
          out.add(bytes)
          if (out.length >= GATHERED_BYTES) await flush()
        })
        dataDescriptor(out, entry)
        note(entry)
      }
      if (out.length >= GATHERED_BYTES) await flush()
    },
    async close() {
      await flush()
      const start = written
      const size = list.length
      await target.write(list.take())
      endRecords(out, count, start, size)
      await flush()
      await target.close()
    },
    abort: () => target.abort(),
    startOver:
      target.startOver &&
      (async () => {
        out.take()
        list.take()
        count = 0
        written = 0
        await target.startOver?.()
      }),
  }
}

/** Packed where that makes it smaller. */
function packWhole(
  name: Uint8Array,
  bytes: Uint8Array,
  isMask: boolean,
  offset: number,
): { readonly entry: ZipRecord; readonly body: Uint8Array } {
  const deflated = deflateRaw(bytes, isMask ? { strategy: 'runs' } : {})
  const isSmaller = deflated.length < bytes.length
  const body = isSmaller ? deflated : bytes
  const method = isSmaller ? DEFLATED : STORED
  return {
    entry: { name, flags: UTF8_NAMES, method, crc: crc32(bytes), size: bytes.length, packed: body.length, offset },
    body,
  }
}

async function packStream(
  content: Content,
  entry: ZipRecord,
  options: DeflateOptions,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  for await (const bytes of deflateRawStream(counted(content, entry), options)) {
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
