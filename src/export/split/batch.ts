import type { RawBatch } from '../../io/read-batches.ts'
import type { Report } from '../../model/issue.ts'
import { BatchReader, type Preparation } from '../prepare.ts'
import { type SplitPlan, splitOf } from './task-split.ts'

/** Places of tasks in a batch. */
export interface SplitBatch {
  /** Of each split, rising. Tasks that are not selected, or cannot be read, are with the first: it tells of them. */
  readonly places: readonly (readonly number[])[]
  /** How many selected tasks are in no split; the report says why. */
  readonly lost: number
}

/** Which task of a batch belongs to which split. */
export function splitBatch(batch: RawBatch, preparation: Preparation, plan: SplitPlan, report: Report): SplitBatch {
  const places: number[][] = plan.names.map(() => [])
  const reader = new BatchReader(batch, { ...preparation, isReported: false, onBadTask: 'skip' })
  let next = 0
  let lost = 0
  for (const task of reader.tasks()) {
    const place = task.index - batch.firstIndex
    for (; next < place; next++) places[0]!.push(next)
    next = place + 1
    const split = splitOf(task, plan, report)
    if (split === undefined) lost++
    else places[split]!.push(place)
  }
  for (; next < batch.tasks.length; next++) places[0]!.push(next)
  return { places, lost }
}
