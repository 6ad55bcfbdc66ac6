import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rmdir, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Content, Sink } from '../formats/format.ts'
import { joinBytes } from '../json/bytes.ts'
import { GoldpanError } from '../model/error.ts'
import { type ByteTarget, chunksOf, safeParts, toBytes } from './content.ts'
import { removeTemporary, temporary } from './temporary.ts'
import { writeAll } from './write-all.ts'

export { type ByteTarget, memorySink, nullSink, singleFileSink } from './content.ts'

/** What this process writes before it appears; a killed one may leave such a name behind. */
const TEMPORARY_NAME = `.goldpan-${process.pid}`

/**
 * A folder that appears whole or not at all: files are written beside it and moved at the end; into a folder that is there already
 * (it may be another disk, its parent may not be ours) they are moved one after the other.
 * @param isOverwriting puts the files into an existing folder, replacing those of the same name; without it the folder must be new or empty.
 * @throws GoldpanError `output-exists`, `output-unwritable`
 */
export async function directorySink(path: string, isOverwriting: boolean): Promise<Sink> {
  const target = resolve(path)
  const isThere = await needFreeFolder(path, isOverwriting)
  const working = isThere ? join(target, TEMPORARY_NAME) : join(dirname(target), `.${basename(target)}${TEMPORARY_NAME}`)
  const parents = await writing(path, async () => {
    removeTemporary(working) // of a killed process that had the same number
    return makeFolder(temporary(working))
  })
  const folders = new Set<string>()
  const folderOf = async (file: string) => {
    const folder = dirname(file)
    if (!folders.has(folder)) await mkdir(folder, { recursive: true })
    folders.add(folder)
  }
  const files: string[] = []
  return {
    put: (file, content) =>
      writing(path, async () => {
        const place = join(working, ...safeParts(file))
        await folderOf(place)
        if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(place, content)
        else await writeChunks(place, content)
        files.push(file)
      }),
    link: (file, to) =>
      writing(path, async () => {
        const place = join(working, ...safeParts(file))
        await folderOf(place)
        await symlink(to, place)
        files.push(file)
      }),
    close: () =>
      writing(path, async () => {
        if (!isThere) await rename(working, target)
        else
          for (const file of files) {
            await folderOf(join(target, file))
            await rename(join(working, file), join(target, file))
          }
        removeTemporary(working)
      }),
    async abort() {
      removeTemporary(working)
      await parents.remove()
    },
    startOver: () =>
      writing(path, async () => {
        removeTemporary(working)
        await mkdir(temporary(working))
        folders.clear()
        files.length = 0
      }),
  }
}

/** Whether the folder is there already. @throws GoldpanError `output-exists` when nothing may be put into it */
async function needFreeFolder(path: string, isOverwriting: boolean): Promise<boolean> {
  const existing = await stat(path).catch(() => undefined)
  if (existing === undefined) return false
  if (!existing.isDirectory()) throw exists(path, 'is a file, the output is a folder', 'name another folder')
  const isFilled = (await readdir(path)).some((name) => !/^\.goldpan-\d+$/.test(name))
  if (isFilled && !isOverwriting)
    throw exists(path, 'has files in it', 'name a new folder, or [pass --overwrite] to replace files of the same name')
  return true
}

/** Small files are written at once instead; a file handle costs four trips to the thread pool. */
async function writeChunks(place: string, content: Content): Promise<void> {
  const handle = await open(place, 'w')
  try {
    for await (const chunk of chunksOf(content)) await writeAll(handle, toBytes(chunk))
  } finally {
    await handle.close()
  }
}

/** Whenever so many bytes were written the disk is told to take them, while more are made: else all of them would have to be waited for at the end. */
const SYNCED_BYTES = 1 << 25

