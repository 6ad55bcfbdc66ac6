import type { Thread } from '../export/thread.ts'
import type { WorkerReply, WorkerRequest } from '../export/worker-pool.ts'

/** The part of Web Workers in use; Node's types have none. */
declare class Worker {
  constructor(script: URL, options: { readonly type: 'module' })
  onmessage: (message: { readonly data: typeof READY | WorkerReply }) => void
  onmessageerror: () => void
  onerror: () => void
  postMessage(request: WorkerRequest): void
  terminate(): void
}

/** A worker says so when its script has been loaded. */
export const READY = 'ready'

/** Only pages that the server isolates from all others might. */
export const SHARES_MEMORY: boolean = false

/** Takes the place of `export/thread.ts`. @param onEnd told when the script cannot be loaded or throws outside of its work */
export function startThread(script: URL, onReply: (reply: WorkerReply) => void, onEnd: () => void): Thread {
  const worker = new Worker(script, { type: 'module' })
  const fail = () => {
    worker.terminate()
    onEnd()
  }
  worker.onmessage = ({ data }) => {
    if (data !== READY) onReply(data)
  }
  worker.onerror = fail
  worker.onmessageerror = fail
  return { post: (request) => worker.postMessage(request), end: async () => worker.terminate() }
}

/** Whether workers may run this script here: not from another origin, not against the page's security policy. */
export async function canStart(script: URL): Promise<boolean> {
  try {
    const worker = new Worker(script, { type: 'module' })
    const isReady = await new Promise<boolean>((resolve) => {
      worker.onmessage = () => resolve(true)
      worker.onerror = () => resolve(false)
    })
    worker.terminate()
    return isReady
  } catch {
    return false
  }
}
