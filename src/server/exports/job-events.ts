import { printAnswer } from '../http/json-answer.ts'
import type { Services } from '../services.ts'
import { type ExportJob, isFinal, jobById } from './export-job.ts'
import { jobAnswer } from './job-answer.ts'

/** Not more often than people can see, and a sign of life for what stands between. */
const LEAST_PAUSE = 250
const LONGEST_PAUSE = 15_000

/** The job at every change and when it has ended, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function jobEvents(services: Services, { id }: ExportJob, signal: AbortSignal): Response {
  const { readable, writable } = new TransformStream<string, string>()
  const writer = writable.getWriter()
  const gone = new AbortController()
  signal.addEventListener('abort', () => gone.abort())
  writer.closed.catch(() => gone.abort())
  follow(services, id, gone.signal, (text) => writer.write(text))
    .then(() => writer.close())
    .catch(() => undefined) // whoever followed has gone
  return new Response(readable.pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}

async function follow(services: Services, id: number, gone: AbortSignal, write: (text: string) => Promise<void>): Promise<void> {
  const changes = new Changes()
  const stop = services.jobs.watch(id, () => changes.note())
  gone.addEventListener('abort', () => changes.note())
  try {
    while (!gone.aborted) {
      const job = await jobById(services.store, id)
      if (job === undefined) return
      await write(`event: job\ndata: ${printAnswer(jobAnswer(services, job))}\n\n`)
      if (isFinal(job) || services.jobs.isStopping) return
      while (!(await changes.next(LONGEST_PAUSE))) await write(': still there\n\n')
      await pause(LEAST_PAUSE)
    }
  } finally {
    stop()
  }
}

/** Waits for something that may have happened already. */
class Changes {
  #isNoted = false
  #wake: (() => void) | undefined

  note(): void {
    this.#isNoted = true
    this.#wake?.()
  }

  /** Whether it happened before the time was up. */
  async next(milliseconds: number): Promise<boolean> {
    if (!this.#isNoted) await Promise.race([pause(milliseconds), new Promise<void>((resolve) => (this.#wake = resolve))])
    const isNoted = this.#isNoted
    this.#isNoted = false
    return isNoted
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
