import type { RawBatch } from '../io/read-batches.ts'
import { GoldpanError } from '../model/error.ts'
import { type EncodedBatch, type Job, type PlainError, type SurveyedBatch, toError } from './batch-work.ts'
import { type PackedBatch, packBatch } from './packed-batch.ts'
import { startThread, type Thread } from './thread.ts'

/** What a worker is asked; a job holds until the next one. */
export type WorkerRequest =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'encode' | 'survey'; readonly batch: PackedBatch }

export type WorkerReply =
  | { readonly kind: 'encode'; readonly result: EncodedBatch }
  | { readonly kind: 'survey'; readonly result: SurveyedBatch }
  | { readonly kind: 'error'; readonly error: PlainError }
  | { readonly kind: 'fault'; readonly error: Error }

interface Errand {
  readonly job: Job
  readonly kind: 'encode' | 'survey'
  readonly batch: RawBatch
  /** So many threads have died of it. */
  attempts: number
  resolve(reply: WorkerReply): void
  reject(error: Error): void
}

interface Member {
  readonly thread: Thread
  job: Job | undefined
  /** In the order in which it does them; it works on the first. */
  readonly errands: Errand[]
}

const MOST_ATTEMPTS = 3
/** While a thread's answer is on its way it has the next batch to go on with. */
const MOST_ERRANDS = 2

/** Threads that each do one batch after the other. One that dies is replaced and its batch done again, twice at most. */
export class WorkerPool {
  readonly #size: number
  readonly #script: URL
  readonly #members: Member[] = []
  readonly #waiting: Errand[] = []
  #isClosed = false

  /**
   * @param script what each thread runs; it speaks {@link WorkerRequest} and {@link WorkerReply}
   * @param isReady all threads start now; else each when it is needed
   */
  constructor(size: number, script: URL, isReady = false) {
    this.#size = size
    this.#script = script
    if (isReady) while (this.#members.length < size) this.#hire()
  }

  async encode(job: Job, batch: RawBatch): Promise<EncodedBatch> {
    const reply = await this.#send(job, 'encode', batch)
    if (reply.kind !== 'encode') throw new Error('a worker answered something else')
    return reply.result
  }

  async survey(job: Job, batch: RawBatch): Promise<SurveyedBatch> {
    const reply = await this.#send(job, 'survey', batch)
    if (reply.kind !== 'survey') throw new Error('a worker answered something else')
    return reply.result
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#members.map(({ thread }) => thread.end()))
  }

  #send(job: Job, kind: Errand['kind'], batch: RawBatch): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, kind, batch, attempts: 0, resolve, reject })
      this.#assign()
    })
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const member = this.#leastBusy()
      if (member === undefined) return
      const errand = this.#waiting.shift()!
      member.errands.push(errand)
      if (member.job !== errand.job) member.thread.post({ kind: 'job', job: errand.job })
      member.job = errand.job
      member.thread.post({ kind: errand.kind, batch: packBatch(errand.batch) })
    }
  }

  /** A thread that has nothing to do, be it a new one, else one that may be sent more. */
  #leastBusy(): Member | undefined {
    const idle = this.#members.find(({ errands }) => errands.length === 0)
    if (idle !== undefined) return idle
    if (this.#members.length < this.#size) return this.#hire()
    return this.#members.find(({ errands }) => errands.length < MOST_ERRANDS)
  }

  #hire(): Member {
    const member: Member = {
      thread: startThread(
        this.#script,
        (reply) => this.#settle(member, reply),
        () => this.#replace(member),
      ),
      job: undefined,
      errands: [],
    }
    this.#members.push(member)
    return member
  }

  #settle(member: Member, reply: WorkerReply): void {
    const errand = member.errands.shift()
    if (reply.kind === 'error') errand?.reject(toError(reply.error))
    else if (reply.kind === 'fault') errand?.reject(reply.error)
    else errand?.resolve(reply)
    this.#assign()
  }

  #replace(member: Member): void {
    this.#members.splice(this.#members.indexOf(member), 1)
    const [errand, ...others] = member.errands
    if (this.#isClosed || errand === undefined) return
    this.#waiting.unshift(...others)
    if (++errand.attempts < MOST_ATTEMPTS) this.#waiting.unshift(errand)
    else errand.reject(lostWorker(errand.batch))
    this.#assign()
  }
}

function lostWorker({ tasks }: RawBatch): GoldpanError {
  const { file, line, column, byte } = tasks.get(0)
  return new GoldpanError(
    'worker-lost',
    `the thread that worked on ${tasks.length} tasks from here on ended ${MOST_ATTEMPTS} times`,
    'is one of these tasks very large? Try [--workers 0, or || to] leave tasks out with [--ids]',
    { file, line, column, byte },
  )
}
