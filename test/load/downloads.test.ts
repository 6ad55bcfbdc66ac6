import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServedProcess, serveProcess, TOKEN } from '../server/served-process.ts'

const CLIENTS = 200
const TASKS = 50
const TASK_BYTES = 2_000_000
/** Every fourth client takes a break again and again. */
const SLOW = 4
const BREAK = { everyBytes: 8 << 20, milliseconds: 100 }
/** Beyond what the server held before: what is under way to 200 clients, and what the heap grows by. */
const MOST_MEMORY = 150e6

const folder = mkdtempSync(join(tmpdir(), 'goldpan-load-'))
const agent = new Agent({ maxSockets: CLIENTS })
let server: ServedProcess
let path: string
let expected: Buffer

beforeAll(async () => {
  server = await serveProcess(['--data', folder])
  const post = async (address: string, body: unknown) =>
    (await server.ask(address, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<{ readonly id: number }>
  const { id: project } = await post('/api/projects', { title: 'Load' })
  const tasks = Array.from({ length: TASKS }, (_, k) => ({
    data: { k, text: String.fromCharCode(97 + (k % 26)).repeat(TASK_BYTES) },
  }))
  await post(`/api/projects/${project}/import`, tasks)
  const { id: job } = await post(`/api/projects/${project}/export-jobs`, { format: 'json' })
  path = `/api/projects/${project}/export-jobs/${job}`
  await (await server.ask(`${path}/events`)).text()
  expected = Buffer.from(await (await server.ask(`${path}/download`)).arrayBuffer())
  expect(expected.length).toBeGreaterThan(100e6)
}, 120_000)
afterAll(async () => {
  agent.destroy()
  await server.end('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it('200 clients take 100 MB each at the same time, some slowly; every byte is right, and memory stays', async () => {
  writeFileSync(`/proc/${server.child.pid}/clear_refs`, '5') // VmHWM begins anew: what the import and the export took is over
  const before = memory('VmRSS')
  await Promise.all(Array.from({ length: CLIENTS }, (_, k) => download(k % SLOW === 0)))
  expect(memory('VmHWM') - before).toBeLessThan(MOST_MEMORY)
})

/** Reads all, and looks at every byte. */
function download(isSlow: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Token ${TOKEN}` }
    get(`${server.address}${path}/download`, { agent, headers }, async (response) => {
      try {
        let at = 0
        let next = BREAK.everyBytes
        for await (const chunk of response) {
          if (!(chunk instanceof Uint8Array) || expected.compare(chunk, 0, chunk.length, at, at + chunk.length) !== 0)
            throw new Error(`other bytes from ${at} on`)
          at += chunk.length
          if (!isSlow || at < next) continue
          next += BREAK.everyBytes
          await setTimeout(BREAK.milliseconds)
        }
        if (response.statusCode !== 200 || at !== expected.length) throw new Error(`${response.statusCode}, ${at} bytes`)
        resolve()
      } catch (error) {
        reject(error)
      }
    }).on('error', reject)
  })
}

/** Bytes that the server holds, or held at most. */
function memory(key: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'latin1')
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}