/** A file that appears whole or not at all. @throws GoldpanError `output-unwritable` */
export async function fileTarget(path: string): Promise<ByteTarget> {
  const target = resolve(path)
  if ((await stat(target).catch(() => undefined))?.isDirectory() === true)
    throw exists(path, 'is a folder, the output is a file', `name a file, for instance ${join(path, 'result')}`)
  const working = join(dirname(target), `.${basename(target)}${TEMPORARY_NAME}`)
  const parents = await writing(path, () => makeFolder(dirname(target)))
  let handle = await writing(path, () => open(temporary(working), 'w'))
  let syncing: Promise<void> = Promise.resolve()
  let unsynced = 0
  const append = async (bytes: Uint8Array) => {
    await writeAll(handle, bytes)
    unsynced += bytes.length
    if (unsynced < SYNCED_BYTES) return
    unsynced = 0
    await syncing
    syncing = handle.datasync()
    syncing.catch(() => undefined) // thrown where it is awaited
  }
  const held = new HeldBytes(1 << 18, (bytes) => writing(path, () => append(bytes)))
  return {
    write: (bytes) => held.add(bytes),
    close: () =>
      writing(path, async () => {
        await held.flush()
        await syncing
        await handle.sync()
        await handle.close()
        await rename(working, target)
        removeTemporary(working)
      }),
    async abort() {
      await handle.close().catch(() => undefined)
      removeTemporary(working)
      await parents.remove()
    },
    startOver: () =>
      writing(path, async () => {
        held.drop()
        await handle.close()
        handle = await open(working, 'w')
      }),
  }
}

/** Standard output, with back-pressure. The first bytes wait for the end or for more, so that a run that fails early prints nothing. */
export function streamTarget(stream: NodeJS.WritableStream): ByteTarget {
  const held = new HeldBytes(1 << 16, async (bytes) => {
    if (!stream.write(bytes.slice())) await once(stream, 'drain') // the stream may keep what it gets
  })
  return { write: (bytes) => held.add(bytes), close: () => held.flush(), abort: async () => held.drop() }
}

/** Gathers small writes into large ones: each costs a trip to the thread pool. */
class HeldBytes {
  readonly #most: number
  readonly #write: (bytes: Uint8Array) => Promise<void>
  #parts: Uint8Array[] = []
  #size = 0

  constructor(most: number, write: (bytes: Uint8Array) => Promise<void>) {
    this.#most = most
    this.#write = write
  }

  async add(bytes: Uint8Array): Promise<void> {
    if (bytes.length >= this.#most) {
      await this.flush()
      await this.#write(bytes)
      return
    }
    this.#parts.push(bytes.slice())
    this.#size += bytes.length
    if (this.#size >= this.#most) await this.flush()
  }

  async flush(): Promise<void> {
    const bytes = joinBytes(this.#parts)
    this.drop()
    if (bytes.length > 0) await this.#write(bytes)
  }

  drop(): void {
    this.#parts = []
    this.#size = 0
  }
}

/** Makes a folder and its parents; `remove` takes away again what was made and is still empty. */
async function makeFolder(path: string): Promise<{ remove(): Promise<void> }> {
  const first = await mkdir(path, { recursive: true })
  return {
    async remove() {
      if (first === undefined) return
      for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await rmdir(folder).catch(() => undefined)
    },
  }
}

const UNWRITABLE_HINTS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'make room on the disk, or name another place'],
  ['EEXIST', 'a part of the path is a file where a folder has to be'],
  ['ENOTDIR', 'a part of the path is a file where a folder has to be'],
])

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !/^E[A-Z]+$/.test(error.code))
      throw error
    const hint = UNWRITABLE_HINTS.get(error.code) ?? 'check the path and its permissions'
    throw new GoldpanError(
      'output-unwritable',
      `\`${path}\` cannot be written (${error.code})`,
      hint,
      { file: path },
      { cause: error },
    )
  }
}

function exists(path: string, problem: string, hint: string): GoldpanError {
  return new GoldpanError('output-exists', `\`${path}\` ${problem}`, hint, { file: path })
}
