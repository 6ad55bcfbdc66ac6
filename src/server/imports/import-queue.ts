import { rm } from 'node:fs/promises'
import { GoldpanError } from '../../model/error.ts'
import type { AnswerObject } from '../http/json-answer.ts'
import { HttpProblem, noteOf } from '../http/problem.ts'
import { Slots } from '../http/slots.ts'
import { timestamp } from '../http/time.ts'
import type { Services } from '../services.ts'
import { bodiesFolder } from './import-body.ts'
import {
  forgetUnderWay,
  type ImportRecord,
  type ImportUnderWay,
  importById,
  importsUnderWay,
  newImportId,
  noteUnderWay,
  saveImport,
} from './import-record.ts'
import type { ImportWatch } from './import-run.ts'
import { type ImportOrder, performImport } from './import-work.ts'

/** So many imports run in the background at once. */
const RUNNING_AT_ONCE = 2
const DELETED_AT_ONCE = 10_000

/** Imports: those that somebody waits for, and those in the background. An import that the server was stopped in leaves nothing behind. */
export class ImportQueue {
  readonly #services: () => Services
  readonly #slots = new Slots(RUNNING_AT_ONCE)
  readonly #stop = new AbortController()
  /** Tasks that are stored by now, of those in the background. */
  readonly #stored = new Map<number, number>()
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(services: () => Services) {
    this.#services = services
  }

  /** Label Studio's answer when all is stored. @throws HttpProblem 400 */
  async run(order: ImportOrder): Promise<AnswerObject> {
    const { store } = this.#services()
    const id = await newImportId(store)
    const record = this.#newRecord(order, id)
    return this.#track(this.#perform(order, record))
  }

  /** Begins in the background. Gives the number to ask for. */
  async begin(order: ImportOrder): Promise<number> {
    const { store, log } = this.#services()
    const id = await newImportId(store)
    const record = this.#newRecord(order, id)
    await noteUnderWay(store, { id, project: record.project, first: 0, count: 0 })
    await saveImport(store, record)
    const work = this.#slots.run(() => this.#performAlone(order, record))
    this.#track(work).catch((error: unknown) => log.error('import-lost', { import: id, error: String(error) }))
    return id
  }

  /** What became of an import, or how far it is; undefined when there is none. */
  async statusOf(project: number, id: number): Promise<ImportRecord | undefined> {
    const record = await importById(this.#services().store, project, id)
    const stored = this.#stored.get(id)
    return record === undefined || stored === undefined ? record : { ...record, task_count: stored }
  }

  /** Takes back what imports have stored that were under way when the server was killed. */
  async takeBack(): Promise<void> {
    const { store, log, folder } = this.#services()
    await rm(bodiesFolder(folder), { recursive: true, force: true })
    for (const one of await importsUnderWay(store)) {
      await this.#deleteTasks(one)
      const record = await importById(store, one.project, one.id)
      if (record !== undefined) await saveImport(store, this.#ended({ ...record, status: 'failed', error: STOPPED }))
      await forgetUnderWay(store, one.id)
      log.info('import-taken-back', { import: one.id, project: one.project })
    }
  }

  /** Calls off what runs; it leaves nothing behind. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#underWay)
  }

  #newRecord({ project, isStoring, returnsIds, preannotated }: ImportOrder, id: number): ImportRecord {
    const at = timestamp(this.#services().now())
    return {
      id,
      project: project.id,
      status: 'created',
      error: null,
      commit_to_project: isStoring,
      return_task_ids: returnsIds,
      preannotated_from_fields: preannotated,
      task_ids: [],
      task_count: 0,
      created_at: at,
      updated_at: at,
      finished_at: null,
    }
  }

  #ended(record: ImportRecord): ImportRecord {
    const at = timestamp(this.#services().now())
    return { ...record, updated_at: at, finished_at: at }
  }

  async #perform(order: ImportOrder, record: ImportRecord): Promise<AnswerObject> {
    const services = this.#services()
    const { id, project, return_task_ids: returnsIds } = record
    const watch: ImportWatch = {
      signal: this.#stop.signal,
      onReserved: (first, count) => noteUnderWay(services.store, { id, project, first, count }),
      onStored: (tasks) => this.#stored.set(id, tasks),
    }
    try {
      const { answer, counts } = await performImport(services, order, watch)
      const ended = this.#ended({ ...record, ...answer, status: 'completed', task_ids: returnsIds ? counts.ids : [] })
      await saveImport(services.store, ended)
      return { ...answer, import: id }
    } finally {
      this.#stored.delete(id)
      await forgetUnderWay(services.store, id)
    }
  }

  /** Nobody waits for it: what went wrong stands in its record. */
  async #performAlone(order: ImportOrder, record: ImportRecord): Promise<void> {
    const { store, log } = this.#services()
    const started: ImportRecord = { ...record, status: 'in_progress' }
    this.#stored.set(record.id, 0)
    await saveImport(store, started)
    try {
      await this.#perform(order, started)
    } catch (error) {
      if (!(error instanceof GoldpanError) && !(error instanceof HttpProblem))
        log.error('import-failed', { import: record.id, error: error instanceof Error ? error.stack : String(error) })
      await saveImport(store, this.#ended({ ...started, status: 'failed', error: reasonOf(error, record.id) }))
    }
  }

  async #deleteTasks({ project, first, count }: ImportUnderWay): Promise<void> {
    const { store } = this.#services()
    if ((await store.project(project)) === undefined) return
    for (let from = 0; from < count; from += DELETED_AT_ONCE) {
      const length = Math.min(DELETED_AT_ONCE, count - from)
      await store.delete(
        project,
        Array.from({ length }, (_, k) => first + from + k),
      )
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    const end = () => void this.#underWay.delete(work)
    work.then(end, end)
    return work
  }
}

const STOPPED = 'The server was stopped before all tasks were stored; nothing of this import was kept. Send it again.'

/** A fault of ours is told in the log only. */
function reasonOf(error: unknown, id: number): string {
  if (error instanceof GoldpanError) return error.code === 'cancelled' ? STOPPED : noteOf(error).message
  if (!(error instanceof HttpProblem)) return `Internal server error; the server's log has the cause under import ${id}`
  const problems = error.fields?.non_field_errors
  return problems === undefined ? error.message : `${error.message}: ${JSON.stringify(problems)}`
}
