import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { decodeLoosely } from '../model/media.ts'

/**
 * The file below `root` that a task's reference means, or undefined. Tried in this order: the whole path, then without its leading folders one
 * by one (`/data/upload/3/ab12-one.png` → `3/ab12-one.png` → `ab12-one.png`), as spelled and percent-decoded.
 * Nothing outside of `root` is ever found, be it by `..`, an absolute path or a symbolic link.
 */
export async function findMedia(root: string, reference: string): Promise<string | undefined> {
  const realRoot = await realpathOrNothing(root)
  if (realRoot === undefined) return undefined
  for (const candidate of candidatesFor(realRoot, reference)) {
    const path = join(realRoot, candidate)
    if (!(await isFile(path))) continue
    const real = await realpathOrNothing(path)
    if (real !== undefined && isInside(realRoot, real)) return real
  }
  return undefined
}

/** More folders than this are not taken off one by one. */
const MAX_FOLDERS = 32

function candidatesFor(root: string, reference: string): Set<string> {
  const candidates = new Set<string>()
  if (/^data:/i.test(reference) || reference.includes('\0')) return candidates
  const spellings = spellingsOf(reference)
  for (const path of spellings)
    if (isAbsolute(path) && isInside(root, resolve(path))) candidates.add(relative(root, resolve(path)))
  const paths = spellings.map(partsOf)
  for (const parts of paths) candidates.add(parts.join('/'))
  for (let left = MAX_FOLDERS; left > 0; left--)
    for (const parts of paths) if (parts.length >= left) candidates.add(parts.slice(-left).join('/'))
  const upload = /^[0-9a-f]{8}-(.+)$/.exec(paths.at(-1)?.at(-1) ?? '')?.[1] // Label Studio puts 8 hex digits before the names of uploads
  if (upload !== undefined) candidates.add(upload)
  candidates.delete('')
  return candidates
}

/** The path in a reference, as it may be spelled on disk. */
function spellingsOf(reference: string): string[] {
  const path = pathIn(reference)
  const spellings = new Set([path, decodeLoosely(path)])
  for (const spelling of [...spellings]) {
    spellings.add(spelling.normalize('NFC')).add(spelling.normalize('NFD'))
    spellings.add(spelling.replaceAll('\\', '/'))
  }
  return [...spellings].filter((spelling) => !spelling.includes('\0'))
}

/** Without scheme, host (which is the bucket of `s3://bucket/key`) and query; the `d` of `/data/local-files/?d=`. */
function pathIn(reference: string): string {
  const local = reference.includes('/data/local-files') ? /[?&]d=([^&#]*)/.exec(reference)?.[1] : undefined
  if (local !== undefined) return decodeLoosely(local)
  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(reference)
  if (url === null) return reference
  const [, scheme = '', rest = ''] = url
  if (scheme.toLowerCase() === 'file') return rest.replace(/^localhost(?=\/)/, '')
  return rest.replace(/^[^/?#]*/, '').replace(/[?#].*$/s, '')
}

/** Folders and name; `..` takes the folder before it away and never leads out. */
function partsOf(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts
}

function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep)
}

/** Names that no file system takes count as not there. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function realpathOrNothing(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined)
}
