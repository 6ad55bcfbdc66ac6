import { open, stat } from 'node:fs/promises'

const SQLITE_MAGIC = 'SQLite format 3\0'

/** Whether it names a server or a database, and no file or folder of tasks. */
export async function isLiveSource(source: string): Promise<boolean> {
  return isServerAddress(source) || isPostgresAddress(source) || isSqliteFile(source)
}

export function isServerAddress(source: string): boolean {
  return /^https?:\/\//i.test(source)
}

export function isPostgresAddress(source: string): boolean {
  return /^postgres(ql)?:\/\//i.test(source)
}

/** An address as it may be printed: no password, even where it has letters that belong into no address, and no query. A path stays as it is. */
export function withoutSecrets(source: string): string {
  if (!isServerAddress(source) && !isPostgresAddress(source)) return source
  return source.replace(/^([a-z]+:\/\/).*@/is, '$1').replace(/[?#].*$/s, '')
}

/** By what the file begins with. Nothing but a regular file is opened: a pipe can be read only once. */
async function isSqliteFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isFile() !== true) return false
  const file = await open(path).catch(() => undefined) // whoever reads it says why not
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_MAGIC.length), 0, SQLITE_MAGIC.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === SQLITE_MAGIC
  } finally {
    await file.close()
  }
}
