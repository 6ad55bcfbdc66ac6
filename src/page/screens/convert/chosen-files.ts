import type { ChosenFile } from './protocol.ts'

/** What an `<input type="file">` holds; files of a folder with their paths. */
export function filesOfInput({ files }: HTMLInputElement): ChosenFile[] {
  return [...(files ?? [])].map((file) => ({ file, path: file.webkitRelativePath }))
}

/** What was dropped: files, and everything in folders. */
export async function filesOfDrop({ items, files }: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()) // at once: the browser forgets them
  if (entries.every((entry) => entry === null)) return [...files].map((file) => ({ file, path: '' }))
  const found: ChosenFile[] = []
  for (const entry of entries) if (entry !== null) await collect(entry, '', found)
  return found
}

async function collect(entry: FileSystemEntry, folder: string, found: ChosenFile[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    found.push({ file, path: folder === '' ? '' : folder + entry.name })
  } else if (isFolder(entry)) for (const one of await entriesOf(entry)) await collect(one, `${folder}${entry.name}/`, found)
}

/** A browser gives a hundred at a time, in no order. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    entries.push(...some)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
