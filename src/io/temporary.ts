import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const paths = new Set<string>()

/** A new folder that is gone when the process ends, if not before. */
export function temporaryFolder(): string {
  return temporary(mkdtempSync(join(tmpdir(), 'goldpan-')))
}

/** Marks a file or folder as one that must not outlive the process, however it ends (a reader that went away, Ctrl-C). */
export function temporary(path: string): string {
  if (paths.size === 0) process.once('exit', removeAll)
  paths.add(path)
  return path
}

/** Removes it now, or only forgets it when it has been moved away. */
export function removeTemporary(path: string): void {
  rmSync(path, { recursive: true, force: true })
  paths.delete(path)
  if (paths.size === 0) process.off('exit', removeAll)
}

function removeAll(): void {
  for (const path of paths) rmSync(path, { recursive: true, force: true })
}
