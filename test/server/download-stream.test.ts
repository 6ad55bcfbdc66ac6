import { expect, it } from 'vitest'
import type { ByteTarget } from '../../src/io/content.ts'
import { slots, streamOf } from '../../src/server/http/download-stream.ts'

const told: unknown[] = []
const log = { info: () => undefined, error: (_event: string, details: unknown) => void told.push(details) }

it('a stream is written as fast as it is taken', async () => {
  let written = 0
  const stream = streamOf(
    async (target) => {
      for (; written < 100; written++) await target.write(new Uint8Array([written]))
      await target.close()
    },
    { log },
  )
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(written).toBeLessThan(4) // nobody has taken anything yet
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  expect(bytes).toEqual(Uint8Array.from({ length: 100 }, (_, k) => k))
})

it('breaks off when the export fails, and says so in the log only', async () => {
  const stream = streamOf(
    async (target) => {
      await target.write(new Uint8Array([1]))
      throw new Error('the disk is gone')
    },
    { log },
  )
  await expect(new Response(stream).arrayBuffer()).rejects.toThrow('the disk is gone')
  expect(told).toEqual([{ error: 'the disk is gone' }])
})

it('is called off when nobody takes it any more', async () => {
  let isCalledOff = false
  const stream = streamOf(
    async (target, signal) => {
      signal.addEventListener('abort', () => {
        isCalledOff = true
      })
      for (let k = 0; k < 1000; k++) await target.write(new Uint8Array(10))
    },
    { log },
  )
  const reader = stream.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => isCalledOff).toBe(true)
})

it('of clients that take nothing is broken off, so that the others have their turn', async () => {
  const threeChunks = async (target: ByteTarget) => {
    for (let k = 0; k < 3; k++) await target.write(new Uint8Array(10))
  }
  const stalled = Array.from({ length: 40 }, () => streamOf(threeChunks, { log }, 20))
  expect(await slots.run(async () => 'my turn')).toBe('my turn')
  await expect(new Response(stalled[0]).arrayBuffer()).rejects.toThrow('nothing was taken for 20 ms')
})
