import { readTask, TaskProblem } from '../dialects/read-task.ts'
import type { AnyFormat, Carries, EncodeContext, Options, OptionTable } from '../formats/format.ts'
import type { RawBatch, RawTask } from '../io/read-batches.ts'
import { JsonNode } from '../json/node.ts'
import { JsonSyntaxError, scanAll, type Tape } from '../json/scan.ts'
import { GoldpanError, type Where } from '../model/error.ts'
import type { Report } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../model/task.ts'
import { checkOffsets } from './check-offsets.ts'
import { BatchReport } from './report.ts'
import { selectTask } from './select-task.ts'
import type { Selection } from './selection.ts'

/** How tasks are read and chosen; the same for the first pass and the second. */
export interface Preparation {
  readonly format: AnyFormat
  readonly selection: Selection
  readonly config: LabelConfig
  readonly onBadTask: 'skip' | 'fail'
  /** False where nobody reads the report (the first pass, `inspect`): what only the report needs is then not looked for. */
  readonly isReported: boolean
}

export interface PreparedBatch {
  /** Selected tasks. */
  readonly tasks: readonly Task[]
  /** All that could be read. */
  readonly read: readonly Task[]
  /** What could not be read, with its place. */
  readonly bad: readonly GoldpanError[]
  readonly report: BatchReport
}

/** Reads and selects the tasks of a batch. A bad task costs only itself. @throws GoldpanError `task-invalid` when bad tasks are to stop the run */
export function prepareBatch(batch: RawBatch, preparation: Preparation): PreparedBatch {
  const { format, selection, config, onBadTask, isReported } = preparation
  const tasks: Task[] = []
  const read: Task[] = []
  const report = new BatchReport((where) => placed(where, read))
  const bad: GoldpanError[] = []
  const tapeOf = scanAll(batch.bytes, batch.tasks)
  for (const [k, raw] of batch.tasks.entries()) {
    const task = readRawTask(batch, raw, batch.firstIndex + k, config, () => tapeOf(k))
    if (task instanceof GoldpanError) {
      if (onBadTask === 'fail') throw task
      bad.push(task)
      report.add('task-invalid', task.where, { problem: task.message })
      continue
    }
    read.push(task)
    const selected = selectTask(task, selection, format, config, report)
    if (selected === undefined) continue
    if (isReported) reportTask(task, selected, preparation, report)
    tasks.push(selected)
  }
  return { tasks, read, bad, report }
}

/** The context a format encodes a batch with. What the format cannot hold is reported here, once, for all formats alike. */
export function encodeContext<O extends OptionTable>(
  tasks: readonly Task[],
  format: Pick<AnyFormat, 'id' | 'carries' | 'carriesWith'>,
  base: Omit<EncodeContext<O>, 'regions'>,
  options: Options<OptionTable>,
): EncodeContext<O> {
  const carries: Carries = { ...format.carries, ...format.carriesWith?.(options) }
  const kept = new Map<Annotation, readonly Region[]>()
  for (const task of tasks)
    for (const annotation of annotationsOf(task)) {
      kept.set(annotation, keptRegions(task, annotation, format.id, carries, base.report))
      reportDropped(task, annotation, format.id, carries, base.report)
    }
  return { ...base, regions: (annotation) => kept.get(annotation) ?? [] }
}

function readRawTask(batch: RawBatch, raw: RawTask, index: number, config: LabelConfig, tape: () => Tape): Task | GoldpanError {
  const at = { file: raw.file, line: raw.line, column: raw.column, byte: raw.byte }
  try {
    return readTask(new JsonNode(tape(), 0), index, config, raw)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return badTask(error.message, placeInTask(batch, raw, error.byte), error)
    if (error instanceof TaskProblem) return badTask(error.message, at, error)
    throw error
  }
}

/** With the place of the task in the input; of tasks that share an id the last, where the issue does not say which. */
function placed(where: Where, tasks: readonly Task[]): Where {
  if (where.task === undefined || where.file !== undefined) return where
  const source = tasks.findLast(({ id }) => id === where.task)?.source
  return source === undefined ? where : { ...where, file: source.file, line: source.line, column: source.column }
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

function keptRegions(task: Task, annotation: Annotation, format: string, carries: Carries, report: Report): readonly Region[] {
  return annotation.regions.filter((region) => {
    const { shape } = region
    if (carries[shape.kind] !== 'drop') return true
    if (shape.kind === 'unknown' && shape.problem !== undefined)
      report.add('region-invalid', placeOf(task, annotation, region), { problem: shape.problem })
    else report.add('shape-dropped', placeOf(task, annotation, region), { format, aspect: shape.kind })
    return false
  })
}

function reportDropped(task: Task, annotation: Annotation, format: string, carries: Carries, report: Report): void {
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
