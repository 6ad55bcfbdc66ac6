import { parentPort } from 'node:worker_threads'
import { serveBatches } from './serve-batches.ts'

// What a thread of the pool runs.
parentPort?.on(
  'message',
  serveBatches((reply, moved) => parentPort?.postMessage(reply, moved)),
)
