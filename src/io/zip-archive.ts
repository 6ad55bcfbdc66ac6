import { type Entry, open as openWithCallback, type ZipFile } from 'yauzl'
import type { ArchiveEntry } from './entry-files.ts'
import { damagedZip, readZipEntry, type ZipFacts } from './zip-entry.ts'

export interface ZipArchive {
  readonly entries: readonly ArchiveEntry[]
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
        .map((entry) => {
          const facts = factsOf(entry)
          const openPackedBytes = async () => bytesOf(await openPacked(zip, entry))
          return { path: facts.path, size: facts.size, open: () => readZipEntry(facts, openPackedBytes, name) }
        }),
      close: () => zip.close(),
    }
  } catch (error) {
    throw damagedZip(error, name)
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

function factsOf(entry: Entry): ZipFacts {
  const { fileName: path, uncompressedSize: size, compressionMethod: method, crc32 } = entry
  return { path, size, crc32, method, isEncrypted: entry.isEncrypted() }
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
