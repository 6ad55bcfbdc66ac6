import { describe, expect, it } from 'vitest'
import { FileWindow } from '../../src/io/file-window.ts'
import { scratch } from './scratch.ts'

const folder = scratch()
const BYTES = Uint8Array.from({ length: 600_000 }, (_, k) => (k * 31) >> 3)

describe('FileWindow', () => {
  const open = () => new FileWindow(folder.put('bytes.bin', Buffer.from(BYTES)))
  const expected = (position: number, length: number) => Buffer.from(BYTES.subarray(position, position + length))

  it.each<[string, readonly (readonly [number, number])[]]>([
    ['one behind the other', Array.from({ length: 300 }, (_, k) => [k * 2000, 1500] as const)],
    ['backwards', Array.from({ length: 300 }, (_, k) => [(299 - k) * 2000, 1500] as const)],
    ['here and there', Array.from({ length: 200 }, (_, k) => [(k * 77_777) % 599_000, 1000] as const)],
    ['larger than what is read ahead', [[10, 400_000] as const, [5, 599_995] as const]],
    ['over the end, behind it, and nothing', [[599_990, 100] as const, [700_000, 10] as const, [3, 0] as const]],
  ])('gives the bytes of places %s', (_, places) => {
    const file = open()
    expect(file.size).toBe(BYTES.length)
    for (const [position, length] of places)
      expect(Buffer.from(file.at(position, length)).equals(expected(position, length))).toBe(true)
    file.close()
  })

  it('writes nothing over what it gave', () => {
    const file = open()
    const first = file.at(0, 1000)
    for (let k = 1; k < 100; k++) file.at(k * 6000, 1000)
    file.close()
    expect(Buffer.from(first).equals(expected(0, 1000))).toBe(true)
  })

  it('streams in chunks; closing twice is fine', async () => {
    const file = open()
    const parts: Uint8Array[] = []
    for await (const chunk of file.chunks(7, 599_000)) parts.push(chunk)
    file.close()
    file.close()
    expect(parts.length).toBeGreaterThan(1)
    expect(Buffer.concat(parts).equals(expected(7, 599_000))).toBe(true)
  })
})
