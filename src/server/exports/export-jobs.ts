import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GoldpanError } from '../../model/error.ts'
import type { Store } from '../../stores/store.ts'
import { nextId } from '../access/users.ts'
import type { Log } from '../http/log.ts'
import { allJobs, deleteJob, type ExportJob, isFinal, jobById, saveJob } from './export-job.ts'

/** How far a running job is. */
export interface JobProgress {
  readonly percent: number
  readonly tasks: number
  readonly tasksPerSecond: number
}

/** Does the work of one job in its folder; told to stop by the signal. */
export type JobWork = (
  job: ExportJob,
  folder: string,
  signal: AbortSignal,
  onProgress: (progress: Omit<JobProgress, 'tasksPerSecond'>) => void,
) => Promise<NonNullable<ExportJob['result']>>

export type NewJob = Pick<ExportJob, 'kind' | 'project' | 'user' | 'title' | 'format' | 'tasks'> &
  Partial<Pick<ExportJob, 'options' | 'select' | 'output' | 'snapshotOptions' | 'snapshot'>>

interface Parts {
  readonly store: Store
  readonly folder: string
  readonly log: Log
  now(): Date
  /** Told of every job that ended. */
  onEnd(job: ExportJob): void
}

/** So many jobs run at once. */
const RUNNING_AT_ONCE = 2

/**
 * Exports in the background. What a job is and what became of it stands in the store, its file in a folder of its own; a job that the server was stopped in
 * begins anew at the next start, and writes the same bytes.
 */
export class ExportJobs {
  readonly #parts: Parts
  readonly #work: JobWork
  readonly #queue: number[] = []
  readonly #running = new Map<number, AbortController>()
  readonly #ends: Promise<void>[] = []
  readonly #progress = new Map<number, JobProgress>()
  readonly #listeners = new Map<number, Set<() => void>>()
  #isStopping = false

  constructor(parts: Parts, work: JobWork) {
    this.#parts = parts
    this.#work = work
  }

