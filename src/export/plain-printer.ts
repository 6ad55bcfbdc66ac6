import { readId } from '../dialects/read-value.ts'
import { annotationAt, taskAt } from '../dialects/task-outline.ts'
import type { PlainPrinter, PlainRun } from '../formats/plain-run.ts'
import type { RawTasks } from '../io/raw-tasks.ts'
import { Row } from '../json/outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import type { Where } from '../model/error.ts'
import { cancelledIn } from './plain-memory.ts'
import { BoxPrinting } from './print-boxes.ts'
import { RecordPrinting } from './print-records.ts'
import { TokenPrinting } from './print-tokens.ts'
import type { AnnotationCounts } from './select-task.ts'

/** Those of a batch. */
export interface PlainTasks {
  /** Of the k-th, see {@link Outlined.rowOf}. */
  rowOf(k: number): Row
  readonly raws: RawTasks
}

/** Is told what may have to be said about tasks that were printed, in their order. */
export interface PlainListener {
  /** An annotation was left out. */
  cancelled(where: Where): void
  /** For formats that say something about tasks with several annotations, or none: of each task, before anything else is said of it. */
  printed(run: PlainRun, task: number): void
}

/** Prints as many tasks as can be printed from the k-th on and hands them over; gives their number. */
export type PrintFrom = (k: number, listener: PlainListener) => number

/** A way of printing tasks without reading them. */
export interface Lane {
  /** Rows are looked at without their doubles. */
  readonly isWithoutDoubles: boolean
  /** Begins with the tasks of a batch, whose rows are in a module's memory. */
  start(memory: RowMemory, tasks: PlainTasks): PrintFrom
}

/** @param use is given what a format asks for */
export function plainPrinter(counts: AnnotationCounts, use: (lane: Lane) => void): PlainPrinter {
  return {
    boxes: (style, { take }) => use(laneOf((memory, tasks) => new BoxPrinting(memory, tasks, style, counts), telling(take))),
    records: (style, take) => {
      const lane = laneOf((memory) => new RecordPrinting(memory, style, counts), take)
      use({ ...lane, isWithoutDoubles: style.text === undefined })
    },
    tokens: (style, { take }) => use(laneOf((memory, tasks) => new TokenPrinting(memory, tasks, style, counts), telling(take))),
  }
}

/** Hands a run over. @param tell is told how far it was looked at: up to this task */
type Take<Run> = (run: Run, tell: (task: number) => void, listener: PlainListener) => void

function telling<Run extends PlainRun>(take: (run: Run, tell: (task: number) => void) => void): Take<Run> {
  return (run, tell, listener) =>
    take(run, (task) => {
      tell(task)
      listener.printed(run, task)
    })
}

function laneOf<Run extends { readonly tasks: number }>(
  begin: (memory: RowMemory, tasks: PlainTasks) => { print(k: number): Run | undefined },
  take: Take<Run>,
): Lane {
  return {
    isWithoutDoubles: false,
    start(memory, tasks) {
      const printing = begin(memory, tasks)
      return (k, listener) => {
        const run = printing.print(k)
        if (run === undefined) return 0
        const cancelled = cancelledIn(memory.module)
        const tell = (task: number) => {
          while (cancelled.length > 0 && cancelled[0]!.task <= k + task) listener.cancelled(placeOf(cancelled.shift()!, tasks))
        }
        take(run, tell, listener)
        tell(run.tasks)
        return run.tasks
      }
    },
  }
}

function placeOf({ task, place }: { readonly task: number; readonly place: number }, { rowOf, raws }: PlainTasks): Where {
  const row = rowOf(task)
  const { file, line, column } = raws.get(task)
  const annotation = readId(new Row(row.rows, place).valueAt(annotationAt.id))
  return { task: readId(row.valueAt(taskAt.id)), annotation, region: undefined, file, line, column }
}
