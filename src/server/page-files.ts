import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** The page as `npm run build` made it, by path: small enough to be held in memory. */
export type PageFiles = ReadonlyMap<string, PageFile>

interface PageFile {
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The same, packed with gzip at the build. */
  readonly packed: Uint8Array<ArrayBuffer> | undefined
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}
const INDEX = '/index.html'
/** What people see in the address bar: all of it is drawn by the one page. */
const SCREENS = /^\/(?:(?:projects|export|convert)(?:\/.*)?)?$/

/** Undefined where the page was not built. */
export async function readPageFiles(folder: string): Promise<PageFiles | undefined> {
  const names: readonly string[] = await readdir(folder, { recursive: true }).catch(() => [])
  const files = new Map<string, PageFile>()
  for (const name of names) {
    const contentType = CONTENT_TYPES[extname(name)]
    if (contentType === undefined) continue
    const packed = names.includes(`${name}.gz`) ? await readFile(join(folder, `${name}.gz`)) : undefined
    files.set(`/${name.replaceAll('\\', '/')}`, { contentType, bytes: await readFile(join(folder, name)), packed })
  }
  return files.has(INDEX) ? files : undefined
}

/** A file of the page, or the page itself for the path of a screen; undefined for all other paths. */
export function pageResponse(files: PageFiles, { url, headers }: Request): Response | undefined {
  const { pathname } = new URL(url)
  const file = files.get(SCREENS.test(pathname) ? INDEX : pathname)
  if (file === undefined) return undefined
  const isPacked = file.packed !== undefined && /\bgzip\b/.test(headers.get('accept-encoding') ?? '')
  return new Response(isPacked ? file.packed : file.bytes, {
    headers: {
      'content-type': file.contentType,
      'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(isPacked && { 'content-encoding': 'gzip' }),
    },
  })
}
