import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Job } from '../../src/export/batch-work.ts'
import { parseOptions } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { WorkerPool } from '../../src/export/worker-pool.ts'
import type { RawBatch } from '../../src/io/read-batches.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { rawTasks } from '../io/raw-tasks.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-pool-'))
const script = new URL('./dying-worker.mjs', import.meta.url)

const job: Job = {
  format: 'json',
  options: {},
  selection: parseOptions(SELECTION, {}, 'test'),
  config: EMPTY_CONFIG,
  survey: undefined,
  isInferring: false,
  isSurveyed: false,
  mediaRoot: join(folder, 'died'),
  onBadTask: 'skip',
  split: undefined,
}

function batch(firstIndex: number): RawBatch {
  const tasks = rawTasks([{ start: 0, end: 2, file: 'a.json', byte: 5, line: 2, column: 3 }])
  return { bytes: new Uint8Array(2), tasks, firstIndex }
}

afterEach(() => rmSync(join(folder, 'died'), { force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a pool of workers', () => {
  it('replaces a worker that dies and does its batch again', async () => {
    const pool = new WorkerPool(2, script)
    const results = await Promise.all([1, 2, 3, 4, 5].map((index) => pool.encode(job, batch(index))))
    expect(results.flatMap(({ parts }) => parts)).toEqual([1, 2, 3, 4, 5])
    await pool.close()
  })

  it('gives up a batch at which three workers died, and says where it is', async () => {
    const pool = new WorkerPool(1, script)
    await pool.encode(job, batch(1))
    const lost = pool.encode(job, batch(13))
    const next = pool.encode(job, batch(14))
    await expect(lost).rejects.toMatchObject({ code: 'worker-lost', where: { file: 'a.json', line: 2, column: 3, byte: 5 } })
    expect(await next).toEqual({ parts: [14] })
    await pool.close()
  })

  it('throws what a worker threw', async () => {
    const pool = new WorkerPool(1, script)
    await pool.encode(job, batch(1))
    await expect(pool.encode(job, batch(7))).rejects.toMatchObject({
      code: 'seven',
      message: 'no',
      hint: 'eight',
      where: { task: 7 },
    })
    await pool.close()
  })
})
