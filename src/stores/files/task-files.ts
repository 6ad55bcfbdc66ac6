import { readLabelConfig } from '../../dialects/label-config-file.ts'
import { readTask, TaskProblem } from '../../dialects/read-task.ts'
import { GoldpanError } from '../../model/error.ts'
import { compareCodePoints, compareIds } from '../../model/id-order.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../../model/label-config.ts'
import type { Id } from '../../model/task.ts'
import { factsOf } from '../../query/facts-of.ts'
import { matches } from '../../query/match.ts'
import type { Query } from '../../query/query.ts'
import type { TaskFacts } from '../../query/task-facts.ts'
import type { FactsCache } from './facts-cache.ts'
import type { FileArea, FileContent, FileEntry } from './file-area.ts'
import { readTaskFileName } from './file-names.ts'
import { NoTask, parseDocument, type ReadDocument, readDocument } from './read-document.ts'
import type { ScanMark } from './scan-marks.ts'
import { damagedFile, nameProblem, otherId } from './task-problems.ts'

export interface TaskFile {
  readonly id: Id
  readonly name: string
  readonly version: string
}

/** A task that was chosen; facts only where they were asked for. */
export interface ChosenTask {
  readonly file: TaskFile
  readonly document: Uint8Array | undefined
  readonly facts: TaskFacts | undefined
}

/** What is kept in memory about a file, as long as it stays the same. */
interface Known {
  readonly version: string
  /** Undefined when it holds no task. */
  readonly id: Id | undefined
  readonly problem: GoldpanError | undefined
  /** Once somebody asked for what is in the task. */
  readonly numbers?: TaskNumbers
}

export interface TaskNumbers {
  readonly annotations: readonly number[]
  readonly predictions: readonly number[]
}

/** The `completions` folder of one project: one file per task. */
export class TaskFiles {
  readonly #area: FileArea
  readonly #cache: FactsCache
  readonly #known = new Map<string, Known>()
  #configText = ''
  #config: LabelConfig = EMPTY_CONFIG
  readonly folder: string

  constructor(area: FileArea, project: string, cache: FactsCache) {
    this.#area = area
    this.folder = `${project}/completions`
    this.#cache = cache
  }

