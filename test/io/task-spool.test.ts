import { describe, expect, it } from 'vitest'
import { TaskSpool } from '../../src/io/task-spool.ts'
import { scratch } from './scratch.ts'

const { path, temporary, list } = scratch()
const left = () => list(temporary.slice(path.length + 1))
const bytes = (text: string) => Buffer.from(text)

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts).toString()
}

describe('a spool of tasks', () => {
  it('can be read while it is written, several times, and after', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    async function* pieces() {
      yield bytes('{"id":1},\n{"id":2}')
      await held
      yield bytes('{"id":3}')
    }
    const spool = new TaskSpool(pieces())
    const reader = spool.read()
    let first = ''
    while (!first.includes('"id":2')) first += Buffer.from((await reader.next()).value).toString()
    expect(first).toBe('[\n{"id":1},\n{"id":2}')
    const second = text(spool.read())
    release()
    const whole = '[\n{"id":1},\n{"id":2},\n{"id":3}\n]\n'
    expect(first + (await text(reader))).toBe(whole)
    expect([await second, await text(spool.read())]).toEqual([whole, whole])
    await spool.close()
    expect(left()).toEqual([])
  })

  it('does not wait for its readers', async () => {
    let given = 0
    async function* pieces() {
      for (; given < 100; given++) yield bytes('{}')
    }
    const spool = new TaskSpool(pieces())
    while (given < 100) await new Promise((resolve) => setTimeout(resolve, 1))
    expect((await text(spool.read())).length).toBe('[\n]\n\n'.length + 100 * 2 + 99 * 2)
    await spool.close()
  })

  it('gives all that came before it throws what the pieces threw', async () => {
    const failure = new Error('the network is gone')
    async function* pieces() {
      yield bytes('{"id":1}')
      throw failure
    }
    const spool = new TaskSpool(pieces())
    const reader = spool.read()
    let got = ''
    const reading = (async () => {
      for await (const chunk of reader) got += Buffer.from(chunk).toString()
    })()
    await expect(reading).rejects.toBe(failure)
    expect(got).toBe('[\n{"id":1}')
    await spool.close()
    expect(left()).toEqual([])
  })

  it('of nothing is an empty list', async () => {
    const spool = new TaskSpool((async function* () {})())
    expect(await text(spool.read())).toBe('[]\n')
    await spool.close()
  })
})
