import { once } from 'node:events'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Content, Sink } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'

/** Where bytes go one after the other: a file or standard output. */
export interface ByteTarget {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}

/**
 * A folder that appears whole or not at all: files are written beside it and moved at the end.
 * @param isOverwriting puts the files into an existing folder, replacing those of the same name; without it the folder must be new or empty.
 * @throws GoldpanError `output-exists`, `output-unwritable`
 */
export async function directorySink(path: string, isOverwriting: boolean): Promise<Sink> {
  const target = resolve(path)
  const existing = await stat(target).catch(() => undefined)
  if (existing !== undefined && !existing.isDirectory())
    throw exists(path, 'is a file, the output is a folder', 'name another folder')
  const isFilled = existing !== undefined && (await readdir(target)).length > 0
  if (isFilled && !isOverwriting)
    throw exists(path, 'has files in it', 'name a new folder, or pass --overwrite to replace files of the same name')
  const temporary = join(dirname(target), `.${basename(target)}.goldpan-${process.pid}`)
  const made = new Set<string>()
  const folderOf = async (file: string) => {
    const folder = dirname(file)
    if (made.has(folder)) return
    await mkdir(folder, { recursive: true })
    made.add(folder)
  }
  await writing(path, async () => {
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
  })
  const files: string[] = []
  return {
    put: (file, content) =>
      writing(path, async () => {
        const place = join(temporary, ...safeParts(file))
        await folderOf(place)
        const handle = await open(place, 'w')
        try {
          for await (const chunk of chunksOf(content)) await handle.write(toBytes(chunk))
        } finally {
          await handle.close()
        }
        files.push(file)
      }),
    close: () =>
      writing(path, async () => {
        if (!isFilled) {
          if (existing !== undefined) await rm(target, { recursive: true })
          await rename(temporary, target)
          return
        }
        made.clear()
        for (const file of files) {
          await folderOf(join(target, file))
          await rename(join(temporary, file), join(target, file))
        }
        await rm(temporary, { recursive: true })
      }),
    abort: () => rm(temporary, { recursive: true, force: true }),
  }
}

/** For formats of one file: that file becomes the target itself; everything else it writes goes nowhere. */
export function singleFileSink(target: ByteTarget, singleFile: string): Sink {
  return {
    async put(file, content) {
      if (file !== singleFile) return
      for await (const chunk of chunksOf(content)) await target.write(toBytes(chunk))
    },
    close: () => target.close(),
    abort: () => target.abort(),
  }
}

/** Runs a format for its report only. */
export function nullSink(): Sink {
  return {
    async put(_file, content) {
      for await (const _chunk of chunksOf(content));
    },
    close: async () => undefined,
    abort: async () => undefined,
  }
}

/** Files as a map; for tests and for callers who want them in memory. */
export function memorySink(files: Map<string, Uint8Array>): Sink {
  return {
    async put(file, content) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunksOf(content)) parts.push(toBytes(chunk))
      files.set(safeParts(file).join('/'), new Uint8Array(Buffer.concat(parts)))
    },
    close: async () => undefined,
    abort: async () => files.clear(),
  }
}

/** A file that appears whole or not at all. @throws GoldpanError `output-unwritable` */
export async function fileTarget(path: string): Promise<ByteTarget> {
  const target = resolve(path)
  if ((await stat(target).catch(() => undefined))?.isDirectory() === true)
    throw exists(path, 'is a folder, the output is a file', `name a file, for instance ${join(path, 'result')}`)
  const temporary = join(dirname(target), `.${basename(target)}.goldpan-${process.pid}`)
  const handle = await writing(path, async () => {
    await mkdir(dirname(target), { recursive: true })
    return open(temporary, 'w')
  })
  return {
    write: (bytes) => writing(path, async () => void (await handle.write(bytes))),
    close: () =>
      writing(path, async () => {
        await handle.sync()
        await handle.close()
        await rename(temporary, target)
      }),
    async abort() {
      await handle.close().catch(() => undefined)
      await rm(temporary, { force: true })
    },
  }
}

/** Standard output, with back-pressure. A reader that goes away (`| head`) ends the run quietly. */
export function streamTarget(stream: NodeJS.WritableStream): ByteTarget {
  return {
    async write(bytes) {
      if (!stream.write(bytes)) await once(stream, 'drain')
    },
    close: async () => undefined,
    abort: async () => undefined,
  }
}

export async function* chunksOf(content: Content): AsyncGenerator<string | Uint8Array> {
  if (typeof content === 'string' || content instanceof Uint8Array) yield content
  else yield* content
}

export function toBytes(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

/** No path leaves the target. */
export function safeParts(file: string): string[] {
  const parts = file.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes('\0')))
    throw new GoldpanError('output-path-unsafe', `\`${file}\` would not stay in the output`, 'rename the media of that task')
  return parts
}

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !/^E[A-Z]+$/.test(error.code))
      throw error
    const hint = error.code === 'ENOSPC' ? 'make room on the disk, or name another place' : 'check the path and its permissions'
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
