import { RawTasks } from '../io/raw-tasks.ts'
import type { RawBatch } from '../io/read-batches.ts'

/** A batch as threads are sent it. */
export interface PackedBatch extends Omit<RawBatch, 'tasks'> {
  readonly tasks: Pick<RawTasks, 'numbers' | 'files'>
}

export function packBatch({ bytes, firstIndex, tasks: { numbers, files } }: RawBatch): PackedBatch {
  const own = bytes.buffer instanceof ArrayBuffer ? bytes.slice() : bytes // a thread is sent all of the memory that bytes are a part of
  return { bytes: own, firstIndex, tasks: { numbers, files } }
}

export function unpackBatch({ bytes, firstIndex, tasks: { numbers, files } }: PackedBatch): RawBatch {
  return { bytes, firstIndex, tasks: new RawTasks(numbers, files) }
}
