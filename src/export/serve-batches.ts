import { findFormat } from '../formats/index.ts'
import { GoldpanError } from '../model/error.ts'
import { BatchWork, plainError } from './batch-work.ts'
import { unpackBatch } from './packed-batch.ts'
import type { WorkerReply, WorkerRequest } from './worker-pool.ts'

/** What a thread of the pool does with each request: it takes a job, then batches, one at a time. */
export function serveBatches(reply: (reply: WorkerReply) => void): (request: WorkerRequest) => void {
  let work: BatchWork | undefined
  return (request) => {
    if (request.kind === 'job') work = new BatchWork(findFormat(request.job.format)!, request.job)
    else void answer(work!, request).then(reply)
  }
}

async function answer(work: BatchWork, request: Exclude<WorkerRequest, { readonly kind: 'job' }>): Promise<WorkerReply> {
  const { kind } = request
  const batch = unpackBatch(request.batch)
  try {
    return kind === 'encode' ? { kind, result: await work.encode(batch) } : { kind, result: work.survey(batch) }
  } catch (error) {
    if (error instanceof GoldpanError) return { kind: 'error', error: plainError(error) }
    return { kind: 'fault', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
