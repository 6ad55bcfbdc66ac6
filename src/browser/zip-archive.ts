import type { ArchiveEntry } from '../io/entry-files.ts'
import { damagedZip, dataStart, LOCAL_HEADER_BYTES, type PackedEntry, packing, unpackEntry } from '../io/zip-entry.ts'
import { chunksOfBlob } from './blobs.ts'

/** Sizes and signatures of records: APPNOTE 6.3.10, section 4.3. */
const END = { bytes: 22, signature: 0x06054b50 }
const LOCATOR_64 = { bytes: 20, signature: 0x07064b50 }
const END_64 = { bytes: 56, signature: 0x06064b50 }
const CENTRAL = { bytes: 46, signature: 0x02014b50 }
const LONGEST_COMMENT = 0xffff
const LIMIT_16 = 0xffff
const LIMIT_32 = 0xffffffff
/** Bits of an entry's flags. */
const ENCRYPTED = 0x0001
const UTF8_NAME = 0x0800
/** The extra field that has what 32 bits cannot hold. */
const ZIP64_FIELD = 1

/** The files of a zip (folders left out), by its central directory. @throws GoldpanError `input-damaged` */
export async function openZip(zip: Blob, name: string): Promise<ArchiveEntry[]> {
  try {
    const entries = listCentral(await readCentral(zip))
    return entries
      .filter(({ path }) => !path.endsWith('/'))
      .map((entry) => ({ path: entry.path, size: entry.size, open: () => readEntry(zip, entry, name) }))
  } catch (error) {
    throw damagedZip(error, name)
  }
}

interface Central {
  readonly count: number
  readonly view: DataView
}

/** The list at the end; where it is stands behind it. */
async function readCentral(zip: Blob): Promise<Central> {
  const tailStart = Math.max(0, zip.size - END.bytes - LONGEST_COMMENT - LOCATOR_64.bytes)
  const tail = await readView(zip, tailStart, zip.size - tailStart)
  const end = findEnd(tail)
  let count = tail.getUint16(end + 10, true)
  let size = tail.getUint32(end + 12, true)
  let start = tail.getUint32(end + 16, true)
  if (count === LIMIT_16 || size === LIMIT_32 || start === LIMIT_32) {
    const locator = end - LOCATOR_64.bytes
    if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR_64.signature) {
      const record = await readView(zip, Number(tail.getBigUint64(locator + 8, true)), END_64.bytes)
      need(record, 0, END_64, 'invalid zip64 end of central directory record signature')
      count = Number(record.getBigUint64(32, true))
      size = Number(record.getBigUint64(40, true))
      start = Number(record.getBigUint64(48, true))
    }
  }
  return { count, view: await readView(zip, start, size) }
}

function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END.bytes; at >= 0; at--)
    if (tail.getUint32(at, true) === END.signature && at + END.bytes + tail.getUint16(at + 20, true) <= tail.byteLength) return at
  throw new Error('End of central directory record signature not found. Either not a zip file, or file is truncated.')
}

function listCentral({ count, view }: Central): PackedEntry[] {
  const entries: PackedEntry[] = []
  for (let k = 0, at = 0; k < count; k++) {
    need(view, at, CENTRAL, 'invalid central directory file header signature')
    const flags = view.getUint16(at + 8, true)
    const nameBytes = view.getUint16(at + 28, true)
    const extraBytes = view.getUint16(at + 30, true)
    const commentBytes = view.getUint16(at + 32, true)
    const nameStart = at + CENTRAL.bytes
    const [size, packed, offset] = largeValues(
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
      new DataView(view.buffer, nameStart + nameBytes, extraBytes),
    )
    entries.push({
      path: printName(new Uint8Array(view.buffer, nameStart, nameBytes), flags),
      size,
      packed,
      offset,
      crc: view.getUint32(at + 16, true),
      ...packing(view.getUint16(at + 10, true), (flags & ENCRYPTED) !== 0),
    })
    at = nameStart + nameBytes + extraBytes + commentBytes
  }
  return entries
}

/** Size, packed size and offset; those that say "see the zip64 field" from there, in this order (APPNOTE 4.5.3). */
function largeValues(values: readonly [number, number, number], extra: DataView): [number, number, number] {
  let field: DataView | undefined
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true))
    if (extra.getUint16(at, true) === ZIP64_FIELD)
      field ??= new DataView(extra.buffer, extra.byteOffset + at + 4, extra.getUint16(at + 2, true))
  let at = 0
  const large = (value: number) => {
    if (value !== LIMIT_32 || field === undefined) return value
    at += 8
    return Number(field.getBigUint64(at - 8, true))
  }
  return [large(values[0]), large(values[1]), large(values[2])]
}

/** Names that are not said to be UTF-8 may be in any code page; ASCII is the same in all. */
function printName(bytes: Uint8Array, flags: number): string {
  return new TextDecoder((flags & UTF8_NAME) === 0 ? 'latin1' : 'utf-8').decode(bytes)
}

async function* readEntry(zip: Blob, entry: PackedEntry, name: string): AsyncGenerator<Uint8Array> {
  try {
    if (entry.problem !== undefined) throw new Error(entry.problem)
    yield* unpackEntry(await openPacked(zip, entry), entry)
  } catch (error) {
    throw damagedZip(error, `${name}/${entry.path}`)
  }
}

/** The bytes as they are packed; the local header says where they start. */
async function openPacked(zip: Blob, entry: PackedEntry): Promise<AsyncIterable<Uint8Array>> {
  const start = dataStart(await readView(zip, entry.offset, LOCAL_HEADER_BYTES), entry)
  if (start + entry.packed > zip.size) throw new Error('file data overflows file bounds')
  return chunksOfBlob(zip.slice(start, start + entry.packed))
}

async function readView(zip: Blob, start: number, size: number): Promise<DataView> {
  return new DataView(await zip.slice(start, start + size).arrayBuffer())
}

function need(view: DataView, at: number, { bytes, signature }: typeof CENTRAL, problem: string): void {
  if (at + bytes > view.byteLength || view.getUint32(at, true) !== signature) throw new Error(problem)
}
