import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { readTask } from '../../dialects/read-task.ts'
import { parseJson } from '../../json/node.ts'
import { GoldpanError } from '../../model/error.ts'
import { labelConfigOf } from '../../projects/label-config-of.ts'
import { StatisticsCounter } from '../../projects/statistics/statistics-counter.ts'
import { ALL } from '../../query/query.ts'
import type { Project } from '../../stores/store.ts'
import { allUsers } from '../access/users.ts'
import { Slots } from '../http/slots.ts'
import type { Services } from '../services.ts'

/** The store's collection of statistics, by project: JSON of `Kept`. */
const STATISTICS = 'statistics'
/** Others are answered between two pieces of so many tasks. */
const PIECE = 200

export type StatisticsStatus =
  | { readonly state: 'counting'; readonly counted: number; readonly tasks: number }
  | { readonly state: 'failed'; readonly message: string }
  /** `statistics` is JSON. */
  | { readonly state: 'done'; readonly at: string; readonly statistics: string }

interface Kept {
  /** Tells the project as it was from all later ones. */
  readonly mark: string
  readonly at: string
  readonly statistics: string
}

/** Statistics of projects, counted in the background and kept until the project changes. */
export class StatisticsJobs {
  readonly #services: () => Services
  readonly #slots = new Slots(1)
  readonly #running = new Map<number, { counted: number; tasks: number }>()
  readonly #failed = new Map<number, { readonly mark: string; readonly message: string }>()
  readonly #stop = new AbortController()
  readonly #ends = new Set<Promise<void>>()

  constructor(services: () => Services) {
    this.#services = services
  }

  /** What is known of a project; counting begins when that is not what it is now. */
  async of(project: Project): Promise<StatisticsStatus> {
    const running = this.#running.get(project.id)
    if (running !== undefined) return { state: 'counting', ...running }
    const { store } = this.#services()
    const [mark, value] = await Promise.all([this.#markOf(project), store.records.get(STATISTICS, String(project.id))])
    const kept = value === undefined ? undefined : parseKept(value)
    if (kept?.mark === mark) return { state: 'done', at: kept.at, statistics: kept.statistics }
    const failed = this.#failed.get(project.id)
    if (failed?.mark === mark) return { state: 'failed', message: failed.message }
    const { tasks } = await store.count(project.id, ALL)
    if (!this.#running.has(project.id)) this.#start(project, mark, tasks)
    return { state: 'counting', counted: 0, tasks }
  }

  async forgetProject(id: number): Promise<void> {
    await this.#services().store.records.delete(STATISTICS, String(id))
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#ends)
  }

  #start(project: Project, mark: string, tasks: number): void {
    const progress = { counted: 0, tasks }
    this.#running.set(project.id, progress)
    const end = this.#slots
      .run(() => this.#count(project, mark, progress))
      .catch((error: unknown) => this.#fail(project, mark, error))
      .finally(() => {
        this.#running.delete(project.id)
        this.#ends.delete(end)
      })
    this.#ends.add(end)
  }

  async #count(project: Project, mark: string, progress: { counted: number }): Promise<void> {
    const { store, now } = this.#services()
    const config = labelConfigOf(project)
    const users = new Map((await allUsers(store)).map(({ id, email }) => [id, email]))
    const counter = new StatisticsCounter(config, (id) => (typeof id === 'number' ? users.get(id) : undefined) ?? String(id))
    for await (const batch of store.scan(project.id, ALL, this.#stop.signal)) {
      for (const { document } of batch) {
        counter.add(readTask(parseJson(document), progress.counted++, config))
        if (progress.counted % PIECE === 0) await nextTurn()
      }
      this.#stop.signal.throwIfAborted()
    }
    const kept: Kept = { mark, at: now().toISOString(), statistics: JSON.stringify(counter.result()) }
    await store.records.put(STATISTICS, String(project.id), JSON.stringify(kept))
  }

  #fail({ id }: Project, mark: string, error: unknown): void {
    if (this.#stop.signal.aborted) return
    const message = error instanceof GoldpanError ? error.message : 'Internal server error; the server’s log has the cause'
    this.#failed.set(id, { mark, message })
    this.#services().log.error('statistics-failed', { project: id, error: error instanceof Error ? error.stack : String(error) })
  }

  /** Counts, settings and the task that was changed last. */
  async #markOf(project: Project): Promise<string> {
    const { store } = this.#services()
    const [counts, newest] = await Promise.all([
      store.count(project.id, ALL),
      store.list(project.id, ALL, { order: '-updated', offset: 0, limit: 1 }),
    ])
    const hash = createHash('sha256').update(JSON.stringify([counts, project.updatedAt, VERSION]))
    for (const { document } of newest) hash.update(document)
    return hash.digest('hex').slice(0, 32)
  }
}

/** Of what is counted; what an older Goldpan counted is counted anew. */
const VERSION = 1

function parseKept(text: string): Kept | undefined {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { mark, at, statistics }: Partial<Record<keyof Kept, unknown>> = value
  if (typeof mark !== 'string' || typeof at !== 'string' || typeof statistics !== 'string') return undefined
  return { mark, at, statistics }
}
