import type { PlainPrinter, PlainRun, RunTaker } from '../formats/plain-run.ts'
import type { RawTask } from '../io/read-batches.ts'
import type { Row } from '../json/outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { BoxPrinting } from './print-boxes.ts'
import { TokenPrinting } from './print-tokens.ts'
import type { AnnotationCounts } from './select-task.ts'

/** Those of a batch. */
export interface PlainTasks {
  /** Of the k-th, see {@link Outlined.rowOf}. */
  rowOf(k: number): Row
  readonly raws: readonly RawTask[]
}

/** Prints as many tasks as can be printed from the k-th on and hands them over; gives their number. @param tell is called for each of them */
export type PrintFrom = (k: number, tell: (run: PlainRun, task: number) => void) => number

/** Begins with the tasks of a batch, whose rows are in a module's memory. */
export type StartPrinting = (memory: RowMemory, tasks: PlainTasks) => PrintFrom

/** @param use is given what a format asks for */
export function plainPrinter(counts: AnnotationCounts, use: (start: StartPrinting) => void): PlainPrinter {
  return {
    boxes: (style, taker) => use((memory, tasks) => printFrom(new BoxPrinting(memory, tasks, style, counts), taker)),
    tokens: (style, taker) => use((memory, tasks) => printFrom(new TokenPrinting(memory, tasks, style, counts), taker)),
  }
}

function printFrom<Run extends PlainRun>(printing: { print(k: number): Run | undefined }, taker: RunTaker<Run>): PrintFrom {
  return (k, tell) => {
    const run = printing.print(k)
    if (run === undefined) return 0
    taker.take(run, (task) => tell(run, task))
    return run.tasks
  }
}
