import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GoldpanError } from '../../src/model/error.ts'
import { type ExportJob, jobById } from '../../src/server/exports/export-job.ts'
import { ExportJobs, type JobWork, type NewJob } from '../../src/server/exports/export-jobs.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'

const NEW: NewJob = { kind: 'export', project: 1, user: 1, title: 't', format: 'csv', tasks: 10 }
const RESULT = { file: 'x.csv', contentType: 'text/csv', bytes: 1, md5: 'm', tasks: 10, report: '{}' }

let folder: string
let store: Store
let ended: ExportJob[]
let told: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goldpan-jobs-'))
  store = await openStore(join(folder, 'goldpan.db'))
  ended = []
  told = []
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function jobsThat(work: JobWork, now = () => new Date('2026-01-01')): ExportJobs {
  const log = { info: () => undefined, error: (event: string) => void told.push(event) }
  return new ExportJobs({ store, folder, log, now, onEnd: (job) => void ended.push(job) }, work)
}

/** Writes a file, then waits to be called off. */
const patient: JobWork = async (_job, own, signal) => {
  mkdirSync(own, { recursive: true })
  writeFileSync(join(own, 'x.csv'), 'half')
  await new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
  return RESULT
}

async function untilRunning(jobs: ExportJobs, job: ExportJob): Promise<void> {
  while ((await jobById(store, job.id))?.state !== 'running' || !existsSync(jobs.pathOf(job, 'x.csv')))
    await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('export jobs', () => {
  it('are queued, run and done, and tell how far they are', async () => {
    const seen: number[] = []
    const jobs = jobsThat(async (job, _folder, _signal, onProgress) => {
      onProgress({ percent: 40, tasks: 4 })
      seen.push(jobs.progressOf(job).percent)
      return RESULT
    })
    const job = await jobs.create(NEW)
    expect(job.state).toBe('queued')
    const done = await jobs.settled(job, 30_000)
    expect([done.state, done.result, seen, jobs.progressOf(done).percent]).toEqual(['done', RESULT, [40], 100])
    expect(ended.map(({ state }) => state)).toEqual(['done'])
  })

  it('tell why they failed, but not what is nobody’s business', async () => {
    const known = jobsThat(async () => {
      throw new GoldpanError('output-unwritable', 'the disk is full', 'make room')
    })
    const first = await known.settled(await known.create(NEW), 30_000)
    expect([first.state, first.error]).toEqual([
      'failed',
      { code: 'output-unwritable', message: 'the disk is full', hint: 'make room' },
    ])
    const ours = jobsThat(async () => {
      throw new TypeError('/secret/path is not a function')
    })
    const second = await ours.settled(await ours.create(NEW), 30_000)
    expect(second.error).toEqual({
      code: 'internal',
      message: 'Internal server error',
      hint: `the server's log has the cause under job ${second.id}`,
    })
    expect(told).toEqual(['export-job-failed'])
  })

  it('are called off, running or waiting, and leave nothing behind', async () => {
    const jobs = jobsThat(patient)
    const [one, two, three] = [await jobs.create(NEW), await jobs.create(NEW), await jobs.create(NEW)]
    await untilRunning(jobs, one)
    expect([jobs.running, jobs.waiting]).toEqual([2, 1])
    expect((await jobs.cancel(three.id))?.state).toBe('cancelled')
    expect((await jobs.cancel(one.id))?.state).toBe('cancelled')
    expect(existsSync(jobs.pathOf(one, 'x.csv'))).toBe(false)
    await jobs.delete(two.id)
    expect(await jobById(store, two.id)).toBeUndefined()
  })

  it('begin anew at the next start', async () => {
    const before = jobsThat(patient)
    const job = await before.create(NEW)
    await untilRunning(before, job)
    await before.stop()
    expect((await jobById(store, job.id))?.state).toBe('running')
    const after = jobsThat(async () => RESULT)
    await after.resume()
    expect((await after.settled(job, 30_000)).state).toBe('done')
  })

  it('are forgotten when their time is over; snapshots stay', async () => {
    const jobs = jobsThat(async () => RESULT)
    const job = await jobs.settled(await jobs.create(NEW), 30_000)
    const snapshot = await jobs.settled(await jobs.create({ ...NEW, kind: 'snapshot' }), 30_000)
    await jobs.deleteBefore(new Date('2025-12-31'))
    expect(await jobById(store, job.id)).toBeDefined()
    await jobs.deleteBefore(new Date('2026-01-02'))
    expect([await jobById(store, job.id), (await jobById(store, snapshot.id))?.state]).toEqual([undefined, 'done'])
  })
})
