import { describe, expect, it } from 'vitest'
import type { Spool } from '../../src/formats/format.ts'
import { Spools } from '../../src/io/spool.ts'
import { scratch } from './scratch.ts'

const MEBIBYTE = 1024 * 1024
const folder = scratch()

async function textOf(spool: Spool): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of spool.read()) parts.push(part.slice())
  return Buffer.concat(parts).toString()
}

describe('a spool', () => {
  it('gives back what was written, from memory when it is little', async () => {
    const spools = new Spools()
    const spool = spools.make()
    await spool.write('grün ')
    await spool.write('😀')
    expect(await textOf(spool)).toBe('grün 😀')
    expect(await textOf(spools.make())).toBe('')
    expect(folder.list('temporary')).toEqual([])
    await spools.close()
  })

  it('lets go of bytes once they are written, and of chunks once the next is asked for', async () => {
    const spools = new Spools(4096) // the rest goes to disk
    const spool = spools.make()
    const bytes = new Uint8Array(MEBIBYTE)
    for (const byte of [1, 2, 3]) await spool.write(bytes.fill(byte))
    const found = new Set<string>()
    const buffers = new Set<ArrayBufferLike>()
    for await (const chunk of spool.read()) {
      for (const byte of new Set(chunk)) found.add(`${byte}`)
      buffers.add(chunk.buffer)
    }
    expect([...found]).toEqual(['1', '2', '3'])
    expect(buffers.size).toBe(2) // one is read while the other is in use
    await spools.close()
  })

  it('keeps much in a file of its own, also when others do', async () => {
    const spools = new Spools()
    const three = ['ä', 'b', 'c'].map((letter) => ({ letter, spool: spools.make() }))
    for (let k = 0; k < 10; k++) for (const { letter, spool } of three) await spool.write(`${k}${letter.repeat(MEBIBYTE)}\n`)
    expect(folder.list('temporary').map((name) => name.replace(/-\w+/, ''))).toEqual([
      'goldpan/',
      'goldpan/0',
      'goldpan/1',
      'goldpan/2',
    ])
    for (const { letter, spool } of three) {
      const expected = Array.from({ length: 10 }, (_, k) => `${k}${letter.repeat(MEBIBYTE)}\n`).join('')
      expect((await textOf(spool)) === expected).toBe(true) // no diff of megabytes
    }
    await spools.close()
    expect(folder.list('temporary')).toEqual([])
  })
})
