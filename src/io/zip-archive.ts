import { inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl'
import { crc32 } from './deflate.ts'
import type { ArchiveEntry } from './entry-files.ts'
import { FileWindow } from './file-window.ts'
import { damagedZip, dataStart, LOCAL_HEADER_BYTES, type PackedEntry, packing, unpackEntry } from './zip-entry.ts'

/** Entries of at most so many bytes are unpacked at once: a stream costs ten times what it takes to unpack a task. */
const SMALL_BYTES = 1 << 18

export interface ZipArchive {
  readonly entries: readonly ArchiveEntry[]
  close(): void
}

/** The files of a zip (folders left out), by its central directory. @throws GoldpanError `input-damaged` */
export async function openZip(path: string, name: string): Promise<ZipArchive> {
  const file = new FileWindow(path)
  try {
    const entries = await listEntries(await openFile(file))
    return {
      entries: entries
        .filter((entry) => !entry.path.endsWith('/'))
        .map((entry) => ({ path: entry.path, size: entry.size, open: () => readEntry(file, entry, name) })),
      close: () => file.close(),
    }
  } catch (error) {
    file.close()
    throw damagedZip(error, name)
  }
}

/** What yauzl reads the list of files through; its own way is a trip to the thread pool for every few bytes. */
class ListReader extends RandomAccessReader {
  readonly #file: FileWindow

  constructor(file: FileWindow) {
    super()
    this.#file = file
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, count?: number) => void,
  ): void {
    const bytes = this.#file.at(position, length)
    buffer.set(bytes, offset)
    process.nextTick(callback, null, bytes.length) // later, or the calls for a long list would pile up
  }
}

function openFile(file: FileWindow): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true }
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new ListReader(file), file.size, options, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    )
  })
}

function listEntries(zip: ZipFile): Promise<PackedEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: PackedEntry[] = []
    zip.on('entry', (entry: Entry) => {
      entries.push(packedEntry(entry))
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', reject)
    zip.readEntry()
  })
}

function packedEntry(entry: Entry): PackedEntry {
  return {
    path: entry.fileName,
    size: entry.uncompressedSize,
    packed: entry.compressedSize,
    crc: entry.crc32,
    offset: entry.relativeOffsetOfLocalHeader,
    ...packing(entry.compressionMethod, entry.isEncrypted()),
  }
}

async function* readEntry(file: FileWindow, entry: PackedEntry, name: string): AsyncGenerator<Uint8Array> {
  try {
    if (entry.problem !== undefined) throw new Error(entry.problem)
    const header = file.at(entry.offset, LOCAL_HEADER_BYTES)
    const start = dataStart(new DataView(header.buffer, header.byteOffset, header.length), entry)
    const small = unpackAtOnce(file, entry, start)
    if (small !== undefined) yield small
    else yield* unpackEntry(file.chunks(start, entry.packed), entry)
  } catch (error) {
    throw damagedZip(error, `${name}/${entry.path}`)
  }
}

/** Undefined when it is large, or damaged: then what is good of it has to be found. */
function unpackAtOnce(file: FileWindow, entry: PackedEntry, start: number): Uint8Array | undefined {
  if (Math.max(entry.packed, entry.size) > SMALL_BYTES) return undefined
  const packed = file.at(start, entry.packed)
  const bytes = entry.isDeflated ? inflate(packed, entry.size) : packed
  return bytes?.length === entry.size && crc32(bytes) === entry.crc ? bytes : undefined
}

function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) })
  } catch {
    return undefined
  }
}
