import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AmbiguousInput } from '../../model/ambiguous-input.ts'
import { GoldpanError } from '../../model/error.ts'
import { noteOf } from '../http/problem.ts'
import { Slots } from '../http/slots.ts'
import type { Services } from '../services.ts'
import { type DataImport, type ImportNote, isOver, NO_COUNTS } from './data-import.ts'
import { type DataImportOrder, importFiles } from './data-import-work.ts'

/** So many imports run at once; the others wait in order. */
const RUNNING_AT_ONCE = 2
/** So many imports are remembered. */
const REMEMBERED = 200
const MOST_PROBLEMS = 20

interface Entry {
  status: DataImport
  readonly order: DataImportOrder
  readonly controller: AbortController
}

/** Imports of files in any format, in the background. */
export class DataImports {
  readonly #services: () => Services
  readonly #slots = new Slots(RUNNING_AT_ONCE)
  readonly #entries = new Map<number, Entry>()
  readonly #running = new Set<Promise<void>>()
  #last = 0

  constructor(services: () => Services) {
    this.#services = services
  }

  /** A new folder for the files of an import. */
  async newFolder(): Promise<string> {
    const folder = join(this.#root, String(++this.#last))
    await mkdir(folder, { recursive: true })
    return folder
  }

  begin(order: DataImportOrder): DataImport {
    const status: DataImport = {
      id: ++this.#last,
      project: order.project.id,
      state: 'reading',
      candidates: [],
      fraction: undefined,
      counts: NO_COUNTS,
      problems: [],
      error: undefined,
      config: 'none',
    }
    for (const [id, entry] of this.#entries)
      if (this.#entries.size >= REMEMBERED && isOver(entry.status)) this.#entries.delete(id)
    this.#start({ status, order, controller: new AbortController() })
    return status
  }

  get(project: number, id: number): DataImport | undefined {
    const status = this.#entries.get(id)?.status
    return status?.project === project ? status : undefined
  }

  /** Goes on with an import that asked for the format. */
  answer(id: number, from: string): DataImport | undefined {
    const entry = this.#entries.get(id)
    if (entry?.status.state !== 'asking') return entry?.status
    const status: DataImport = { ...entry.status, state: 'reading', candidates: [] }
    this.#start({ status, order: { ...entry.order, from }, controller: new AbortController() })
    return status
  }

  /** Calls an import off; what is stored by then stays. */
  async cancel(id: number): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry === undefined || isOver(entry.status)) return
    entry.controller.abort()
    if (entry.status.state === 'asking') await this.#end(entry, { state: 'cancelled' })
  }

  /** What was left of imports when the server was killed. */
  async clean(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }

  async stop(): Promise<void> {
    for (const { controller } of this.#entries.values()) controller.abort()
    await Promise.allSettled(this.#running)
  }

  get #root(): string {
    return join(this.#services().folder, 'data-imports')
  }

  #start(entry: Entry): void {
    this.#entries.set(entry.status.id, entry)
    const running = this.#slots.run(() => this.#run(entry)).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #run(entry: Entry): Promise<void> {
    const { order } = entry
    try {
      const counts = await importFiles(this.#services(), order, {
        signal: entry.controller.signal,
        onChange: (change) => this.#change(entry, change),
        onProblem: (problem) => {
          const { problems } = entry.status
          if (problems.length < MOST_PROBLEMS) this.#change(entry, { problems: [...problems, importNote(problem, order.folder)] })
        },
      })
      await this.#services().audit.note(order.user, 'imported', {
        project: order.project.id,
        tasks: counts.created + counts.updated,
      })
      await this.#end(entry, { state: 'done', fraction: 1, counts })
    } catch (error) {
      await this.#fail(entry, error)
    }
  }

  async #fail(entry: Entry, error: unknown): Promise<void> {
    if (entry.controller.signal.aborted) return this.#end(entry, { state: 'cancelled' })
    if (error instanceof AmbiguousInput) return this.#change(entry, { state: 'asking', candidates: error.candidates })
    if (error instanceof GoldpanError) return this.#end(entry, { state: 'failed', error: importNote(error, entry.order.folder) })
    const { id } = entry.status
    this.#services().log.error('data-import-failed', { import: id, error: error instanceof Error ? error.stack : String(error) })
    const hint = `the server’s log has the cause under import ${id}`
    await this.#end(entry, { state: 'failed', error: { code: 'internal', message: 'Internal server error', hint, where: {} } })
  }

  async #end(entry: Entry, change: Partial<DataImport>): Promise<void> {
    await rm(entry.order.folder, { recursive: true, force: true })
    this.#change(entry, change)
  }

  #change(entry: Entry, change: Partial<DataImport>): void {
    entry.status = { ...entry.status, ...change }
  }
}

/** Without the folder of the server that the files were in. */
function importNote(error: GoldpanError, folder: string): ImportNote {
  const { code, message, hint, where } = noteOf(error)
  const clean = (text: string) => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'the files')
  return { code, message: clean(message), hint: clean(hint), where: { ...where, file: where.file && clean(where.file) } }
}
