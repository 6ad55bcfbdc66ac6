import { GoldpanError } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'
import { ALL, type Query } from '../../query/query.ts'
import type { TaskFacts } from '../../query/task-facts.ts'
import type { EntityKind, IndexedTask, Page, PutOutcome, TaskDocument } from '../store.ts'
import { commit, isCommitting, recover } from './commit.ts'
import type { FactsCache } from './facts-cache.ts'
import type { FileArea, FileContent, HeldLock, NewFile } from './file-area.ts'
import { taskFileName } from './file-names.ts'
import { type LastNumbers, larger, NO_NUMBERS, type Numbers } from './numbers.ts'
import { Origins } from './origins.ts'
import type { ReadDocument } from './read-document.ts'
import { keepForScans, ScanMark } from './scan-marks.ts'
import { type TaskFile, TaskFiles, type TaskNumbers } from './task-files.ts'

/** A batch of a scan is full with so many bytes or documents. */
const BATCH_BYTES = 1 << 20
const BATCH_DOCUMENTS = 1024

/** The tasks of one project. What changes them is called while the lock of the project is held. */
export class ProjectTasks {
  readonly #area: FileArea
  readonly folder: string
  readonly #lock: string
  readonly #numbers: Numbers
  readonly #files: TaskFiles
  readonly #origins: Origins
  /** When the numbers in the files were looked at. */
  #notedAt: Readonly<Record<EntityKind, number>> = { task: 0, annotation: 0, prediction: 0 }

  constructor(area: FileArea, project: number, folder: string, numbers: Numbers, cache: FactsCache) {
    this.#area = area
    this.folder = folder
    this.#lock = lockOf(project)
    this.#numbers = numbers
    this.#files = new TaskFiles(area, folder, cache)
    this.#origins = new Origins(area, folder)
  }

  useConfig(text: string): void {
    this.#files.useConfig(text)
  }

  forget(): void {
    this.#files.forget()
  }