  /** What labels mean may depend on the labeling config: with another one what was found out is forgotten. */
  useConfig(text: string): void {
    if (text === this.#configText) return
    this.forget()
    this.#configText = text
    this.#config = readConfig(text)
  }

  /** Frees what is kept in memory. */
  forget(): void {
    for (const name of this.#known.keys()) this.#cache.delete(`${this.folder}/${name}`)
    this.#known.clear()
  }

  /** The task in the content of a file; undefined, and remembered, when there is none. */
  taskIn(name: string, { bytes, version }: FileContent): ReadDocument | undefined {
    const said = readTaskFileName(name)
    const file = `${this.folder}/${name}`
    const known = this.#known.get(name)
    try {
      const read = readDocument(bytes, said.kind === 'id' ? said.id : undefined)
      const { id, ownId } = read
      const problem = ownId === undefined ? undefined : otherId(file, id, ownId)
      if (known?.version !== version) this.#known.set(name, { version, id, problem })
      return read
    } catch (error) {
      if (!(error instanceof NoTask)) throw error
      this.#known.set(name, { version, id: undefined, problem: damagedFile(file, error) })
      return undefined
    }
  }

  /** In order of their ids. */
  async list(): Promise<TaskFile[]> {
    const entries = await this.#area.files(this.folder)
    const names = new Set(entries.map(({ name }) => name))
    for (const name of this.#known.keys()) if (!names.has(name)) this.#drop(name)
    const files: TaskFile[] = []
    for (const { name, version } of entries) {
      const id = await this.#idOf(name, version)
      if (id !== undefined) files.push({ id, name, version })
    }
    return files.sort((a, b) => compareIds(a.id, b.id))
  }

  /**
   * Those of the files that a search chooses, in their order.
   * @param wanted what is given of each
   * @param mark gives files back as they were listed
   */
  async *choose(
    files: readonly TaskFile[],
    query: Query,
    wanted: 'document' | 'facts',
    mark?: ScanMark,
  ): AsyncGenerator<ChosenTask> {
    const candidates = files
      .filter((file) => this.#mayMatch(file, query))
      .map((file) => ({ file, facts: wanted === 'facts' ? this.#factsOf(file) : undefined }))
    const unread = candidates.filter(({ facts }) => facts === undefined).map(({ file }) => file)
    const contents = this.#area.readAll(paths(unread, this.folder))[Symbol.asyncIterator]()
    try {
      for (const { file, facts } of candidates) {
        if (facts !== undefined) {
          yield { file, document: undefined, facts }
          continue
        }
        const { value } = await contents.next()
        const chosen = this.#test(file, await asListed(file, value, mark), query, wanted)
        if (chosen !== undefined) yield chosen
      }
    } finally {
      await contents.return?.()
    }
  }

  /** The numbers of annotations and predictions in each file; files that changed are read. */
  async *numbers(files: readonly TaskFile[]): AsyncGenerator<TaskNumbers & { readonly file: TaskFile }> {
    const unread = files.filter((file) => this.#fresh(file)?.numbers === undefined)
    for await (const _ of this.choose(unread, { kind: 'all' }, 'facts'));
    for (const file of files) {
      const numbers = this.#fresh(file)?.numbers
      if (numbers !== undefined) yield { file, ...numbers }
    }
  }

  /** Of files that hold no task, or one that says another id than the name of the file; those that were read before are not read again. */
  async problems(): Promise<GoldpanError[]> {
    const entries = (await this.#area.files(this.folder))
      .filter(({ name }) => !name.startsWith('.')) // what systems leave behind
      .toSorted((a, b) => compareCodePoints(a.name, b.name))
    const unread = entries.filter((entry) => isTaskName(entry.name) && this.#fresh(entry) === undefined)
    let k = 0
    for await (const content of this.#area.readAll(paths(unread, this.folder))) {
      const { name } = unread[k++]!
      if (content !== undefined) this.taskIn(name, content)
    }
    return entries.flatMap(
      (entry) =>
        nameProblem(`${this.folder}/${entry.name}`, entry.name, readTaskFileName(entry.name)) ??
        this.#fresh(entry)?.problem ??
        [],
    )
  }

  #mayMatch(file: TaskFile, query: Query): boolean {
    const known = this.#fresh(file)
    if (known !== undefined && known.id === undefined) return false
    const facts = this.#factsOf(file)
    return facts === undefined || matches(query, file.id, facts)
  }

  #test(file: TaskFile, content: FileContent | undefined, query: Query, wanted: 'document' | 'facts'): ChosenTask | undefined {
    const document = content && this.taskIn(file.name, content)?.document
    if (content === undefined || document === undefined) return undefined
    if (wanted === 'document' && query.kind === 'all') return { file, document, facts: undefined }
    const read = { ...file, version: content.version }
    const facts = this.#factsOf(read) ?? this.#learn(read, document)
    return matches(query, file.id, facts) ? { file, document, facts } : undefined
  }

  #fresh({ name, version }: FileEntry): Known | undefined {
    const known = this.#known.get(name)
    return known?.version === version ? known : undefined
  }

  #factsOf({ name, version }: FileEntry): TaskFacts | undefined {
    return this.#cache.get(`${this.folder}/${name}`, version)
  }

  #drop(name: string): void {
    this.#known.delete(name)
    this.#cache.delete(`${this.folder}/${name}`)
  }

  async #idOf(name: string, version: string): Promise<Id | undefined> {
    const said = readTaskFileName(name)
    if (said.kind === 'id') return said.id
    if (said.kind !== 'hash') return undefined
    const known = this.#known.get(name)
    if (known?.version === version) return known.id
    const content = await this.#area.read(`${this.folder}/${name}`)
    return content && this.taskIn(name, content)?.id
  }

  #learn({ id, name, version }: TaskFile, document: Uint8Array): TaskFacts {
    const facts = factsIn(document, this.#config)
    const numbers = { annotations: numbersOf(facts.annotations), predictions: numbersOf(facts.predictions) }
    this.#known.set(name, { version, id, problem: this.#known.get(name)?.problem, numbers })
    this.#cache.set(`${this.folder}/${name}`, version, facts)
    return facts
  }
}

function isTaskName(name: string): boolean {
  const { kind } = readTaskFileName(name)
  return kind === 'id' || kind === 'hash'
}

function* paths(files: readonly { readonly name: string }[], folder: string): Generator<string> {
  for (const { name } of files) yield `${folder}/${name}`
}

/** As it was listed, where somebody kept it when it was changed; what changed by hand is as it is now. */
async function asListed(
  file: TaskFile,
  content: FileContent | undefined,
  mark: ScanMark | undefined,
): Promise<FileContent | undefined> {
  if (mark === undefined || content?.version === file.version) return content
  return (await mark.kept(file.name)) ?? content
}

/** A JSON object that is no task has nothing that could be searched for. */
function factsIn(document: Uint8Array, config: LabelConfig): TaskFacts {
  try {
    return factsOf(readTask(parseDocument(document), 0, config))
  } catch (error) {
    if (!(error instanceof TaskProblem)) throw error
    return NO_FACTS
  }
}

const NO_FACTS: TaskFacts = {
  createdAt: undefined,
  updatedAt: undefined,
  tags: [],
  annotations: [],
  predictions: [],
  labels: [],
  predictedLabels: [],
  controls: [],
  words: [],
}

/** A config that cannot be read is none: it is told to those who export. */
function readConfig(text: string): LabelConfig {
  try {
    return (text === '' ? undefined : readLabelConfig(text)) ?? EMPTY_CONFIG
  } catch (error) {
    if (error instanceof GoldpanError) return EMPTY_CONFIG
    throw error
  }
}

function numbersOf(list: readonly { readonly id: number | undefined }[]): number[] {
  return list.flatMap(({ id }) => id ?? [])
}
