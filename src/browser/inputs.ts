import { type ArchiveEntry, type ConfigFile, isConfigName, listEntries } from '../io/entry-files.ts'
import type { Input, SkippedFile } from '../io/input-files.ts'
import type { InputFile } from '../io/read-batches.ts'
import { failing, gunzip, HEAD_BYTES, isGzip, isZip, readText } from '../io/read-bytes.ts'
import { GoldpanError } from '../model/error.ts'
import { chunksOfBlob } from './blobs.ts'
import { openZip } from './zip-archive.ts'

/** Everything found in the files a user chose; read as often as wanted. */
export interface BrowserInput extends Input {
  /** What was chosen: files, and folders whole. */
  readonly names: readonly string[]
}

/**
 * Lists the task files among files, gzipped files, zips and folders (`<input webkitdirectory>`), by the rules of the command line. A
 * `config.xml` among them is the labeling config.
 */
export async function openBlobs(blobs: readonly Blob[]): Promise<BrowserInput> {
  const found = new Found()
  const folders = new Map<string, ArchiveEntry[]>()
  for (const [k, blob] of blobs.entries()) {
    const name = nameOf(blob, k)
    const slash = name.indexOf('/')
    if (slash < 0 || /\.zip$/i.test(name)) await found.add(blob, name)
    else {
      const entries = folders.get(name.slice(0, slash)) ?? []
      folders.set(name.slice(0, slash), entries)
      entries.push({ path: name.slice(slash + 1), size: blob.size, open: () => readBlob(blob, name) })
    }
  }
  for (const [folder, entries] of folders) {
    found.names.push(folder)
    await found.addEntries(entries, folder)
  }
  return found
}

class Found implements BrowserInput {
  readonly names: string[] = []
  readonly files: InputFile[] = []
  readonly skipped: SkippedFile[] = []
  config: ConfigFile | undefined

  /** A browser forgets the files by itself. */
  async close(): Promise<void> {}

  async add(blob: Blob, name: string): Promise<void> {
    if (isConfigName(name)) {
      this.config ??= { name, read: () => readText(readBlob(blob, name), name) }
      return
    }
    this.names.push(name)
    const head = await readHead(blob, name)
    if (isZip(head)) {
      const entries = await openZip(blob, name).catch((error: unknown) => {
        this.files.push({ name, open: () => failing(error) }) // the other files may be whole
      })
      if (entries !== undefined) await this.addEntries(entries, name)
    } else if (isGzip(head)) this.files.push({ name, open: () => gunzip(readBlob(blob, name), name) })
    else this.files.push({ name, size: blob.size, open: () => readBlob(blob, name) })
  }

  async addEntries(entries: readonly ArchiveEntry[], folder: string): Promise<void> {
    const { files, skipped, config } = await listEntries(entries, folder)
    for (const file of files) this.files.push(file)
    for (const file of skipped) this.skipped.push(file)
    this.config ??= config
  }
}

/** The path in a chosen folder, the name of a file, `input 1` of bytes without a name. */
function nameOf(blob: Blob, index: number): string {
  if ('webkitRelativePath' in blob && typeof blob.webkitRelativePath === 'string' && blob.webkitRelativePath !== '')
    return blob.webkitRelativePath
  return blob instanceof File && blob.name !== '' ? blob.name : `input ${index + 1}`
}

async function readHead(blob: Blob, name: string): Promise<Uint8Array> {
  for await (const head of readBlob(blob.slice(0, HEAD_BYTES), name)) return head
  return new Uint8Array(0)
}

/** @throws GoldpanError `input-unreadable` when the file was changed or removed since it was chosen */
async function* readBlob(blob: Blob, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOfBlob(blob)
  } catch (error) {
    const problem = error instanceof Error ? error.name : 'read error'
    throw new GoldpanError(
      'input-unreadable',
      `\`${name}\` cannot be read (${problem})`,
      'choose it again: was it changed or removed?',
      { file: name },
      { cause: error },
    )
  }
}