  async put(tasks: readonly IndexedTask[], onConflict: 'overwrite' | 'skip', lock: HeldLock): Promise<PutOutcome[]> {
    const outcomes: PutOutcome[] = []
    const write: NewFile[] = []
    for await (const content of this.#contents(tasks.map(({ id }) => id))) {
      const { id, document } = tasks[outcomes.length]!
      const existing = content && this.#files.taskIn(taskFileName(id), content)
      if (existing !== undefined) needSameCase(id, existing)
      const outcome = outcomeOf(document, existing && content, onConflict)
      if (outcome === 'created' && content !== undefined) write.push(this.#setAside(id, content))
      if (outcome === 'created' || outcome === 'updated') write.push({ path: this.#pathOf(id), bytes: document })
      outcomes.push(outcome)
    }
    const stored = tasks.filter((_, k) => outcomes[k] !== 'skipped')
    write.push(...(await this.#origins.added(stored.flatMap(({ id, origin }) => (origin === undefined ? [] : { origin, id })))))
    await this.#numbers.use(numbersIn(stored))
    await this.#keep(tasks.filter((_, k) => outcomes[k] === 'updated').map(({ id }) => id))
    await commit(this.#area, this.folder, { write, delete: [] }, lock)
    return outcomes
  }

  /** @throws GoldpanError `task-unknown`, and what `change` throws */
  async change(id: Id, change: (document: Uint8Array) => IndexedTask | undefined, lock: HeldLock): Promise<void> {
    for (let isDone = false; !isDone; ) {
      const content = await this.#area.read(this.#pathOf(id))
      const document = content && this.#files.taskIn(taskFileName(id), content)?.document
      if (content === undefined || document === undefined)
        throw new GoldpanError('task-unknown', `there is no task ${id}`, 'it may have been deleted', { task: id })
      const changed = change(document)
      if (changed === undefined) {
        await this.delete([id], lock)
        return
      }
      await this.#numbers.use(numbersIn([changed]))
      await this.#keep([id])
      lock.needHeld()
      await this.#area.change(this.#pathOf(id), (bytes) => {
        isDone = bytes !== undefined && Buffer.compare(bytes, content.bytes) === 0
        return isDone ? changed.document : bytes // changed by hand meanwhile: once more
      })
    }
  }

  async delete(ids: readonly Id[], lock: HeldLock): Promise<number> {
    const known = [...(await this.known(ids))]
    if (known.length === 0) return 0
    await this.#keep(known)
    const write = await this.#origins.removed(known)
    await commit(this.#area, this.folder, { write, delete: known.map((id) => this.#pathOf(id)) }, lock)
    return known.length
  }

  async get(id: Id): Promise<Uint8Array | undefined> {
    const content = await this.#area.read(this.#pathOf(id))
    return content && this.#files.taskIn(taskFileName(id), content)?.document
  }

  async known(ids: readonly Id[]): Promise<Set<Id>> {
    const known = new Set<Id>()
    let k = 0
    for await (const content of this.#contents(ids)) {
      const id = ids[k++]!
      if (content !== undefined && this.#files.taskIn(taskFileName(id), content) !== undefined) known.add(id)
    }
    return known
  }

  async findOrigins(origins: readonly string[]): Promise<Map<string, Id>> {
    const found = await this.#origins.find(origins)
    const known = await this.known([...new Set(found.values())])
    return new Map([...found].filter(([, id]) => known.has(id)))
  }

  async *scan(query: Query, signal?: AbortSignal): AsyncGenerator<readonly TaskDocument[]> {
    const { files, mark } = await this.#snapshot()
    try {
      let batch: TaskDocument[] = []
      let bytes = 0
      for await (const { file, document } of this.#files.choose(files, query, 'document', mark)) {
        signal?.throwIfAborted()
        if (document === undefined) continue
        batch.push({ id: file.id, document })
        bytes += document.length
        if (bytes < BATCH_BYTES && batch.length < BATCH_DOCUMENTS) continue
        yield batch
        batch = []
        bytes = 0
      }
      if (batch.length > 0) yield batch
    } finally {
      await mark?.remove()
    }
  }

  async page(query: Query, { order, offset, limit }: Page): Promise<TaskDocument[]> {
    const files = await this.#list()
    if (order.startsWith('-')) files.reverse()
    const isById = order === 'id' || order === '-id'
    const chosen: { readonly file: TaskFile; readonly facts: TaskFacts }[] = []
    for await (const task of this.#chooseFacts(files, query)) {
      if (isById && chosen.length >= offset + limit) break
      chosen.push(task)
    }
    if (!isById) chosen.sort((a, b) => compareBy(order, a.facts, b.facts)) // equal ones stay in the order of their ids
    const page = chosen.slice(offset, offset + limit).map(({ file }) => file)
    const documents: TaskDocument[] = []
    for await (const { file, document } of this.#files.choose(page, ALL, 'document'))
      if (document !== undefined) documents.push({ id: file.id, document })
    return documents
  }

  /** What searches can ask about each task that is chosen. */
  async *facts(query: Query): AsyncGenerator<{ readonly file: TaskFile; readonly facts: TaskFacts }> {
    yield* this.#chooseFacts(await this.#list(), query)
  }

  async find(kind: EntityKind, id: number): Promise<Id[]> {
    if (kind === 'task') return [...(await this.known([id]))]
    const found: Id[] = []
    for await (const { file, annotations, predictions } of this.#files.numbers(await this.#list()))
      if ((kind === 'annotation' ? annotations : predictions).includes(id)) found.push(file.id)
    return found
  }

  /** The largest numbers in files that may have come from somewhere else; not looked for again and again. */
  async lastNumbers(kind: EntityKind): Promise<LastNumbers> {
    const now = Date.now()
    let last = NO_NUMBERS
    if (now - this.#notedAt[kind] < this.#area.listingAge) return last
    const files = await this.#list()
    for (const { id } of files) if (typeof id === 'number' && id > last.task) last = { ...last, task: id }
    if (kind !== 'task')
      for await (const numbers of this.#files.numbers(files)) last = larger(last, { ...NO_NUMBERS, ...lastOf(numbers) })
    this.#notedAt = { ...this.#notedAt, [kind]: now }
    return last
  }

  problems(): Promise<GoldpanError[]> {
    return this.#files.problems()
  }

  /** What is in the files of these tasks, in their order. */
  async *#contents(ids: readonly Id[]): AsyncGenerator<FileContent | undefined> {
    if (ids.length === 0) return
    const names = ids.map(taskFileName)
    const likely = await this.#area.likely(this.#files.folder, names)
    const asked = names.filter((name) => likely.has(name)).map((name) => `${this.#files.folder}/${name}`)
    const contents = this.#area.readAll(asked)[Symbol.asyncIterator]()
    for (const name of names) yield likely.has(name) ? (await contents.next()).value : undefined
  }

  /** The files as they are after what is under way, or was when a process died. */
  async #list(): Promise<TaskFile[]> {
    if (await isCommitting(this.#area, this.folder))
      await this.#area.exclusively(this.#lock, (lock) => recover(this.#area, this.folder, lock))
    return this.#files.list()
  }

  async #snapshot(): Promise<{ readonly files: TaskFile[]; readonly mark: ScanMark | undefined }> {
    try {
      return await this.#area.exclusively(this.#lock, async (lock) => {
        await recover(this.#area, this.folder, lock)
        const mark = await ScanMark.set(this.#area, this.folder)
        return { files: await this.#files.list(), mark }
      })
    } catch (error) {
      if (!(error instanceof GoldpanError) || error.code !== 'store-forbidden') throw error
      return { files: await this.#files.list(), mark: undefined }
    }
  }

  async *#chooseFacts(
    files: readonly TaskFile[],
    query: Query,
  ): AsyncGenerator<{ readonly file: TaskFile; readonly facts: TaskFacts }> {
    for await (const { file, facts } of this.#files.choose(files, query, 'facts')) if (facts !== undefined) yield { file, facts }
  }

  async #keep(ids: readonly Id[]): Promise<void> {
    if (ids.length > 0) await keepForScans(this.#area, this.folder, this.#files.folder, ids.map(taskFileName))
  }

  /** What cannot be read as a task is not thrown away when one takes its place. */
  #setAside(id: Id, { bytes, version }: FileContent): NewFile {
    const suffix = version.replace(/[^A-Za-z0-9]+/g, '-')
    return { path: `${this.folder}/.goldpan/set-aside/${taskFileName(id)}.${suffix}`, bytes }
  }

  #pathOf(id: Id): string {
    return `${this.#files.folder}/${taskFileName(id)}`
  }
}

/** The lock of a project: who holds it may change it. */
export function lockOf(project: number): string {
  return `project-${project}`
}

/** @throws GoldpanError `id-taken` where a file system gives two names that differ in case the same file */
function needSameCase(id: Id, { ownId }: ReadDocument): void {
  if (typeof id !== 'string' || typeof ownId !== 'string' || id === ownId || id.toLowerCase() !== ownId.toLowerCase()) return
  const message = `the file system does not tell the task \`${id}\` from \`${ownId}\``
  throw new GoldpanError('id-taken', message, 'give one of them another id, or use a store that is no folder', { task: id })
}

/** @param existing undefined when there is no task yet */
function outcomeOf(document: Uint8Array, existing: FileContent | undefined, onConflict: 'overwrite' | 'skip'): PutOutcome {
  if (existing === undefined) return 'created'
  if (Buffer.compare(existing.bytes, document) === 0) return 'unchanged'
  return onConflict === 'skip' ? 'skipped' : 'updated'
}

function numbersIn(tasks: readonly IndexedTask[]): LastNumbers {
  let last = NO_NUMBERS
  for (const { id, facts } of tasks) {
    const annotations = facts.annotations.flatMap((annotation) => annotation.id ?? [])
    const predictions = facts.predictions.flatMap((prediction) => prediction.id ?? [])
    last = larger(last, { project: 0, task: typeof id === 'number' ? id : 0, ...lastOf({ annotations, predictions }) })
  }
  return last
}

function lastOf({ annotations, predictions }: TaskNumbers): Pick<LastNumbers, 'annotation' | 'prediction'> {
  return { annotation: largest(annotations), prediction: largest(predictions) }
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((last, number) => Math.max(last, number), 0)
}

/** Tasks without a time come before the others. */
function compareBy(order: Page['order'], a: TaskFacts, b: TaskFacts): number {
  const timeOf = ({ createdAt, updatedAt }: TaskFacts) =>
    (order.endsWith('created') ? createdAt : updatedAt) ?? Number.NEGATIVE_INFINITY
  const [first, second] = order.startsWith('-') ? [timeOf(b), timeOf(a)] : [timeOf(a), timeOf(b)]
  return first === second ? 0 : first - second
}