  /** Takes up what was not finished, in order. */
  async resume(): Promise<void> {
    for (const job of await allJobs(this.#parts.store)) if (!isFinal(job)) await this.#enqueue(job)
  }

  async create(job: NewJob): Promise<ExportJob> {
    const { store, now } = this.#parts
    const created: ExportJob = {
      options: {},
      select: {},
      output: {},
      snapshotOptions: '{}',
      snapshot: null,
      ...job,
      id: await nextId(store.records, 'export-job'),
      state: 'created',
      createdAt: now().toISOString(),
      startedAt: null,
      finishedAt: null,
      error: null,
      result: null,
    }
    await saveJob(store, created)
    return this.#enqueue(created)
  }

  progressOf(job: ExportJob): JobProgress {
    const percent = job.state === 'done' ? 100 : 0
    return this.#progress.get(job.id) ?? { percent, tasks: job.result?.tasks ?? 0, tasksPerSecond: 0 }
  }

  /** Where the file of a job is. */
  pathOf(job: ExportJob, file: string): string {
    return join(this.#folderOf(job.id), file)
  }

  /** Calls `listener` at every change until the function that comes back is called. */
  watch(id: number, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    this.#listeners.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(id)
    }
  }

  /** The job when it has ended, or as it is after so long. */
  async settled(job: ExportJob, milliseconds: number): Promise<ExportJob> {
    const { store } = this.#parts
    const current = async () => (await jobById(store, job.id)) ?? job
    const now = await current()
    if (isFinal(now)) return now
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds)
      const stop = this.watch(job.id, () => void current().then((latest) => isFinal(latest) && done()))
      function done() {
        clearTimeout(timer)
        stop()
        resolve()
      }
    })
    return current()
  }

  /** The job, called off unless it had ended. */
  async cancel(id: number): Promise<ExportJob | undefined> {
    const { store, now } = this.#parts
    const job = await jobById(store, id)
    if (job === undefined || isFinal(job)) return job
    const running = this.#running.get(id)
    if (running !== undefined) {
      running.abort()
      return this.settled(job, 5000)
    }
    this.#queue.splice(this.#queue.indexOf(id), 1)
    return this.#end({ ...job, state: 'cancelled', finishedAt: now().toISOString() })
  }

  /** Removes a job and its file. */
  async delete(id: number): Promise<void> {
    await this.cancel(id)
    await deleteJob(this.#parts.store, id)
    await rm(this.#folderOf(id), { recursive: true, force: true })
  }

  async forgetProject(project: number): Promise<void> {
    for (const job of await allJobs(this.#parts.store)) if (job.project === project) await this.delete(job.id)
  }

  /** Removes exports that ended before this moment; snapshots stay until somebody deletes them. */
  async deleteBefore(moment: Date): Promise<void> {
    for (const job of await allJobs(this.#parts.store))
      if (job.kind === 'export' && job.finishedAt !== null && new Date(job.finishedAt) < moment) await this.delete(job.id)
  }

  get isStopping(): boolean {
    return this.#isStopping
  }

  get waiting(): number {
    return this.#queue.length
  }

  get running(): number {
    return this.#running.size
  }

  /** Stops what runs; it begins anew at the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#queue.length = 0
    for (const controller of this.#running.values()) controller.abort()
    for (const id of [...this.#listeners.keys()]) this.#tell(id) // nothing more will happen
    await Promise.allSettled(this.#ends)
  }

  async #enqueue(job: ExportJob): Promise<ExportJob> {
    const queued: ExportJob = { ...job, state: 'queued', startedAt: null }
    await saveJob(this.#parts.store, queued)
    this.#queue.push(job.id)
    this.#startNext()
    return queued
  }

  #startNext(): void {
    while (!this.#isStopping && this.#running.size < RUNNING_AT_ONCE) {
      const id = this.#queue.shift()
      if (id === undefined) return
      const controller = new AbortController()
      this.#running.set(id, controller)
      const end = this.#run(id, controller.signal)
        .catch((error: unknown) => this.#parts.log.error('export-job-lost', { job: id, error: String(error) }))
        .finally(() => {
          this.#running.delete(id)
          this.#progress.delete(id)
          this.#startNext()
        })
      this.#ends.push(end)
    }
  }

  async #run(id: number, signal: AbortSignal): Promise<void> {
    const { store, now } = this.#parts
    const job = await jobById(store, id)
    if (job === undefined) return
    const started: ExportJob = { ...job, state: 'running', startedAt: now().toISOString() }
    await saveJob(store, started)
    this.#tell(id)
    const begin = performance.now()
    try {
      const result = await this.#work(started, this.#folderOf(id), signal, ({ percent, tasks }) => {
        this.#progress.set(id, {
          percent,
          tasks,
          tasksPerSecond: Math.round((tasks * 1000) / Math.max(1, performance.now() - begin)),
        })
        this.#tell(id)
      })
      await this.#end({ ...started, state: 'done', finishedAt: now().toISOString(), result })
    } catch (error) {
      if (this.#isStopping) return
      await rm(this.#folderOf(id), { recursive: true, force: true })
      const state = signal.aborted ? 'cancelled' : 'failed'
      await this.#end({
        ...started,
        state,
        finishedAt: now().toISOString(),
        error: signal.aborted ? null : this.#describe(id, error),
      })
    }
  }

  /** A fault of ours is told in the log only. */
  #describe(job: number, error: unknown): NonNullable<ExportJob['error']> {
    if (error instanceof GoldpanError) return { code: error.code, ...error.wordedFor('form') }
    this.#parts.log.error('export-job-failed', {
      job,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { code: 'internal', message: 'Internal server error', hint: `the server's log has the cause under job ${job}` }
  }

  async #end(job: ExportJob): Promise<ExportJob> {
    await saveJob(this.#parts.store, job)
    this.#progress.delete(job.id)
    this.#tell(job.id)
    this.#parts.onEnd(job)
    return job
  }

  #tell(id: number): void {
    for (const listener of [...(this.#listeners.get(id) ?? [])]) listener()
  }

  #folderOf(id: number): string {
    return join(this.#parts.folder, 'exports', String(id))
  }
}
