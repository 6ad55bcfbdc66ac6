import type { Sink } from '../formats/format.ts'
import { type ByteTarget, chunksOf, safeParts } from '../io/content.ts'
import { GoldpanError } from '../model/error.ts'
import { BlobBuilder } from './blobs.ts'

/** The part of a `FileSystemDirectoryHandle` in use; Node's types have none. */
export interface DirectoryHandle {
  readonly kind: 'directory'
  readonly name: string
  keys(): AsyncIterable<string>
  getDirectoryHandle(name: string, options: { readonly create: true }): Promise<DirectoryHandle>
  getFileHandle(name: string, options: { readonly create: true }): Promise<FileHandle>
  removeEntry(name: string, options: { readonly recursive: true }): Promise<void>
}

interface FileHandle {
  createWritable(): Promise<{ write(content: Blob): Promise<void>; close(): Promise<void> }>
}

/** Gathers bytes into a Blob, which `built` is told of when they are whole. */
export function blobTarget(built: (blob: Blob) => void): ByteTarget {
  const blobs = new BlobBuilder()
  return {
    write: async (bytes) => blobs.add(bytes),
    close: async () => built(blobs.build()),
    abort: async () => undefined,
    startOver: async () => blobs.clear(),
  }
}

/** A stream that somebody else opened; it is closed in the end, or aborted. */
export function writableTarget(stream: WritableStream<Uint8Array>): ByteTarget {
  const writer = stream.getWriter()
  return {
    write: (bytes) => writer.write(Uint8Array.from(bytes)),
    close: () => writer.close(),
    abort: () => writer.abort(new GoldpanError('cancelled', 'the run did not end well', 'nothing whole was written')),
  }
}

/**
 * A folder on the user's disk. Files wait as Blobs until all are there; then they are written one after the other. What a run that fails has
 * written by then is removed, unless the folder may have had it before.
 * @param isOverwriting puts the files into a folder that has some, replacing those of the same name
 * @throws GoldpanError `output-exists`, `output-unwritable`
 */
export async function folderSink(folder: DirectoryHandle, isOverwriting: boolean): Promise<Sink> {
  if (!isOverwriting)
    for await (const _name of folder.keys())
      throw new GoldpanError(
        'output-exists',
        `\`${folder.name}\` has files in it`,
        'choose another folder, or pass `overwrite: true`',
        {
          file: folder.name,
        },
      )
  const files = new Map<string, Blob>()
  return {
    async put(file, content) {
      const blobs = new BlobBuilder()
      for await (const chunk of chunksOf(content)) blobs.add(chunk)
      files.set(safeParts(file).join('/'), blobs.build())
    },
    async close() {
      for (const [file, blob] of files) await writing(file, () => writeFile(folder, file, blob))
      files.clear()
    },
    async abort() {
      if (!isOverwriting)
        for (const name of topNames(files.keys())) await folder.removeEntry(name, { recursive: true }).catch(() => undefined)
      files.clear()
    },
    startOver: async () => files.clear(), // nothing is written before the end
  }
}

/** The files and folders that lie in the root. */
function topNames(paths: Iterable<string>): Set<string> {
  return new Set([...paths].map((path) => path.split('/')[0]!))
}

async function writeFile(root: DirectoryHandle, path: string, content: Blob): Promise<void> {
  const folders = path.split('/')
  const name = folders.pop()!
  let folder = root
  for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true })
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable()
  await writable.write(content)
  await writable.close()
}

async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const problem = error instanceof Error ? error.name : 'write error'
    const hint = 'is there room on the disk, and may the page still write into that folder?'
    throw new GoldpanError('output-unwritable', `\`${file}\` cannot be written (${problem})`, hint, { file }, { cause: error })
  }
}
