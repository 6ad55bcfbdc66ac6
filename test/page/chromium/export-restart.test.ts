import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { needBuild } from '../../cli/run-transcript.ts'
import { box, CONFIG } from '../../server/app.ts'
import { type ServedProcess, serveProcess, TOKEN } from '../../server/served-process.ts'
import { SlowBucket } from '../../server/slow-bucket.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-restart-'))
let bucket: SlowBucket
let server: ServedProcess
let project: number
let browser: Browser

beforeAll(async () => {
  needBuild()
  bucket = await SlowBucket.open()
  server = await serve(0)
  project = (await post('/api/projects', { title: 'Pictures', label_config: CONFIG })).id
  const tasks = bucket.pictures.map((image) => ({ data: { image }, annotations: [{ result: [box('Car')] }] }))
  await post(`/api/projects/${project}/import`, tasks)
  await post('/api/storages/s3', { project, ...bucket.place })
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM!, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  await server.end('SIGKILL')
  bucket.close()
  rmSync(folder, { recursive: true, force: true })
})

it('says that the server is gone in mid-export, and goes on when it is back', async () => {
  const page = await browser.newPage()
  await page.goto(`${server.address}/projects/${project}/export?format=labelme#token=${TOKEN}`)
  await page.locator('summary', { hasText: 'Splits, names' }).click()
  await page.getByLabel('Media', { exact: true }).selectOption('copy')
  const gone = page.getByText('The server does not answer. The export goes on')
  const begin = () => page.getByRole('button', { name: 'Export', exact: true }).click()
  await bucket.inTheMidst(begin, async () => {
    await page.getByText(/\d+ % · 100 of 100 tasks/).waitFor()
    await server.end('SIGKILL')
    await gone.waitFor()
    server = await serve(Number(new URL(server.address).port))
    await gone.waitFor({ state: 'detached' })
    await page.reload() // closing the page loses nothing
    await page.getByRole('progressbar').waitFor()
  })
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
  expect((await exported()).equals(readFileSync(await download.path()))).toBe(true)
})

/** What an export gives that nobody interrupts. */
async function exported(): Promise<Buffer> {
  const jobs = `/api/projects/${project}/export-jobs`
  const job = `${jobs}/${(await post(jobs, { format: 'labelme', output: { media: 'copy' } })).id}`
  expect(await (await server.ask(`${job}/events`)).text()).toContain('"status":"done"')
  return Buffer.from(await (await server.ask(`${job}/download`)).arrayBuffer())
}

async function post(path: string, body: unknown): Promise<{ readonly id: number }> {
  const response = await server.ask(path, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as { readonly id: number }
}

/** A server of its own, to be killed. */
function serve(port: number): Promise<ServedProcess> {
  return serveProcess(['--data', folder, '--port', String(port), '--allow-private-addresses'])
}
