import type { PlainPrinter, PlainRun } from '../formats/plain-run.ts'
import type { RawTasks } from '../io/raw-tasks.ts'
import type { Row } from '../json/outline.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
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

/** Prints as many tasks as can be printed from the k-th on and hands them over; gives their number. @param tell is called for those that something may have to be said about */
export type PrintFrom = (k: number, tell: (run: PlainRun, task: number) => void) => number

/** Begins with the tasks of a batch, whose rows are in a module's memory. */
export type StartPrinting = (memory: RowMemory, tasks: PlainTasks) => PrintFrom

/** @param use is given what a format asks for */
export function plainPrinter(counts: AnnotationCounts, use: (start: StartPrinting) => void): PlainPrinter {
  return {
    boxes: (style, { take }) =>
      use((memory, tasks) =>
        printFrom(new BoxPrinting(memory, tasks, style, counts), (run, tell) => take(run, (task) => tell(run, task))),
      ),
    records: (style, take) => use((memory) => printFrom(new RecordPrinting(memory, style, counts), take)),
    tokens: (style, { take }) =>
      use((memory, tasks) =>
        printFrom(new TokenPrinting(memory, tasks, style, counts), (run, tell) => take(run, (task) => tell(run, task))),
      ),
  }
}

function printFrom<Run extends { readonly tasks: number }>(
  printing: { print(k: number): Run | undefined },
  take: (run: Run, tell: (run: PlainRun, task: number) => void) => void,
): PrintFrom {
  return (k, tell) => {
    const run = printing.print(k)
    if (run === undefined) return 0
    take(run, tell)
    return run.tasks
  }
}
