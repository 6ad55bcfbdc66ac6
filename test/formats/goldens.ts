import { readdirSync, readFileSync } from 'node:fs'

const GOLDENS = new URL('../fixtures/goldens/', import.meta.url)

/** Tasks and config of a golden case. */
export function goldenInput(name: string): { tasks: string; config: string } {
  return { tasks: readGolden(`${name}/tasks.json`).toString(), config: readGolden(`${name}/config.xml`).toString() }
}

/** The peer's files of one format, by name. */
export function goldenFiles(name: string, format: string): Map<string, Uint8Array> {
  const names = readdirSync(new URL(`${name}/${format}/`, GOLDENS)).sort()
  return new Map(names.map((file) => [file, new Uint8Array(readGolden(`${name}/${format}/${file}`))]))
}

export function readGolden(path: string): Buffer {
  return readFileSync(new URL(path.split('/').map(encodeURIComponent).join('/'), GOLDENS))
}
