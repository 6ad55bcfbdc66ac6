import { loadFormat } from '../formats/load.ts'
import { GoldpanError } from '../model/error.ts'
import { BatchWork, byteArraysOf, type Job, plainError } from './batch-work.ts'
import { unpackBatch } from './packed-batch.ts'
import type { WorkerReply, WorkerRequest } from './worker-pool.ts'

/**
 * What a thread of the pool does with each request: it takes a job, then batches, one after the other, however soon they follow each other.
 * @param reply is also given the memory that goes over to the other thread with the reply, instead of being copied
 */
export function serveBatches(reply: (reply: WorkerReply, moved: ArrayBuffer[]) => void): (request: WorkerRequest) => void {
  let work: Promise<BatchWork> | undefined
  let last: Promise<void> = Promise.resolve()
  return (request) => {
    if (request.kind === 'job') {
      work = begin(request.job)
      work.catch(() => undefined) // it is told with each batch
      return
    }
    const own = work!
    last = last.then(async () => {
      const answered = await answer(own, request)
      reply(answered, movableOf(answered))
    })
  }
}

async function begin(job: Job): Promise<BatchWork> {
  return new BatchWork((await loadFormat(job.format))!, job)
}

async function answer(
  begun: Promise<BatchWork>,
  request: Exclude<WorkerRequest, { readonly kind: 'job' }>,
): Promise<WorkerReply> {
  const { kind } = request
  const batch = unpackBatch(request.batch)
  try {
    const work = await begun
    return kind === 'encode' ? { kind, result: await work.encode(batch) } : { kind, result: work.survey(batch) }
  } catch (error) {
    if (error instanceof GoldpanError) return { kind: 'error', error: plainError(error) }
    return { kind: 'fault', error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Below this many bytes a copy is quicker; constants that parts share are smaller, too. */
const MOVED_BYTES = 1 << 16

/** The memory of large byte arrays that a part is, or has as members; such an array is nobody else's. */
function movableOf(reply: WorkerReply): ArrayBuffer[] {
  if (reply.kind !== 'encode') return []
  const buffers = new Set<ArrayBuffer>()
  for (const member of byteArraysOf(reply.result.parts)) {
    if (!(member.buffer instanceof ArrayBuffer)) continue
    const isWhole = member.byteOffset === 0 && member.length * 2 > member.buffer.byteLength
    if (isWhole && member.length > MOVED_BYTES) buffers.add(member.buffer)
  }
  return [...buffers]
}
