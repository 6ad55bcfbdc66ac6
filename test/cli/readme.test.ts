import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { needBuild } from './run-transcript.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'goldpan-readme-'))

beforeAll(needBuild)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the library example of the README runs with the package as users get it', () => {
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? []
  cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(ROOT, join(folder, 'node_modules', 'goldpan'))
  writeFileSync(join(folder, 'example.mjs'), example!)
  const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' })
  const lines = printed.trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual(['5 tasks read', '{ annotations: 3, images: 5, regions: 3 }'])
  expect(lines.slice(-5)).toEqual(['1 4', '2 3', '3 1', '4 1', '5 0'])
  expect(readFileSync(join(folder, 'coco.zip')).subarray(0, 2).toString()).toBe('PK')
})
