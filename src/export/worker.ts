import { parentPort } from 'node:worker_threads'
import { findFormat } from '../formats/index.ts'
import { GoldpanError } from '../model/error.ts'
import { BatchWork, plainError } from './batch-work.ts'
import type { WorkerReply, WorkerRequest } from './worker-pool.ts'

// A thread of the pool: takes a job, then batches, one at a time.
let work: BatchWork | undefined

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'job') work = new BatchWork(findFormat(request.job.format)!, request.job)
  else answer(request).then((reply) => parentPort?.postMessage(reply))
})

async function answer({ kind, batch }: Exclude<WorkerRequest, { readonly kind: 'job' }>): Promise<WorkerReply> {
  try {
    return kind === 'encode' ? { kind, result: await work!.encode(batch) } : { kind, result: work!.survey(batch) }
  } catch (error) {
    if (error instanceof GoldpanError) return { kind: 'error', error: plainError(error) }
    return { kind: 'fault', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
