import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROCESS_BYTES, WORKER_BYTES } from '../../src/export/resources.ts'
import { needBuild } from './run-transcript.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-memory-'))
const input = join(folder, 'tasks.jsonl')

beforeAll(() => {
  needBuild()
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(60)
  const result = Array.from({ length: 30 }, (_, k) => {
    const value = { start: 45 * k + 4, end: 45 * k + 9, text: 'quick', labels: ['WORD'] }
    return { id: String(k), type: 'labels', from_name: 'label', to_name: 'text', value }
  })
  const task = (id: number) => JSON.stringify({ id, data: { text }, annotations: [{ id, result }] })
  writeFileSync(input, Array.from({ length: 2500 }, (_, id) => `${task(id)}\n`).join('')) // some 20 MB
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the smallest memory limit that is accepted holds', () => {
  it.each([
    [0, 'csv', 'result.csv'],
    [2, 'csv', 'result.csv'],
    [0, 'conll2003', 'result.conll'],
  ])('%i workers, %s', (workers, format, file) => {
    const limit = PROCESS_BYTES + workers * WORKER_BYTES
    expect(
      peakBytes(['--to', format, '--out', file, '--workers', String(workers), '--memory-limit', String(limit)]),
    ).toBeLessThan(limit)
  })
})

/** The most memory that a conversion had at any time. */
function peakBytes(args: readonly string[]): number {
  const tell = 'process.on("exit", () => process.stdout.write(String(process.resourceUsage().maxRSS)))'
  const command = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, join(process.cwd(), 'dist/cli/main.js')]
  const options = { cwd: folder, encoding: 'utf8' } as const
  const { status, stdout } = spawnSync(process.execPath, [...command, 'convert', input, ...args, '--quiet'], options)
  expect(status).toBe(0)
  return Number(stdout) * 1024
}
