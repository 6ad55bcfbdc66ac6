import { rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readTaskFile } from '../../src/io/read-file.ts'
import { WINDOW } from '../../src/io/skim.ts'
import { scratch } from './scratch.ts'

const files = scratch()
const START = 64 * 1024 // what is read at once

/** No two mebibytes of it are the same. */
function bytesOf(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let k = 0, state = seed; k < size; k++) bytes[k] = (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16
  return bytes
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) {
    parts.push(chunk.slice())
    await new Promise(setImmediate) // what is read ahead meanwhile must not show
  }
  return Buffer.concat(parts)
}

describe('readTaskFile', () => {
  it.each([0, 1, START - 1, START, START + 1, START + WINDOW, START + 2 * WINDOW + 1, START + 5 * WINDOW - 1])(
    'gives all of %i bytes, packed or not',
    async (size) => {
      const bytes = bytesOf(size)
      const path = files.put(`${size}.json`, bytes)
      expect((await collect(readTaskFile(path))).equals(bytes)).toBe(true)
      const packed = files.put(`${size}.json.gz`, gzipSync(bytes, { level: 1 }))
      expect((await collect(readTaskFile(packed))).equals(bytes)).toBe(true)
    },
  )

  it('reads several files at a time, and others after some that were left in the middle', async () => {
    const inputs = [3, 4, 5].map((seed) => bytesOf(START + 3 * WINDOW, seed))
    const paths = inputs.map((bytes, k) => files.put(`${k}-of-several.json`, bytes))
    for (let round = 0; round < 3; round++) {
      const left = paths.map((path) => readTaskFile(path))
      for (const chunks of left) for (let k = 0; k < round; k++) await chunks.next()
      await Promise.all(left.map((chunks) => chunks.return(undefined)))
      const read = await Promise.all(paths.map((path) => collect(readTaskFile(path))))
      expect(read.map((bytes, k) => bytes.equals(inputs[k]!))).toEqual([true, true, true])
    }
  })

  it('says which file cannot be read, or is not whole', async () => {
    const gone = files.put('gone.json', '[]')
    rmSync(gone)
    await expect(collect(readTaskFile(gone))).rejects.toMatchObject({ code: 'input-unreadable', where: { file: gone } })
    await expect(collect(readTaskFile(files.path, 'a name'))).rejects.toMatchObject({
      code: 'input-unreadable',
      message: '`a name` cannot be read (EISDIR)',
    })
    const cut = files.put('cut.json.gz', gzipSync(bytesOf(1000)).subarray(0, 500))
    await expect(collect(readTaskFile(cut))).rejects.toMatchObject({ code: 'input-damaged', where: { file: cut } })
  })
})
