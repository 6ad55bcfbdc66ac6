import type { TaskFacts } from '../../query/task-facts.ts'
import type { EntityKind } from '../store.ts'
import type { TaskSums } from './tables.ts'

/** What a transaction adds to the columns tasks, annotated_tasks, annotations, skipped_annotations, ground_truths and predictions of a name's row. */
export type NameChange = [number, number, number, number, number, number]

/** Numbers from here on are not looked at when new ones are given out, so that these never come near the end of all numbers. */
const COUNTED = 2 ** 33

/** Gathers what the tasks of one transaction change together, so that it is written once. */
export class TaskChanges {
  readonly names = new Map<number, NameChange>()
  /** Tasks that come, by the names they have. */
  readonly tasksOfNames = new Map<number, number[]>()
  /** The numbers that are not to be given out any more lie below. */
  readonly next: Record<EntityKind, number> = { task: 0, annotation: 0, prediction: 0 }

  /** @param sign 1 for a task that comes, −1 for one that goes */
  count(names: readonly number[], sums: TaskSums, sign: 1 | -1): void {
    for (const name of names) {
      let change = this.names.get(name)
      if (change === undefined) this.names.set(name, (change = [0, 0, 0, 0, 0, 0]))
      change[0] += sign
      if (sums.annotations > 0) change[1] += sign
      change[2] += sign * sums.annotations
      change[3] += sign * sums.skipped_annotations
      change[4] += sign * sums.ground_truths
      change[5] += sign * sums.predictions
    }
  }

  addNames(task: number, names: readonly number[]): void {
    for (const name of names) {
      const tasks = this.tasksOfNames.get(name)
      if (tasks === undefined) this.tasksOfNames.set(name, [task])
      else tasks.push(task)
    }
  }

  /** Sees the numbers that a task uses. */
  use(id: number | string, { annotations, predictions }: TaskFacts): void {
    this.#use('task', id)
    for (const { id } of annotations) this.#use('annotation', id)
    for (const { id } of predictions) this.#use('prediction', id)
  }

  #use(kind: EntityKind, id: number | string | undefined): void {
    if (typeof id === 'number' && id >= this.next[kind] && id < COUNTED) this.next[kind] = id + 1
  }
}
