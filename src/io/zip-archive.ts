import { createInflateRaw } from 'node:zlib'
import { type Entry, open as openWithCallback, type ZipFile } from 'yauzl'
import { GoldpanError } from '../model/error.ts'
import { crc32 } from './deflate.ts'
import { unpack } from './unpack.ts'

const DEFLATED = 8

export interface ZipEntry {
  readonly path: string
  /** Uncompressed bytes. */
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

export interface ZipArchive {
  readonly entries: readonly ZipEntry[]
  close(): void
}

/** The files of a zip (folders left out), by its central directory. @throws GoldpanError `input-damaged` */
export async function openZip(path: string, name: string): Promise<ZipArchive> {
  try {
    const zip = await openFile(path)
    const entries = await listEntries(zip)
    return {
      entries: entries
        .filter((entry) => !entry.fileName.endsWith('/'))
        .map((entry) => ({ path: entry.fileName, size: entry.uncompressedSize, open: () => readEntry(zip, entry, name) })),
      close: () => zip.close(),
    }
  } catch (error) {
    throw damaged(error, name)
  }
}

function openFile(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    openWithCallback(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error === null ? resolve(zip) : reject(error),
    )
  })
}

/** The bytes as they are packed: yauzl's own unpacking loses what stands before a damage. */
function openPacked(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, { decodeFileData: false }, (error, stream) => (error === null ? resolve(stream) : reject(error)))
  })
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', reject)
    zip.readEntry()
  })
}

async function* readEntry(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Uint8Array> {
  let size = 0
  let checksum = 0
  try {
    if (!entry.canDecodeFileData()) throw new Error(entry.isEncrypted() ? 'it is encrypted' : 'it is packed in an unknown way')
    const packed = bytesOf(await openPacked(zip, entry))
    for await (const chunk of entry.compressionMethod === DEFLATED ? unpack(packed, createInflateRaw()) : packed) {
      size += chunk.length
      checksum = crc32(chunk, checksum)
      if (size > entry.uncompressedSize) throw new Error('it holds more than it says')
      yield chunk
    }
    if (size < entry.uncompressedSize) throw new Error('it holds less than it says')
    if (checksum !== entry.crc32) throw new Error('its checksum is another')
  } catch (error) {
    throw damaged(error, `${name}/${entry.fileName}`)
  }
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

function damaged(error: unknown, name: string): GoldpanError {
  const message = error instanceof Error ? error.message : 'not a zip'
  return new GoldpanError(
    'input-damaged',
    `\`${name}\` is not whole: ${message}`,
    'download or pack it again',
    { file: name },
    { cause: error },
  )
}
