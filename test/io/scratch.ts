import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for the tests of one file, gone after them. What the code itself keeps for a while goes to `temporary` in the meantime. */
export interface Scratch {
  readonly path: string
  readonly temporary: string
  /** Writes a file and its folders; gives back its whole path. */
  put(name: string, content: string | Uint8Array): string
  /** Everything below a folder, sorted; folders end with `/`, names that start with a dot are there too. */
  list(name?: string): string[]
}

export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
  const temporary = join(path, 'temporary')
  mkdirSync(temporary)
  const outer = process.env.TMPDIR
  process.env.TMPDIR = temporary
  afterAll(() => {
    if (outer === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = outer
    rmSync(path, { recursive: true, force: true })
  })
  return {
    path,
    temporary,
    put(name, content) {
      const place = join(path, name)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, content)
      return place
    },
    list(name = '.') {
      const entries = readdirSync(join(path, name), { recursive: true, withFileTypes: true })
      return entries
        .map((entry) => join(entry.parentPath, entry.name).slice(join(path, name).length + 1) + (entry.isDirectory() ? '/' : ''))
        .sort()
    },
  }
}
