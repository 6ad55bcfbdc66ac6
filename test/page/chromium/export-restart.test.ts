import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { needBuild } from '../../cli/run-transcript.ts'
import { TOKEN } from '../../server/open-server.ts'

/** Enough that an export takes some seconds. */
const TASKS = 12_000

const folder = mkdtempSync(join(tmpdir(), 'goldpan-restart-'))
const store = join(folder, 'goldpan.db')
const main = resolve('dist/cli/main.js')
let server: ChildProcess
let port: number
let browser: Browser

beforeAll(async () => {
  needBuild()
  const task = JSON.parse(readFileSync('examples/image-rotated/tasks.json', 'utf8'))[0]
  const lines = Array.from({ length: TASKS }, (_, k) => JSON.stringify({ ...task, id: k + 1 }))
  writeFileSync(join(folder, 'tasks.jsonl'), lines.join('\n'))
  await goldpan('import', 'Large', join(folder, 'tasks.jsonl'), '--store', store, '--config', 'examples/image-rotated/config.xml')
  port = await freePort()
  server = await serve()
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM!, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  await end('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it('says that the server is gone in mid-export, and goes on when it is back', async () => {
  const page = await browser.newPage()
  await page.goto(`http://localhost:${port}/projects/1/export?format=labelme#token=${TOKEN}`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByText(/[1-9]\d? % · [\d,]+ of 12,000 tasks/).waitFor()
  await end('SIGKILL')
  await page.getByText('The server does not answer. The export goes on').waitFor()
  server = await serve()
  await page.getByText('The server does not answer').waitFor({ state: 'detached' })
  await page.reload() // closing the page loses nothing
  await page.getByRole('progressbar').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
  expect((await exported()).equals(readFileSync(await download.path()))).toBe(true)
})

/** What the command line makes of the project. */
async function exported(): Promise<Buffer> {
  const out = join(folder, 'labelme.zip')
  await goldpan('export', 'Large', '--store', store, '--to', 'labelme', '--out', out)
  return readFileSync(out)
}

async function goldpan(...args: readonly string[]): Promise<void> {
  const [code] = await once(spawn(process.execPath, [main, ...args], { stdio: 'ignore' }), 'exit')
  expect(code).toBe(0)
}

/** A server of its own, to be killed. */
async function serve(): Promise<ChildProcess> {
  const args = ['serve', '--data', folder, '--store', store, '--port', String(port)]
  const env = { ...process.env, GOLDPAN_ADMIN_TOKEN: TOKEN }
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data') // the greeting
  return child
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const ended = once(server, 'exit')
  server.kill(signal)
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
