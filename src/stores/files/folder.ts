import { closeSync, fstatSync, openSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { constants, copyFile, type FileHandle, link, mkdir, open, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { inParallel } from '../../io/in-parallel.ts'
import { GoldpanError } from '../../model/error.ts'
import type { FileArea, FileContent, FileEntry, HeldLock, NewFile } from './file-area.ts'
import { FileLocks } from './file-locks.ts'

/** Others get a turn after so many files: a small file is read quicker at once than through the thread pool. */
const TURN = 64
const PARALLEL_WRITES = 8
const TEMPORARY = /^\.goldpan-\d+-\d+$/
/** A temporary file that is so old was left behind by a process that died. */
const ABANDONED_MILLISECONDS = 3_600_000

let temporaryFiles = 0

/** A folder of the file system. */
export class Folder implements FileArea {
  readonly name: string
  readonly listingAge = 1000
  readonly #root: string
  readonly #locks: FileLocks

  constructor(name: string, root: string) {
    this.name = name
    this.#root = root
    this.#locks = new FileLocks(join(root, '.goldpan', 'locks'))
  }

  async folders(path: string): Promise<string[]> {
    return reaching(path, () => {
      const isFolder = (name: string) => statSync(join(this.#root, path, name), { throwIfNoEntry: false })?.isDirectory() === true
      return namesIn(join(this.#root, path)).filter(isFolder).sort()
    })
  }

  async files(path: string): Promise<FileEntry[]> {
    const folder = join(this.#root, path)
    const entries: FileEntry[] = []
    let turn = 0
    for (const name of reaching(path, () => namesIn(folder))) {
      if (++turn % TURN === 0) await setImmediate()
      const stats = reaching(path, () => statSync(join(folder, name), { throwIfNoEntry: false }))
      if (stats?.isFile() !== true) continue
      if (TEMPORARY.test(name)) await removeAbandoned(join(folder, name), stats)
      else entries.push({ name, version: versionOf(stats) })
    }
    return entries
  }

  async likely(_path: string, names: readonly string[]): Promise<Set<string>> {
    return new Set(names)
  }

  async read(path: string): Promise<FileContent | undefined> {
    return reaching(path, () => readNow(join(this.#root, path)))
  }

  async *readAll(paths: Iterable<string>): AsyncGenerator<FileContent | undefined> {
    let turn = 0
    for (const path of paths) {
      if (++turn % TURN === 0) await setImmediate()
      yield reaching(path, () => readNow(join(this.#root, path)))
    }
  }

  async write(files: readonly NewFile[]): Promise<void> {
    await inParallel(PARALLEL_WRITES, files, ({ path, bytes }) => reachingLater(path, () => this.#write(path, bytes)))
    for (const folder of new Set(files.map(({ path }) => dirname(path))))
      await reachingLater(folder, () => syncFolder(join(this.#root, folder)))
  }

  change(path: string, change: (bytes: Uint8Array | undefined) => Uint8Array | undefined): Promise<void> {
    return this.exclusively('files', async () => {
      const bytes = (await this.read(path))?.bytes
      const changed = change(bytes)
      if (changed === bytes) return
      if (changed === undefined) await this.delete([path])
      else await this.write([{ path, bytes: changed }])
    })
  }

  async keep(copies: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
    await inParallel(PARALLEL_WRITES, copies, ({ from, to }) =>
      reachingLater(to, async () => {
        await mkdir(dirname(join(this.#root, to)), { recursive: true })
        await keepFile(join(this.#root, from), join(this.#root, to))
      }),
    )
  }

  async delete(paths: readonly string[]): Promise<void> {
    await inParallel(PARALLEL_WRITES, paths, (path) =>
      reachingLater(path, () => unlink(join(this.#root, path)).catch(passing('ENOENT', 'ENOTDIR'))),
    )
  }

  /** The folders above it go too when nothing else is in them. */
  deleteFolder(path: string): Promise<void> {
    return reachingLater(path, async () => {
      await rm(join(this.#root, path), { recursive: true, force: true })
      for (let above = dirname(path); above !== '.'; above = dirname(above))
        if (!(await removeEmpty(join(this.#root, above)))) return
    })
  }

  exclusively<T>(lock: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
    return this.#locks.exclusively(lock, () => work({ needHeld: () => undefined }))
  }

  async close(): Promise<void> {}

  /** Beside its place first, then there. */
  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const place = join(this.#root, path)
    const temporary = join(dirname(place), `.goldpan-${process.pid}-${temporaryFiles++}`)
    const file = await openNew(temporary)
    try {
      await file.writeFile(bytes)
      await file.datasync()
      await file.close()
      await rename(temporary, place)
    } catch (error) {
      await file.close().catch(() => undefined)
      await unlink(temporary).catch(() => undefined)
      throw error
    }
  }
}

/** With the folders above it, should they not be there. */
async function openNew(place: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(place, 'wx')
    } catch (error) {
      passing('ENOENT')(error)
      await mkdir(dirname(place), { recursive: true }) // somebody may take away empty ones at the same time
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    passing('ENOENT', 'ENOTDIR')(error)
    return []
  }
}

function readNow(place: string): FileContent | undefined {
  let file: number
  try {
    file = openSync(place, 'r')
  } catch (error) {
    passing('ENOENT', 'ENOTDIR')(error)
    return undefined
  }
  try {
    const stats = fstatSync(file)
    return stats.isFile() ? { bytes: readFileSync(file), version: versionOf(stats) } : undefined
  } finally {
    closeSync(file)
  }
}

function versionOf({ mtimeMs, size, ino }: Stats): string {
  return `${mtimeMs}-${size}-${ino}`
}

async function removeAbandoned(place: string, { mtimeMs }: Stats): Promise<void> {
  if (Date.now() - mtimeMs > ABANDONED_MILLISECONDS) await unlink(place).catch(() => undefined) // another may be quicker
}

/** A name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // it opens no folders
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A second name for the same file: writing replaces names, not content. Some file systems have no such names. */
async function keepFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to).catch(passing('EEXIST', 'ENOENT'))
  } catch {
    await copyFile(from, to, constants.COPYFILE_EXCL).catch(passing('EEXIST', 'ENOENT'))
  }
}

/** Whether it was empty. */
async function removeEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder)
    return true
  } catch (error) {
    passing('ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'EBUSY')(error)
    return false
  }
}

/** Throws all errors but these. */
function passing(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(codeOf(error) ?? '')) throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function reaching<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw unreachable(path, error)
  }
}

async function reachingLater<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreachable(path, error)
  }
}

const READ_ONLY = ['EACCES', 'EPERM', 'EROFS']

function unreachable(path: string, error: unknown): unknown {
  const code = codeOf(error)
  if (error instanceof GoldpanError || code === undefined || !/^E[A-Z]+$/.test(code)) return error
  const isForbidden = READ_ONLY.includes(code)
  const hint = code === 'ENOSPC' ? 'make room on the disk' : isForbidden ? 'check its permissions' : 'check the disk'
  const kind = isForbidden ? 'store-forbidden' : 'store-unreachable'
  return new GoldpanError(kind, `\`${path}\` cannot be reached (${code})`, hint, { file: path }, { cause: error })
}
