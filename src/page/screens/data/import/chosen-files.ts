import type { NamedFile } from '../../../api/imports.ts'

/** What computers put into folders for themselves. */
const CLUTTER = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/

/** What was dropped, folders with all that is in them. */
export async function droppedFiles(data: DataTransfer): Promise<readonly NamedFile[]> {
  const items = [...data.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() })) // now: they are gone after the event
  const found = await Promise.all(
    items.map(({ entry, file }) => (entry !== null ? filesIn(entry, '') : file === null ? [] : [{ name: file.name, file }])),
  )
  return found.flat().filter(({ name }) => !CLUTTER.test(name))
}

/** What was chosen in a file field; of a folder with the paths in it. */
export function chosenFiles(list: FileList): readonly NamedFile[] {
  const files = [...list].map((file) => ({ name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
  return files.filter(({ name }) => !CLUTTER.test(name))
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<readonly NamedFile[]> {
  const name = folder + entry.name
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ name, file }]
  }
  if (!isDirectory(entry)) return []
  const children = await entriesOf(entry.createReader())
  return (await Promise.all(children.map((child) => filesIn(child, `${name}/`)))).flat()
}

/** A reader gives some at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
