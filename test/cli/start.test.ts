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

const ALWAYS = ['commander', 'saxes']
const SQLITE = ['@photostructure/sqlite', 'kysely', 'node-gyp-build']

it.each([
  ['a conversion', ['convert', 'examples/image-rotated', '--to', 'coco'], ALWAYS],
  ['a search', ['search', 'none', '--store', join(folder, 'goldpan.db')], [...ALWAYS, ...SQLITE]],
])('%s loads no package that only others need', (_, args, known) => {
  const { stderr } = spawnSync(process.execPath, ['--import', watch, 'dist/cli/main.js', ...args], { encoding: 'utf8' })
  const packages = [...stderr.matchAll(/^loads file:.*?\/node_modules\/((?:@[^/]+\/)?[^/]+)/gm)].map(([, name]) => name)
  expect(packages).toContain('commander')
  expect([...new Set(packages)].filter((name) => !known.includes(name!))).toEqual([])
})

it('a conversion loads no other format', () => {
  const args = ['convert', 'examples/image-rotated', '--to', 'voc', '--dry-run']
  const { stderr } = spawnSync(process.execPath, ['--import', watch, 'dist/cli/main.js', ...args], { encoding: 'utf8' })
  const files = [...stderr.matchAll(/^loads file:.*\/dist\/cli\/(.*)\.js$/gm)].map(([, name]) => name!)
  expect(files.filter((name) => formats.some(({ id }) => id === name))).toEqual(['pascal-voc'])
})
