import type { RawBatch, RawTask } from '../io/read-batches.ts'

/** A batch as threads are sent it: hundreds of small objects take longer to be cloned than their numbers. */
export interface PackedBatch {
  readonly bytes: Uint8Array
  readonly firstIndex: number
  /** start, end, byte, line, column and place in `files` of each task. */
  readonly tasks: Float64Array
  readonly files: readonly string[]
}

const FIELDS = 6

export function packBatch({ bytes, firstIndex, tasks }: RawBatch): PackedBatch {
  const numbers = new Float64Array(tasks.length * FIELDS)
  const files: string[] = []
  for (const [k, { start, end, byte, line, column, file }] of tasks.entries()) {
    if (files.at(-1) !== file) files.push(file)
    numbers.set([start, end, byte, line, column, files.length - 1], k * FIELDS)
  }
  const own = bytes.buffer instanceof ArrayBuffer ? bytes.slice() : bytes // a thread is sent all of the memory that bytes are a part of
  return { bytes: own, firstIndex, tasks: numbers, files }
}

export function unpackBatch({ bytes, firstIndex, tasks: numbers, files }: PackedBatch): RawBatch {
  const tasks: RawTask[] = []
  for (let k = 0; k < numbers.length; k += FIELDS)
    tasks.push({
      start: numbers[k]!,
      end: numbers[k + 1]!,
      byte: numbers[k + 2]!,
      line: numbers[k + 3]!,
      column: numbers[k + 4]!,
      file: files[numbers[k + 5]!]!,
    })
  return { bytes, firstIndex, tasks }
}
