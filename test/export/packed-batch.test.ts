import { expect, it } from 'vitest'
import { packBatch, unpackBatch } from '../../src/export/packed-batch.ts'
import { rawTasks } from '../io/raw-tasks.ts'

it('a packed batch is the same when it is unpacked, tasks of several files too', () => {
  const at = (start: number, file: string) => ({ start, end: start + 5, byte: 2 ** 40 + start, line: 7, column: 3, file })
  const batch = {
    bytes: new Uint8Array([1, 2, 3]),
    firstIndex: 2 ** 33,
    tasks: rawTasks([at(0, 'a.json'), at(6, 'a.json'), at(12, 'b.json'), at(18, 'a.json')]),
  }
  expect(unpackBatch(structuredClone(packBatch(batch)))).toEqual(batch)
  expect(unpackBatch(packBatch({ ...batch, tasks: rawTasks([]) }))).toEqual({ ...batch, tasks: rawTasks([]) })
})
