import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jobById } from '../../src/server/exports/export-job.ts'
import { openStore } from '../../src/stores/index.ts'
import { box, CONFIG } from './app.ts'
import { type ServedProcess, serveProcess } from './served-process.ts'
import { SlowBucket } from './slow-bucket.ts'

const TASKS = 1000
/** Of an import that goes on for seconds when its first tasks are stored. */
const MANY_TASKS = 80_000

/** What becomes of work that a server is ended in. @param storeOf the store to serve, given the folder for data */
export function describeRestart(storeOf: (folder: string) => Promise<string>): void {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-restart-'))
  let store: string
  let bucket: SlowBucket
  let running: ServedProcess | undefined
  let project: number
  let md5: string

  const start = async () => {
    running = await serveProcess(['--data', folder, '--store', store, '--allow-private-addresses'])
    return running
  }
  const post = async ({ ask }: ServedProcess, path: string, body: unknown) => {
    const response = await ask(path, { method: 'POST', body: JSON.stringify(body) })
    return (await response.json()) as { readonly id: number; readonly import: number; readonly task_count: number }
  }
  const newJob = async (server: ServedProcess) =>
    (await post(server, `/api/projects/${project}/export-jobs`, { format: 'yolo', output: { media: 'copy' } })).id
  const addressOf = (job: number) => `/api/projects/${project}/export-jobs/${job}`
  /** The bytes that a job has made when it has ended. */
  const result = async ({ ask }: ServedProcess, job: number) => {
    const events = await (await ask(`${addressOf(job)}/events`)).text()
    expect(events).toContain('"status":"done"')
    const download = await ask(`${addressOf(job)}/download`)
    return { etag: download.headers.get('etag') ?? '', bytes: Buffer.from(await download.arrayBuffer()) }
  }

  beforeAll(async () => {
    store = await storeOf(folder)
    bucket = await SlowBucket.open()
    const server = await start()
    project = (await post(server, '/api/projects', { title: 'Restart', label_config: CONFIG })).id
    const tasks = Array.from({ length: TASKS }, (_, k) => ({
      data: { image: bucket.pictures[k] ?? `http://x/${k}.jpg` },
      annotations: [{ result: [box('Car', `a${k}`), box('Person', `b${k}`)] }],
    }))
    expect((await post(server, `/api/projects/${project}/import`, tasks)).task_count).toBe(TASKS)
    await post(server, '/api/storages/s3', { project, ...bucket.place })
    md5 = (await result(server, await newJob(server))).etag
  }, 120_000)
  afterAll(async () => {
    await running?.end('SIGKILL')
    bucket.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)('a job is begun anew behind %s, and ends with the same bytes', async (signal) => {
    const server = running!
    const job = await bucket.inTheMidst(
      () => newJob(server),
      async (begun) => {
        expect(await server.end(signal)).toEqual(signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null })
        const between = await openStore(store)
        expect((await jobById(between, begun))?.state).toBe('running')
        await between.close()
      },
    )
    const { etag, bytes } = await result(await start(), job)
    expect(etag).toBe(md5)
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
  })

  it('an import is taken back behind SIGKILL, and can be sent again', async () => {
    const server = running!
    const tasks = JSON.stringify(
      Array.from({ length: MANY_TASKS }, (_, k) => ({ image: `http://x/${k}-${'y'.repeat(400)}.jpg` })),
    )
    const begun = await server.ask(`/api/projects/${project}/import?async=true`, { method: 'POST', body: tasks })
    const { import: id } = (await begun.json()) as { readonly import: number }
    const status = async ({ ask }: ServedProcess) =>
      (await (await ask(`/api/projects/${project}/imports/${id}`)).json()) as {
        status: string
        error: string
        task_count: number
      }
    while ((await status(server)).task_count === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    await server.end('SIGKILL')
    const next = await start()
    expect(await status(next)).toMatchObject({ status: 'failed', error: expect.stringContaining('Send it again') })
    const { task_number: left } = (await (await next.ask(`/api/projects/${project}`)).json()) as { readonly task_number: number }
    expect(left).toBe(TASKS)
  })

  it('a second server is refused while the first lives', async () => {
    await expect(serveProcess(['--data', folder, '--store', store])).rejects.toThrow(
      /error\[store-served\].*is served by another server/,
    )
    expect((await running!.ask('/health')).status).toBe(200)
  })
}
