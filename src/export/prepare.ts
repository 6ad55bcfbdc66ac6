import { readTaskRow, TaskProblem } from '../dialects/read-task.ts'
import { TASK_OUTLINE } from '../dialects/task-outline.ts'
import type { AnyFormat, Carries, Options, OptionTable } from '../formats/format.ts'
import type { PlainPrinter } from '../formats/plain-run.ts'
import type { RawTask, RawTasks } from '../io/raw-tasks.ts'
import type { RawBatch } from '../io/read-batches.ts'
import { outlineAll, type Row } from '../json/outline.ts'
import { JsonSyntaxError } from '../json/scan.ts'
import { GoldpanError, type Where } from '../model/error.ts'
import type { Report } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../model/task.ts'
import { checkOffsets } from './check-offsets.ts'
import { type Lane, type PrintFrom, plainPrinter } from './plain-printer.ts'
import { SPARE } from './print-boxes.ts'
import { BatchReport } from './report.ts'
import { annotationCounts, reportCancelled, reportCount, selectTask } from './select-task.ts'
import type { Selection } from './selection.ts'

/** How tasks are read and chosen; the same for the first pass and the second. */
export interface Preparation {
  readonly format: AnyFormat
  readonly selection: Selection
  readonly options: Options<OptionTable>
  readonly config: LabelConfig
  readonly onBadTask: 'skip' | 'fail'
  /** False where nobody reads the report (the first pass, `inspect`): what only the report needs is then not looked for. */
  readonly isReported: boolean
}

interface Reading {
  /** Is told of every task that could be read. */
  readonly onRead?: ((task: Task) => void) | undefined
  /** Those of the wanted tasks in the batch; by default all. */
  readonly places?: readonly number[] | undefined
}

/**
 * The tasks of a batch one by one, read and selected when they are asked for: what is done with one task is garbage before the next.
 * A bad task costs only itself.
 */
