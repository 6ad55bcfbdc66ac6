import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formats } from '../../src/formats/index.ts'
import { needBuild } from './run-transcript.ts'

const output = join(tmpdir(), `goldpan-demo-${process.pid}`)

beforeAll(needBuild)
afterAll(() => rmSync(output, { recursive: true, force: true }))

it('the demo converts every example project into what suits it', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/demo.mjs', output], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/))
  const projects = readdirSync('examples', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(new Set(rows.map(([project]) => project))).toEqual(
    new Set([...projects.map(({ name }) => name), 'project', ...rows.filter((row) => row.length < 4).map(([text]) => text)]),
  )
  const shown = formats.filter(({ id }) => rows.some(([, format]) => format === id))
  expect(shown.length).toBeGreaterThan(formats.length / 2)
  for (const { id } of shown) {
    const [project] = rows.find(([, format]) => format === id)!
    expect(existsSync(join(output, project!, id, 'report.json'))).toBe(true)
  }
})
