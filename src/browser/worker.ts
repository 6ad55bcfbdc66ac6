import { serveBatches } from '../export/serve-batches.ts'
import type { WorkerReply, WorkerRequest } from '../export/worker-pool.ts'
import { READY } from './thread.ts'

/** The part of a worker's global scope in use; Node's types have none. */
declare const self: {
  onmessage: (message: { readonly data: WorkerRequest }) => void
  postMessage(reply: typeof READY | WorkerReply, moved?: ArrayBuffer[]): void
}

// What a Web Worker of the pool runs.
const serve = serveBatches((reply, moved) => self.postMessage(reply, moved))
self.onmessage = ({ data }) => serve(data)
self.postMessage(READY)
