import { type RawTask, RawTaskList, type RawTasks } from '../../src/io/raw-tasks.ts'

/** The tasks of a batch, as its reader has them. */
export function rawTasks(list: readonly RawTask[]): RawTasks {
  const tasks = new RawTaskList()
  for (const task of list) tasks.add(task.start, task.end, task, task.file)
  return tasks.take()
}

export function listOf(tasks: RawTasks): RawTask[] {
  return Array.from({ length: tasks.length }, (_, k) => tasks.get(k))
}
