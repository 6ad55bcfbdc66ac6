import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import type { Job } from '../../src/export/batch-work.ts'
import { parseOptions } from '../../src/export/options.ts'
import { packBatch } from '../../src/export/packed-batch.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { serveBatches } from '../../src/export/serve-batches.ts'
import type { WorkerReply } from '../../src/export/worker-pool.ts'
import { loadFormat } from '../../src/formats/load.ts'
import { rawTasks } from '../io/raw-tasks.ts'

const IMAGES = parseLabelConfig('<View><Image name="image" value="$image"/><RectangleLabels name="box" toName="image"/></View>')

async function jobOf(id: string): Promise<Job> {
  const format = (await loadFormat(id))!
  return {
    format: id,
    options: parseOptions(format.options, {}, id),
    selection: parseOptions(SELECTION, {}, 'test'),
    config: IMAGES,
    survey: undefined,
    isInferring: false,
    isSurveyed: false,
    mediaRoot: join(tmpdir(), 'nothing-is-here'),
    onBadTask: 'skip',
    split: undefined,
  }
}

/** Tasks that each name an image of their own, which is looked up on disk. */
function batchOf(count: number, firstIndex: number) {
  const texts = Array.from({ length: count }, (_, k) => `{"id": ${k}, "data": {"image": "${firstIndex + k}.png"}}`)
  const bytes = new TextEncoder().encode(texts.join(''))
  let end = 0
  const tasks = texts.map(({ length }) => {
    const start = end
    end += length
    return { start, end, file: 'a.json', byte: start, line: 1, column: start + 1 }
  })
  return packBatch({ bytes, tasks: rawTasks(tasks), firstIndex })
}

it('batches that come before the one in hand is done are answered in their order, each for the job it came after', async () => {
  const replies: WorkerReply[] = []
  const jobs = await Promise.all(['json', 'coco'].map(jobOf))
  await new Promise<void>((resolve) => {
    const serve = serveBatches((reply) => {
      if (replies.push(reply) === 3) resolve()
    })
    serve({ kind: 'job', job: jobs[0]! })
    serve({ kind: 'encode', batch: batchOf(30, 0) })
    serve({ kind: 'encode', batch: batchOf(1, 30) })
    serve({ kind: 'job', job: jobs[1]! })
    serve({ kind: 'encode', batch: batchOf(2, 31) })
  })
  const results = replies.flatMap((reply) => (reply.kind === 'encode' ? [reply.result] : []))
  expect(results.map(({ tasksRead }) => tasksRead)).toEqual([30, 1, 2])
  expect(results.map(({ parts }) => parts[0] instanceof Uint8Array)).toEqual([true, true, false])
})

it('a job that cannot be begun is told with each of its batches', async () => {
  const job = { ...(await jobOf('json')), format: 'none' }
  const reply = await new Promise<WorkerReply>((resolve) => {
    const serve = serveBatches(resolve)
    serve({ kind: 'job', job })
    serve({ kind: 'encode', batch: batchOf(1, 0) })
  })
  expect(reply.kind).toBe('fault')
})
