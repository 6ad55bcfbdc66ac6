import { mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileChunks } from '../../io/read-file.ts'
import { invalidBody } from '../http/problem.ts'
import type { Services } from '../services.ts'
import type { StoragePlace } from './storage-places.ts'
import type { Storage } from './storage-record.ts'

/** A folder below the server's files root. */
export function localPlace({ filesRoot }: Services, storage: Storage): StoragePlace {
  const folder = resolve(storage.path ?? '')
  const place = (name: string) => {
    const path = resolve(folder, name)
    if (!isBelow(folder, path)) throw invalidBody(`\`${name}\` lies outside of ${folder}`)
    return path
  }
  return {
    check: () => checkFolder(folder, filesRoot, storage),
    list: () => namesIn(folder, folder, storage.recursive_scan),
    read: (name) => fileChunks(place(name)),
    async write(name, content) {
      const path = place(name)
      await mkdir(dirname(path), { recursive: true })
      const working = join(dirname(path), `.goldpan-${process.pid}-${name.replaceAll('/', '_')}`)
      await writeFile(working, content)
      await rename(working, path)
    },
    delete: (name) => rm(place(name), { force: true }),
    urlOf: (name) =>
      `/data/local-files/?d=${encodeURI(
        relative(filesRoot ?? folder, place(name))
          .split(sep)
          .join('/'),
      )}`,
    close: () => undefined,
  }
}

/** The path of a file below the root, links followed; undefined when it is not below it, or not there. */
export async function fileBelow(root: string, name: string): Promise<string | undefined> {
  const [base, path] = await Promise.all([realpath(root), realpath(resolve(root, name))]).catch(() => [undefined, undefined])
  if (base === undefined || path === undefined || !isBelow(base, path)) return undefined
  return (await stat(path)).isFile() ? path : undefined
}

async function checkFolder(folder: string, root: string | undefined, { side, path }: Storage): Promise<void> {
  if (path === null || path === '') throw invalidBody('Path must be set for Local Files storage')
  if (root === undefined)
    throw invalidBody('Serving local files can be dangerous, so it is disabled; start the server with --files-root to enable it')
  const base = await realpath(root)
  if (side === 'export' && isBelow(resolve(root), folder)) await mkdir(folder, { recursive: true })
  const found = await realpath(folder).catch(() => undefined)
  if (found === undefined) throw invalidBody(`Absolute local path "${folder}" does not exist`)
  if (found === base)
    throw invalidBody(
      `Absolute local path "${folder}" cannot be the same as the files root "${root}" by security reasons. Please add a subdirectory.`,
    )
  if (!isBelow(base, found))
    throw invalidBody(`Absolute local path "${folder}" must be a subdirectory of the files root "${root}" by security reasons.`)
}

async function* namesIn(root: string, folder: string, isRecursive: boolean): AsyncGenerator<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isFile()) yield relative(root, path).split(sep).join('/')
    else if (entry.isDirectory() && isRecursive) yield* namesIn(root, path, true)
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}
