import { type Entry, open as openWithCallback, type ZipFile } from 'yauzl'
import { GoldpanError } from '../model/error.ts'

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

function openEntry(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)))
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
  try {
    const stream = await openEntry(zip, entry)
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    throw damaged(error, `${name}/${entry.fileName}`)
  }
}

function damaged(error: unknown, name: string): GoldpanError {
  const message = error instanceof Error ? error.message : 'not a zip'
  return new GoldpanError(
    'input-damaged',
    `\`${name}\` is not a whole zip: ${message}`,
    'download or pack it again',
    { file: name },
    { cause: error },
  )
}
