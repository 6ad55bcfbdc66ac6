import type { MediaFacts } from '../formats/format.ts'
import type { Input } from '../io/input-files.ts'
import type { InputFile } from '../io/read-batches.ts'
import { ScratchFile } from '../io/scratch-file.ts'
import type { Where } from '../model/error.ts'
import { type Detail, ISSUES, type Issue, type IssueCode } from '../model/issue.ts'
import { parseSize } from '../model/parse-size.ts'
import type { Size } from '../model/shape.ts'
import type { DataSet } from './data-set.ts'
import { MediaIndex } from './media-index.ts'
import type { ReadingOptions } from './options.ts'
import { ProjectDraft } from './project.ts'
import type { AnnotationDraft, Fields, ReadContext, Reader, TaskDraft } from './reader.ts'

export interface HowToRead {
  readonly options: ReadingOptions
  /** What the annotations of the data set become; auto: what the data set says they are. */
  readonly as: 'auto' | 'annotations' | 'predictions'
  readonly mediaRoot?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a data set of another format into an input of tasks with a labeling config. The tasks lie in a temporary file until the input is
 * closed, so that they can be read as often as wanted and the config is known beforehand; memory does not grow with their number.
 * @throws GoldpanError `input-damaged`, `input-unreadable` and what the reader throws
 */
export async function readDataSet(
  dataSet: DataSet,
  reader: Reader,
  { options, as, mediaRoot, signal }: HowToRead,
): Promise<Input> {
  const context = new Reading(dataSet, options, mediaRoot)
  const tasks = new TaskFile()
  try {
    for await (const task of reader.read(dataSet, context)) {
      signal?.throwIfAborted()
      tasks.add({ ...task, data: context.placed(task.data) }, as)
    }
    return tasks.finish(reader, context)
  } catch (error) {
    tasks.remove()
    throw error
  }
}

class Reading implements ReadContext {
  readonly project = new ProjectDraft()
  readonly options: ReadingOptions
  readonly #issues: Issue[] = []
  readonly #unread = new Map<string, { readonly where: Where; count: number }>()
  readonly #media: MediaIndex
  readonly #facts = new Map<string, Promise<MediaFacts | undefined>>()

  readonly #size: Size | undefined

  /** @throws GoldpanError `option-invalid` */
  constructor(dataSet: DataSet, options: ReadingOptions, mediaRoot: string | undefined) {
    this.options = options
    this.#size = parseSize(options.imageSize, '[--image-size]')
    this.#media = new MediaIndex(dataSet, mediaRoot)
  }

  add(code: IssueCode, where: Where, detail: Detail = {}): void {
    this.#issues.push({ code, effect: ISSUES[code].effect, where, detail })
  }

  unread(field: string, where: Where): void {
    const known = this.#unread.get(field)
    if (known === undefined) this.#unread.set(field, { where, count: 1 })
    else known.count++
  }

  async imageSize(reference: string): Promise<Size | undefined> {
    const facts = await this.media(reference)
    return facts?.width === undefined || facts.height === undefined ? this.#size : { width: facts.width, height: facts.height }
  }

  /** The same data with names of media below the prefix that the user gave; whole addresses stay as they are. */
  placed(data: Fields): Fields {
    const { mediaPrefix } = this.options
    if (mediaPrefix === '') return data
    const names = this.project.mediaKeys.flatMap((key) => {
      const name = data[key]
      return typeof name !== 'string' || /^(\/|[a-z][a-z0-9+.-]*:)/i.test(name) ? [] : [[key, mediaPrefix + name] as const]
    })
    return { ...data, ...Object.fromEntries(names) }
  }

  media(reference: string): Promise<MediaFacts | undefined> {
    if (this.#facts.size > MOST_FACTS) this.#facts.clear()
    const known = this.#facts.get(reference) ?? this.#media.facts(reference)
    this.#facts.set(reference, known)
    return known
  }

  issues(): readonly Issue[] {
    const unread = [...this.#unread].map(([field, { where, count }]): Issue => {
      const { effect } = ISSUES['field-unread']
      return { code: 'field-unread', effect, where, detail: { field, count } }
    })
    return [...this.#issues, ...unread]
  }
}

/** Neighbours ask for the same file. */
const MOST_FACTS = 1024

/** The tasks on their way: JSON lines in a temporary file, in ranges that are called as the files they come from. */
class TaskFile {
  readonly #file = new ScratchFile()
  readonly #ranges: Range[] = []
  #tasks = 0
  #line = 1 // in the range

  add({ data, annotations, where }: TaskDraft, as: HowToRead['as']): void {
    const name = where.line === undefined ? `${where.file}, as tasks` : where.file
    if (this.#ranges.at(-1)?.name !== name) this.#startRange(name)
    const padding = where.line === undefined ? 0 : Math.max(0, where.line - this.#line) // so that places in reports are those of the file
    this.#write(`${'\n'.repeat(padding)}${printTask(++this.#tasks, data, annotations, as)}\n`)
    this.#line += padding + 1
  }

  finish({ title }: Reader, context: Reading): Input {
    if (this.#tasks === 0) {
      this.#startRange(`${title}, without tasks`)
      this.#write('[]\n')
    }
    this.#startRange('')
    const file = this.#file
    const files = this.#ranges.slice(0, -1).map(({ name, start }, k): InputFile => {
      const size = this.#ranges[k + 1]!.start - start
      return { name, size, open: () => file.chunks(start, size) }
    })
    const config = context.project.print()
    return {
      files,
      skipped: [],
      config: config === undefined ? undefined : { name: `what ${title} says`, read: async () => config },
      issues: context.issues(),
      hasGivenIds: true,
      close: async () => file.close(),
    }
  }

  remove(): void {
    this.#file.close()
  }

  #startRange(name: string): void {
    this.#ranges.push({ name, start: this.#file.size })
    this.#line = 1
  }

  #write(text: string): void {
    this.#file.write(ENCODER.encode(text))
  }
}

const ENCODER = new TextEncoder()

interface Range {
  readonly name: string
  readonly start: number
}

function printTask(id: number, data: Fields, drafts: readonly AnnotationDraft[], as: HowToRead['as']): string {
  const isPrediction = ({ origin = 'annotation' }: AnnotationDraft) => (as === 'auto' ? origin : as.slice(0, -1)) === 'prediction'
  const predictions = drafts.filter(isPrediction).map(({ results, modelVersion, by }) => ({
    model_version: modelVersion ?? (by === undefined ? undefined : String(by)),
    result: results,
  }))
  const annotations = drafts
    .filter((draft) => !isPrediction(draft))
    .map(({ results, by, wasCancelled = false }, k) => ({
      id: k + 1, // ids of annotations need to differ within a task only
      completed_by: personOf(by),
      was_cancelled: wasCancelled,
      result: results,
    }))
  return JSON.stringify({ id, data, annotations, predictions: predictions.length === 0 ? undefined : predictions })
}

/** As Label Studio tells who did it. */
function personOf(by: string | number | undefined): Fields | number | undefined {
  if (typeof by !== 'string') return by
  return by.includes('@') ? { email: by } : { username: by }
}
