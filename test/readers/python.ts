import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { AnyFormat } from '../../src/formats/format.ts'
import { formats } from '../../src/formats/index.ts'
import { type Converted, type ConvertInput, convert } from '../convert.ts'
import { goldenInput } from '../formats/goldens.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What one of the scripts here, run on these paths, has to say: it prints one JSON value. */
export function askPython(script: string, ...args: string[]): unknown {
  return JSON.parse(
    execFileSync(interpreter(), ['-I', join('test', 'readers', script), ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }),
  )
}

/** Writes a conversion's files to a folder that is gone after the tests. */
export function writeFiles({ files }: Converted): string {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-readers-'))
  made.push(folder)
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

/** Converts one of the golden inputs. */
export async function convertGolden(name: string, to: string, input: Partial<ConvertInput> = {}): Promise<Converted> {
  return convert({ ...goldenInput(name), to: formatOf(to), ...input })
}

export function formatOf(id: string): AnyFormat {
  const format = formats.find((candidate) => candidate.id === id)
  if (format === undefined) throw new Error(`no format ${id}`)
  return format
}

let found: string | undefined
function interpreter(): string {
  found ??=
    process.env.GOLDPAN_PYTHON || execFileSync(process.execPath, [join('scripts', 'python-env.mjs')], { encoding: 'utf8' }).trim()
  return found
}
