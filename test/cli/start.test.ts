import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formats } from '../../src/formats/index.ts'
import { needBuild } from './run-transcript.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-start-'))
const watch = join(folder, 'watch.mjs')

/** Prints the address of every module that is loaded to standard error. */
const LOADER = `
  export async function load(url, context, next) {
    process._rawDebug('loads ' + url)
    return next(url, context)
  }`

beforeAll(() => {
  needBuild()
  const loader = `data:text/javascript,${encodeURIComponent(LOADER)}`
  writeFileSync(watch, `import { register } from 'node:module'\nregister(${JSON.stringify(loader)})\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SQLITE = ['@photostructure/sqlite', 'kysely', 'node-gyp-build']

it.each([
  ['the help', ['--help'], []],
  ['a conversion', ['convert', 'examples/image-rotated', '--to', 'coco'], ['saxes']],
  ['a search', ['search', 'none', '--store', join(folder, 'goldpan.db')], SQLITE],
])('%s loads no package that only others need', (_, args, known) => {
  const packages = loadedBy(args).flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])
  expect(packages).toContain('commander')
  expect([...new Set(packages)].filter((name) => ![...known, 'commander'].includes(name))).toEqual([])
})

it('a conversion loads no other format', () => {
  const args = ['convert', 'examples/image-rotated', '--to', 'voc', '--dry-run']
  const files = loadedBy(args).flatMap((url) => /\/dist\/cli\/(.*)\.js$/.exec(url)?.[1] ?? [])
  expect(files.filter((name) => formats.some(({ id }) => id === name))).toEqual(['pascal-voc'])
})

/** The addresses of the files that a command loads. */
function loadedBy(args: readonly string[]): string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', watch, 'dist/cli/main.js', ...args], { encoding: 'utf8' })
  return [...stderr.matchAll(/^loads (file:.*)$/gm)].map(([, url]) => url!)
}
