import { Worker } from 'node:worker_threads'
import type { WorkerReply, WorkerRequest } from './worker-pool.ts'

/** One worker thread. */
export interface Thread {
  post(request: WorkerRequest): void
  end(): Promise<unknown>
}

/** Of V8's space for new objects; by default it takes four times as much, for garbage that is gone as quickly. */
const YOUNG_MB = 12

/** Threads may look at the same memory. */
export const SHARES_MEMORY: boolean = true

/** @param onEnd told when it ends, for whatever reason */
export function startThread(script: URL, onReply: (reply: WorkerReply) => void, onEnd: () => void): Thread {
  const worker = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  worker.on('message', onReply)
  worker.on('error', () => undefined) // its end follows
  worker.on('exit', onEnd)
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() }
}
