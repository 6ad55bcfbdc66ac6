import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needBuild } from './run-transcript.ts'

const home = mkdtempSync(join(tmpdir(), 'goldpan-interrupt-'))
const input = join(home, 'tasks.jsonl')
const [work, temporary] = [join(home, 'work'), join(home, 'temporary')]
const options = ['--json', '--progress', 'always']

beforeAll(() => {
  needBuild()
  for (const folder of [work, temporary]) mkdirSync(folder)
  const region = { type: 'rectanglelabels', from_name: 'a', to_name: 'b', original_width: 9, original_height: 9 }
  const value = { x: 1, y: 2, width: 3, height: 4, rotation: 5, rectanglelabels: ['thing'] }
  const result = Array.from({ length: 40 }, (_, k) => ({ ...region, id: String(k), value }))
  const task = (id: number) => JSON.stringify({ id, data: { image: `${id}.jpg` }, annotations: [{ id, result }] })
  writeFileSync(input, Array.from({ length: 6000 }, (_, id) => `${task(id)}\n`).join('')) // some 50 MB: seconds of work
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a run that is interrupted leaves nothing behind', () => {
  it.each<[NodeJS.Signals, number, string[]]>([
    ['SIGINT', 130, ['--to', 'pascal-voc', '--out', 'new/folder']],
    ['SIGINT', 130, ['--to', 'pascal-voc', '--out', 'voc.zip', '--workers', '2']],
    ['SIGTERM', 143, ['--to', 'coco', '--out', 'coco.json', '--report', 'reports/coco.json']],
  ])('%s: exit code %i, %j', async (signal, exitCode, args) => {
    const { code, events } = await interrupted(signal, ['convert', input, ...args, ...options], 'progress')
    expect(code).toBe(exitCode)
    expect(events.at(-1)).toMatchObject({ event: 'error', code: 'cancelled' })
    expect([readdirSync(work), readdirSync(temporary)]).toEqual([[], []])
  })

  it('and does not wait for standard input', async () => {
    const args = ['convert', '-', '--to', 'csv', '--out', 'x.csv', ...options]
    const { code } = await interrupted('SIGINT', args, 'spool')
    expect(code).toBe(130)
    expect([readdirSync(work), readdirSync(temporary)]).toEqual([[], []])
  })
})

/** Sends a signal to its own process when that tells of progress for the first time: from another one it may come too late. */
function atFirstProgress(signal: NodeJS.Signals): string {
  const code = `const { write } = process.stderr
    process.stderr.write = (text, ...rest) => {
      if (String(text).includes('"progress"')) {
        process.stderr.write = write
        process.kill(process.pid, '${signal}')
      }
      return write.call(process.stderr, text, ...rest)
    }`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/** Runs the command line and interrupts it at its first progress, or once it made its temporary folder. */
function interrupted(
  signal: NodeJS.Signals,
  args: readonly string[],
  moment: 'progress' | 'spool',
): Promise<{ code: number | null; events: { readonly event: string }[] }> {
  return new Promise((resolve, reject) => {
    const watch = moment === 'progress' ? ['--import', atFirstProgress(signal)] : []
    const child = spawn(process.execPath, [...watch, join(process.cwd(), 'dist/cli/main.js'), ...args], {
      cwd: work,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let printed = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    const timer = setInterval(() => {
      if (moment !== 'spool' || readdirSync(temporary).length === 0) return
      clearInterval(timer)
      child.kill(signal)
    }, 20)
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      resolve({
        code,
        events: printed
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      })
    })
  })
}
