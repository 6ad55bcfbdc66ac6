import type { Where } from '../model/error.ts'
import type { BoxRun, BoxStyle } from './coco/box-run.ts'
import type { TokenRun, TokenStyle } from './conll2003/token-run.ts'
import type { RecordRun, RecordStyle } from './shared/record-run.ts'

/** Tasks in a row that were printed at once, from rows of numbers (see {@link Level}), without being read. Good until the next are printed. */
export interface PlainRun {
  readonly tasks: number
  placeOf(task: number): Where
  /** How many annotations the task has. */
  annotationsOf(task: number): number
}

export interface RunTaker<Run extends PlainRun> {
  /** @param tell is to be called for each task, before anything else is reported about it */
  take(run: Run, tell: (task: number) => void): void
}

/**
 * Prints the plainest tasks before they are read. A format says, before it takes the first task, what of them it wants and how; from then on runs are handed
 * over in between the tasks, in the order of the input. What is odd in any way comes as a task.
 */
export interface PlainPrinter {
  boxes(style: BoxStyle, taker: RunTaker<BoxRun>): void
  tokens(style: TokenStyle, taker: RunTaker<TokenRun>): void
  /** For formats that say nothing about tasks with several annotations, or none. */
  records(style: RecordStyle, take: (run: RecordRun) => void): void
}
