import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { jobById } from '../../src/server/exports/export-job.ts'
import { type RunningServer, startServer } from '../../src/server/start.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'
import { box, CONFIG, idIn } from './app.ts'
import { type OpenServer, openServer, TOKEN } from './open-server.ts'
import { SlowBucket } from './slow-bucket.ts'

const TASKS = 1500

const folder = mkdtempSync(join(tmpdir(), 'goldpan-running-'))
let opened: OpenServer
let bucket: SlowBucket
let server: RunningServer
let project: number

/** What a real connection shows: streams, ranges, events, and a server that is stopped in the middle. */
async function start(): Promise<void> {
  opened = await openServer(folder, { limits: { requestsPerMinute: 100_000 }, allowsPrivateAddresses: true })
  server = opened.server
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    authorization: `Token ${TOKEN}`,
    ...(init.body != null && { 'content-type': 'application/json' }),
    ...init.headers,
  }
  return fetch(`${server.address}${path}`, { ...init, headers })
}

async function json(path: string, init: RequestInit = {}): Promise<JsonNode> {
  return parseJson(await (await ask(path, init)).text())
}

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) }
}

async function ended(job: number): Promise<JsonNode> {
  for (;;) {
    const now = await json(`/api/projects/${project}/export-jobs/${job}`)
    if (['done', 'failed', 'cancelled'].includes(now.get('status')?.string() ?? '')) return now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

beforeAll(async () => {
  bucket = await SlowBucket.open()
  await start()
  project = idIn(await json('/api/projects', post({ title: 'Running', label_config: CONFIG })))
  const tasks = Array.from({ length: TASKS }, (_, k) => ({
    data: { image: bucket.pictures[k] ?? `http://x/${k}.jpg` },
    annotations: [{ result: [box('Car', `a${k}`), box('Person', `b${k}`)], ground_truth: false }],
  }))
  await json(`/api/projects/${project}/import`, post(tasks))
  await json('/api/storages/s3', post({ project, ...bucket.place }))
}, 60_000)
afterAll(async () => {
  await opened.close()
  bucket.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an export job', () => {
  it('tells how far it is until it has ended, and gives its file in parts', async () => {
    const job = idIn(await json(`/api/projects/${project}/export-jobs`, post({ format: 'coco', select: { query: 'label:Car' } })))
    const events = await (await ask(`/api/projects/${project}/export-jobs/${job}/events`)).text()
    const states = [...events.matchAll(/^data: (.*)$/gm)].map((match) => parseJson(match[1]!).get('status')?.string())
    expect(states.at(-1)).toBe('done')
    const address = `/api/projects/${project}/export-jobs/${job}/download`
    const whole = await ask(address)
    const bytes = new Uint8Array(await whole.arrayBuffer())
    const etag = whole.headers.get('etag') ?? ''
    const middle = await ask(address, { headers: { range: 'bytes=100-199' } })
    expect([middle.status, middle.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`])
    expect(new Uint8Array(await middle.arrayBuffer())).toEqual(bytes.subarray(100, 200))
    const last = await ask(address, { headers: { range: 'bytes=-10', 'if-range': etag } })
    expect(new Uint8Array(await last.arrayBuffer())).toEqual(bytes.subarray(-10))
    expect((await ask(address, { headers: { range: 'bytes=0-9', 'if-range': '"another"' } })).status).toBe(200)
    expect((await ask(address, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416)
    expect((await ask(address, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const report = await json(`/api/projects/${project}/export-jobs/${job}/report`)
    expect(report.get('counts')?.get('tasksWritten')?.number()).toBe(TASKS)
  })

  it('begins anew after a stop in the middle, and ends with the same bytes', async () => {
    const begin = async () =>
      idIn(await json(`/api/projects/${project}/export-jobs`, post({ format: 'coco', output: { media: 'copy' } })))
    const md5 = (await ended(await begin())).get('result')?.get('md5')?.string()
    const second = await bucket.inTheMidst(begin, async (job) => {
      await opened.close()
      const between = await openStore(join(folder, 'goldpan.db'))
      expect((await jobById(between, job))?.state).toBe('running')
      await between.close()
    })
    await start()
    const after = await ended(second)
    expect([after.get('status')?.string(), after.get('result')?.get('md5')?.string()]).toEqual(['done', md5])
  })

  it('is followed until the server stops, which does not wait for those who follow', async () => {
    const job = idIn(await json(`/api/projects/${project}/export-jobs`, post({ format: 'yolo' })))
    const events = await ask(`/api/projects/${project}/export-jobs/${job}/events`)
    const stopped = opened.close()
    expect(await events.text()).toMatch(/^event: job\ndata: /)
    await stopped
    await start()
    expect((await ended(job)).get('status')?.string()).toBe('done')
  })

  it('is forgotten when its time is over', async () => {
    const job = idIn(await json(`/api/projects/${project}/export-jobs`, post({ format: 'csv' })))
    await ended(job)
    await server.services.jobs.deleteBefore(new Date(Date.now() + 1000))
    expect((await ask(`/api/projects/${project}/export-jobs/${job}`)).status).toBe(404)
    expect(readdirSync(join(folder, 'exports'))).toEqual([])
  })
})

describe('a download', () => {
  it('begins before the export is whole, and stops when nobody takes it', async () => {
    const response = await ask(`/api/projects/${project}/export?exportType=JSON`)
    const reader = response.body!.getReader()
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value).slice(0, 7)).toBe('[{"id":')
    expect(value!.length).toBeLessThan(1_000_000)
    await reader.cancel()
    const again = await json(`/api/projects/${project}/export?exportType=JSON`)
    expect(again.elements().length).toBe(TASKS)
  })

  it('is the same bytes every time', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(async () => Buffer.from(await (await ask(`/api/projects/${project}/export?exportType=YOLO`)).arrayBuffer())),
    )
    expect(one!.equals(two!)).toBe(true)
  })
})

describe('starting', () => {
  const opened: Store[] = []
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })

  it('makes a token once, and keeps only its hash', async () => {
    const place = mkdtempSync(join(folder, 'new-'))
    const own = await openStore(join(place, 'goldpan.db'))
    opened.push(own)
    const settings = {
      store: own,
      folder: place,
      host: 'localhost',
      port: 0,
      log: { info: () => undefined, error: () => undefined },
    }
    const first = await startServer(settings)
    const token = first.newAdminToken ?? ''
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    const answer = await fetch(`${first.address}/api/current-user/whoami`, { headers: { authorization: `Token ${token}` } })
    expect(answer.status).toBe(200)
    await first.close()
    const records = await own.records.list('tokens')
    expect(JSON.stringify(records)).not.toContain(token)
    const second = await startServer(settings)
    expect(second.newAdminToken).toBeUndefined()
    await second.close()
  })

  it('tells when the port is taken', async () => {
    const port = Number(new URL(server.address).port)
    const place = mkdtempSync(join(folder, 'second-'))
    const own = await openStore(join(place, 'goldpan.db'))
    opened.push(own)
    const start = startServer({ store: own, folder: place, host: 'localhost', port, adminToken: TOKEN, log: server.services.log })
    await expect(start).rejects.toMatchObject({ code: 'address-taken' })
    expect(await own.records.get('leases', 'server')).toBeUndefined()
  })
})
