import { ByteWriter } from '../../json/byte-writer.ts'
import type { Task } from '../../model/task.ts'

/** The records of many tasks as JSON, one on each line. */
export function jsonLines(tasks: Iterable<Task>, recordsOf: (task: Task) => Iterable<object>): Uint8Array {
  const writer = new ByteWriter()
  for (const task of tasks) for (const record of recordsOf(task)) writer.text(JSON.stringify(record)).text('\n')
  return writer.take()
}
