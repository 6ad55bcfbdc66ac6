import { ByteWriter } from '../json/byte-writer.ts'
import type { JsonNode } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import { writeApiTask } from './api-task.ts'
import type { Server } from './server.ts'
import { unexpected } from './server-errors.ts'

const FIRST_PAGE = 16
const MOST_TASKS = 512
/** A page that was too much halves what the next may have; every good one gives so many tasks back. */
const REGAINED_TASKS = 4
/** A page is to have about so many bytes, whatever its tasks are. */
const PAGE_BYTES = 4 << 20

/**
 * Page by page. Of a whole project a page is what follows the last task that has come, so that nothing is lost or doubled when tasks are deleted
 * or imported meanwhile; a tab has its own filters and order, so its pages are numbered.
 */
export class TaskPages {
  readonly #server: Server
  readonly #project: number
  readonly #tab: number | undefined
  readonly #name: string
  readonly #writer = new ByteWriter()
  #isNumbered: boolean
  /** How many tasks to ask for. */
  #wanted = FIRST_PAGE
  #most = MOST_TASKS
  #lastId = 0
  #announced: Counts | undefined
  readonly #come: Counts = { tasks: 0, annotations: 0, predictions: 0 }

  /** @param name what problems are told with */
  constructor(server: Server, project: number, tab: number | undefined, name: string) {
    this.#server = server
    this.#project = project
    this.#tab = tab
    this.#isNumbered = tab !== undefined
    this.#name = name
  }

  /** A page after the other, each with a comma between two tasks. @throws GoldpanError `count-mismatch`, and what {@link Server.get} throws */
  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const page = await this.#next()
      if (page === undefined) break
      const left = countsOf(page)
      this.#announced ??= left
      const tasks = page.get('tasks')?.elements() ?? []
      if (tasks.length === 0) break
      if (!this.#isNumbered && idOf(tasks[0]) <= this.#lastId) {
        this.#isNumbered = true // the server is too old for filters: the same tasks again
        continue
      }
      const piece = this.#write(tasks)
      yield piece
      if (left.tasks <= (this.#isNumbered ? this.#come.tasks : tasks.length)) break
      const fitting = Math.floor((PAGE_BYTES * tasks.length) / piece.length)
      this.#most = Math.min(MOST_TASKS, this.#most + REGAINED_TASKS)
      this.#wanted = Math.min(this.#most, 2 * this.#wanted, Math.max(1, fitting))
    }
    await this.#check()
  }

  /** Undefined behind the last page. A page that the server does not bring about is asked for with half as many tasks. */
  async #next(): Promise<JsonNode | undefined> {
    try {
      const page = await this.#server.get(
        () => this.#path(),
        () => void (this.#most = this.#wanted = Math.max(1, this.#wanted >> 1)),
      )
      if (page.get('tasks')?.kind !== 'array') throw unexpected(this.#name, 'the server lists no tasks')
      return page
    } catch (error) {
      const isBehind = error instanceof GoldpanError && error.code === 'project-missing' && this.#come.tasks > 0
      if (isBehind) return undefined
      throw error
    }
  }

  #path(): string {
    const size = this.#isNumbered ? pageSize(this.#come.tasks, this.#wanted) : this.#wanted
    const query = this.#query(size)
    query.set('fields', 'all')
    query.set('resolve_uri', 'false') // what `data` holds stays as it is stored
    if (this.#isNumbered) query.set('page', String(this.#come.tasks / size + 1))
    else query.set('query', JSON.stringify(behind(this.#lastId)))
    return `/api/tasks/?${query}`
  }

  #write(tasks: readonly JsonNode[]): Uint8Array {
    for (const [k, task] of tasks.entries()) {
      if (k > 0) this.#writer.text(',\n')
      writeApiTask(this.#writer, task)
      const isKept = (annotation: JsonNode) => annotation.get('was_cancelled')?.boolean() !== true
      this.#come.annotations += task.get('annotations')?.elements().filter(isKept).length ?? 0
      this.#come.predictions += task.get('predictions')?.elements().length ?? 0
    }
    this.#come.tasks += tasks.length
    this.#lastId = idOf(tasks.at(-1))
    return this.#writer.take()
  }

  #query(pageSize: number): URLSearchParams {
    const query = new URLSearchParams({ project: String(this.#project), page_size: String(pageSize) })
    if (this.#tab !== undefined) query.set('view', String(this.#tab))
    return query
  }

  /** What was there at the start and is still there now must have come. @throws GoldpanError `count-mismatch` */
  async #check(): Promise<void> {
    const announced = this.#announced
    if (announced === undefined || missing(announced, this.#come) === undefined) return
    const now = countsOf(await this.#server.get(() => `/api/tasks/?${this.#query(1)}`))
    const lasting = {
      tasks: Math.min(announced.tasks, now.tasks),
      annotations: Math.min(announced.annotations, now.annotations),
      predictions: Math.min(announced.predictions, now.predictions),
    }
    const problem = missing(lasting, this.#come)
    if (problem === undefined) return // somebody deleted them meanwhile
    const hint =
      'somebody may have worked on the project meanwhile: run it again; if it says so again, look whether the token may see all'
    throw new GoldpanError('count-mismatch', problem, hint, { file: this.#name })
  }
}

/** What the list of tasks says of all that match, and how much of it has come. */
interface Counts {
  tasks: number
  /** Without skipped ones. */
  annotations: number
  predictions: number
}

function idOf(task: JsonNode | undefined): number {
  return task?.get('id')?.number() ?? 0
}

function countsOf(page: JsonNode): Counts {
  const count = (key: string) => page.get(key)?.number() ?? 0
  return { tasks: count('total'), annotations: count('total_annotations'), predictions: count('total_predictions') }
}

/** Undefined when nothing is. */
function missing(announced: Counts, come: Counts): string | undefined {
  const short = (['tasks', 'annotations', 'predictions'] as const).filter((what) => come[what] < announced[what])
  if (short.length === 0) return undefined
  return `the server counts ${short.map((what) => `${announced[what]} ${what}, ${come[what]} came`).join('; ')}`
}

function behind(lastId: number): object {
  const item = { filter: 'filter:tasks:id', operator: 'greater', type: 'Number', value: lastId }
  return { filters: { conjunction: 'and', items: [item] }, ordering: ['tasks:id'] }
}

/** The largest number of tasks up to `wanted` for which pages of that size begin at `offset`. */
function pageSize(offset: number, wanted: number): number {
  let size = wanted
  while (offset % size !== 0) size--
  return size
}
