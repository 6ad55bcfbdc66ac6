import type { Input } from '../io/input-files.ts'
import { AmbiguousInput } from '../model/ambiguous-input.ts'
import { type DataSet, readHeadText } from './data-set.ts'
import type { Reader } from './reader.ts'
import { hasKeys, keysOfHead } from './shared/json-head.ts'

/**
 * The only reader that the files speak for: one that is sure comes before those that may be right.
 * Undefined when none of them knows the files.
 * @throws AmbiguousInput
 */
export async function detectReader(dataSet: DataSet, readers: readonly Reader[]): Promise<Reader | undefined> {
  const sure: Reader[] = []
  const possible: Reader[] = []
  for (const reader of readers) {
    const evidence = await reader.detect(dataSet)
    if (evidence === 'sure') sure.push(reader)
    else if (evidence === 'possible') possible.push(reader)
  }
  const candidates = sure.length > 0 ? sure : possible
  if (candidates.length < 2) return candidates[0]
  throw new AmbiguousInput(
    candidates.map(({ id }) => id),
    dataSet.files[0]?.name,
  )
}

/** What only tasks have, also below `tasks` of an object that holds a list of them. */
const TASK_KEYS = [
  ['id', 'data'],
  ['data', 'annotations'],
  ['data', 'predictions'],
  ['completions'],
  ['annotations.result'],
  ['predictions.result'],
]

/** Whether the first file says by itself that it holds tasks, so that nobody else has to be asked. */
export async function isTasks({ files: [first] }: Pick<Input, 'files'>): Promise<boolean> {
  if (first === undefined) return false
  const keys = keysOfHead(await readHeadText(first))
  return TASK_KEYS.some((wanted) => hasKeys(keys, ...wanted) || hasKeys(keys, ...wanted.map((key) => `tasks.${key}`)))
}