export class BatchReader {
  readonly report = new BatchReport((where) => this.#placed(where))
  readonly #batch: RawBatch
  readonly #preparation: Preparation
  readonly #onRead: ((task: Task) => void) | undefined
  /** The wanted ones. */
  readonly #raws: RawTasks
  readonly #places: readonly number[] | undefined
  readonly #carries: Carries
  readonly #dropsNothing: boolean
  #task: Task | undefined
  #lane: Lane | undefined
  /** Tasks that could be read so far, selected or not. */
  read = 0
  /** Of these selected. */
  selected = 0
  /** The first that could not be read. */
  firstBad: GoldpanError | undefined

  constructor(batch: RawBatch, preparation: Preparation, { onRead, places }: Reading = {}) {
    const { format, options } = preparation
    this.#batch = batch
    this.#preparation = preparation
    this.#onRead = onRead
    this.#places = places
    this.#raws = places === undefined ? batch.tasks : batch.tasks.choose(places)
    this.#carries = { ...format.carries, ...format.carriesWith?.(options) }
    this.#dropsNothing = !Object.values(this.#carries).includes('drop')
  }

  /** For what is written without being read; undefined where every task is to be looked at. */
  get printer(): PlainPrinter | undefined {
    const { selection, isReported } = this.#preparation
    if (!selection.isEverything || !isReported || this.#onRead !== undefined) return undefined
    return plainPrinter(annotationCounts(selection), (lane) => {
      this.#lane = lane
    })
  }

  /** There is no task to be read. */
  get isEmpty(): boolean {
    return this.#raws.length === 0
  }

  /** The selected tasks. What the format cannot hold of them is reported here, once, for all formats alike. @throws GoldpanError `task-invalid` when bad tasks are to stop the run */
  *tasks(): Generator<Task> {
    const raws = this.#raws
    const lane = this.#lane
    const options = lane && { spare: SPARE, isWithoutDoubles: lane.isWithoutDoubles }
    const { rowOf, memory, end } = outlineAll(this.#batch.bytes, raws, TASK_OUTLINE, options)
    const printFrom = memory && lane?.start(memory, { rowOf, raws })
    try {
      for (let k = 0; k < raws.length; k++) {
        k += this.#printed(printFrom, k)
        if (k === raws.length) return
        const at = k
        const place = this.#places?.[k] ?? k
        const selected = this.#select(readRawTask(this.#batch, place, this.#preparation.config, () => rowOf(at)))
        if (selected !== undefined) yield selected
      }
    } finally {
      end()
    }
  }

  /** How many tasks were printed from the k-th on. */
  #printed(printFrom: PrintFrom | undefined, k: number): number {
    const { report } = this
    const { format } = this.#preparation
    const count =
      printFrom?.(k, {
        cancelled: (where) => reportCancelled(where, report),
        printed: (run, task) => reportCount(run.annotationsOf(task), () => run.placeOf(task), format, report),
      }) ?? 0
    this.read += count
    this.selected += count
    return count
  }

  /** What of a task is to be exported; undefined when nothing is, or when it is none. */
  #select(task: Task | GoldpanError): Task | undefined {
    const { report } = this
    const { selection, format, config, onBadTask, isReported } = this.#preparation
    if (task instanceof GoldpanError) {
      if (onBadTask === 'fail') throw task
      this.firstBad ??= task
      report.add('task-invalid', task.where, { problem: task.message })
      return undefined
    }
    this.read++
    this.#task = task
    this.#onRead?.(task)
    const selected = selectTask(task, selection, format, config, report)
    if (selected === undefined) return undefined
    this.selected++
    if (isReported) {
      reportTask(task, selected, this.#preparation, report)
      this.#reportDropped(selected)
    }
    return selected
  }

  /** The regions of an annotation that the format can hold. */
  regions({ regions }: Annotation): readonly Region[] {
    const isHeld = ({ shape }: Region) => this.#carries[shape.kind] !== 'drop'
    return this.#dropsNothing || regions.every(isHeld) ? regions : regions.filter(isHeld)
  }

  #reportDropped(task: Task): void {
    if (this.#dropsNothing) return
    const { id } = this.#preparation.format
    for (const annotation of annotationsOf(task)) reportDropped(task, annotation, id, this.#carries, this.report)
  }

  /** With the place of the task in the input, where the issue does not say it itself. */
  #placed(where: Where): Where {
    if (where.task === undefined || where.file !== undefined || where.task !== this.#task?.id) return where
    const { file, line, column } = this.#task.source
    return { ...where, file, line, column }
  }
}

/** The tasks of a batch, all of them and for keeps, or why they are none, with their places. */
export function* readBatch(batch: RawBatch, config: LabelConfig): Generator<Task | GoldpanError> {
  const { rowOf, end } = outlineAll(batch.bytes, batch.tasks, TASK_OUTLINE, { isKept: true })
  end() // rows are copies
  for (let k = 0; k < batch.tasks.length; k++) yield readRawTask(batch, k, config, () => rowOf(k))
}

/** @param k its place in the batch */
function readRawTask(batch: RawBatch, k: number, config: LabelConfig, row: () => Row): Task | GoldpanError {
  const raw = batch.tasks.get(k)
  try {
    return readTaskRow(row(), batch.firstIndex + k, config, raw)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return badTask(error.message, placeInTask(batch, raw, error.byte), error)
    const { file, line, column, byte } = raw
    if (error instanceof TaskProblem) return badTask(error.message, { file, line, column, byte }, error)
    throw error
  }
}

function badTask(message: string, where: Where, cause: Error): GoldpanError {
  const isEncoding = cause instanceof JsonSyntaxError && cause.expected === 'UTF-8 text'
  const hint = isEncoding
    ? 'convert the file to UTF-8 first, for instance: iconv -f LATIN1 -t UTF-8'
    : 'mend the task at that place; is it a Label Studio or Annotation Lab export in JSON?'
  return new GoldpanError('task-invalid', message, hint, where, { cause })
}

/** Line, column and byte in the file of a byte in the batch. */
function placeInTask({ bytes }: RawBatch, raw: RawTask, byte: number): Where {
  let line = raw.line
  let lineStart = raw.start - (raw.column - 1)
  for (let k = raw.start; k < byte; k++)
    if (bytes[k] === 0x0a) {
      line++
      lineStart = k + 1
    }
  return { file: raw.file, line, column: byte - lineStart + 1, byte: raw.byte + byte - raw.start }
}

/** What is odd about a task, whatever becomes of it in the output. */
function reportTask(task: Task, selected: Task, { format, selection, config }: Preparation, report: Report): void {
  reportDialect(selected, format, selection, report)
  if (format.purpose === 'records') checkOffsets(task, annotationsOf(selected), config, report)
  if (format.purpose !== 'raw') checkOffsets(task, unselectedPredictions(task, selected), config, report)
}

/** Raw formats write what the dialect could not read all the same, unless selection has cut the task. */
function reportDialect(task: Task, format: AnyFormat, selection: Selection, report: Report): void {
  const isRaw = format.purpose === 'raw'
  for (const { code, where, detail } of task.issues) {
    const concernsPredictions = code === 'prediction-id-only'
    if (isRaw || (concernsPredictions && selection.predictions === 'none')) continue
    report.add(code, where, detail)
  }
  for (const annotation of annotationsOf(task))
    if (!isRaw || !annotation.complete) for (const { code, where, detail } of annotation.issues) report.add(code, where, detail)
}

function unselectedPredictions(task: Task, selected: Task): readonly Annotation[] {
  return selected.predictions.length === 0 && selected.annotations.length === 0 ? task.predictions : []
}

function reportDropped(task: Task, annotation: Annotation, format: string, carries: Carries, report: Report): void {
  for (const region of annotation.regions) {
    const { shape } = region
    if (carries[shape.kind] !== 'drop') continue
    if (shape.kind === 'unknown' && shape.problem !== undefined)
      report.add('region-invalid', placeOf(task, annotation, region), { problem: shape.problem })
    else report.add('shape-dropped', placeOf(task, annotation, region), { format, aspect: shape.kind })
  }
  if (carries.answers === 'drop')
    for (const { fromName, result } of annotation.answers)
      report.add('answer-dropped', placeOf(task, annotation, result), { format, name: fromName })
  if (carries.relations === 'drop')
    for (const { from } of annotation.relations)
      report.add('relation-dropped', placeOf(task, annotation, { id: from }), { format })
  if (carries.attributes === 'drop')
    for (const region of annotation.regions)
      if (carries[region.shape.kind] !== 'drop')
        for (const { fromName } of region.attributes)
          report.add('attribute-dropped', placeOf(task, annotation, region), { format, name: fromName })
}
