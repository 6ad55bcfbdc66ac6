import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../seed.ts'
import { BatchMemory } from '../../src/io/batch-memory.ts'
import type { FrameNotes } from '../../src/io/cut-tasks.ts'
import { type BatchLimits, type InputFile, type RawBatch, readBatches } from '../../src/io/read-batches.ts'
import { GoldpanError } from '../../src/model/error.ts'
import { listOf } from './raw-tasks.ts'

/** A file whose chunks are all views of one buffer that is written over, as a reader may do it. */
function file(name: string, text: string, chunkBytes = 1 << 20, failure?: Error): InputFile {
  const bytes = new TextEncoder().encode(text)
  return {
    name,
    async *open() {
      const buffer = new Uint8Array(Math.min(chunkBytes, bytes.length))
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const piece = bytes.subarray(at, at + chunkBytes)
        buffer.set(piece)
        yield buffer.subarray(0, piece.length)
        buffer.fill(0x58)
      }
      if (failure !== undefined) throw failure
    },
  }
}

interface Read {
  readonly batches: readonly RawBatch[]
  /** `file text line:column` */
  readonly tasks: readonly string[]
  readonly damages: readonly string[]
}

async function read(files: readonly InputFile[], limits?: BatchLimits, memory?: BatchMemory): Promise<Read> {
  const damages: string[] = []
  const notes: FrameNotes = {
    damaged: ({ code, where }) => damages.push(`${code} ${where.file}`),
    trailingComma: () => undefined,
  }
  const batches: RawBatch[] = []
  for await (const batch of readBatches(files, notes, limits, memory)) batches.push(batch)
  const tasks = batches.flatMap(({ bytes, tasks }) =>
    listOf(tasks).map(
      (task) =>
        `${task.file} ${new TextDecoder().decode(bytes.subarray(task.start, task.end))} @${task.byte} ${task.line}:${task.column}`,
    ),
  )
  return { batches, tasks, damages }
}

/** Memory that strings stood in before. */
function usedMemory(isShared: boolean): BatchMemory {
  const memory = new BatchMemory(isShared)
  for (let k = 0; k < 5; k++) memory.give(memory.take(1).fill(0x22))
  return memory
}

describe('readBatches', () => {
  it('reads the files in order and says of each task in which it stands', async () => {
    const { batches, tasks } = await read([
      file('1.json', '{"id":1}'),
      file('2.json', '[{"id":2},\n{"id":3}]'),
      file('3.json', '[]'),
    ])
    expect(tasks).toEqual(['1.json {"id":1} @0 1:1', '2.json {"id":2} @1 1:2', '2.json {"id":3} @11 2:1'])
    expect(batches).toHaveLength(1) // small files share one
  })

  it('counts tasks over all batches and files', async () => {
    const { batches } = await read([file('a', '[1,2,3]'), file('b', '[4,5]')], { bytes: 1e9, tasks: 2 })
    expect(batches.map(({ firstIndex, tasks }) => [firstIndex, tasks.length])).toEqual([
      [0, 2],
      [2, 2],
      [4, 1],
    ])
  })

  it('gives a batch out as soon as it has the bytes', async () => {
    const { batches } = await read([file('a', '[{"id":1},{"id":2},{"id":3}]')], { bytes: 9, tasks: 1e9 })
    expect(batches.map(({ bytes, tasks }) => [new TextDecoder().decode(bytes), tasks.length])).toEqual([
      ['{"id":1},{"id":2}', 2],
      ['{"id":3}', 1],
    ])
  })

  it('has tasks stand in the words of shared memory as they do in those of the chunk', async () => {
    const { batches } = await read([file('a', '[ 1,"two"]')], undefined, new BatchMemory(true))
    expect(batches.map(({ bytes, tasks }) => [tasks.startOf(0), tasks.startOf(1), bytes.length])).toEqual([[2, 4, 9]])
  })

  it('holds no more than a batch and a chunk', async () => {
    const endless: InputFile = {
      name: 'endless',
      async *open() {
        yield Buffer.from('[')
        for (;;) yield Buffer.from('{"id":1},')
      },
    }
    const batches = readBatches(
      [endless],
      { damaged: () => undefined, trailingComma: () => undefined },
      { bytes: 100, tasks: 10 },
    )
    for (let k = 0; k < 100; k++) {
      const { value } = await batches.next()
      expect(value?.firstIndex).toBe(k * 10)
    }
    await batches.return(undefined)
  })

  it('holds little of what stands between tasks', async () => {
    const gap = ' '.repeat(900)
    const lists = Array.from({ length: 20 }, () => `[1,${gap}2]${gap}`)
    const { batches, tasks } = await read([file('a', lists.join(''), 1000)], { bytes: 1000, tasks: 1000 })
    expect(tasks).toHaveLength(40)
    expect(Math.max(...batches.map(({ bytes }) => bytes.length))).toBeLessThan(3000)
    const { batches: apart } = await read([file('a', `[1,${gap}2]`, 100)])
    expect(apart[0]!.bytes.length).toBeLessThan(200) // what is between two chunks is not copied
  })

  it('goes on with the next file behind a damaged one', async () => {
    const { tasks, damages } = await read([
      file('cut.json', '[{"id":1},{"id":'),
      file('empty.json', ''),
      file('text.json', 'hello'),
      file('broken.json', '[{"id":2}', 4, new GoldpanError('input-damaged', 'x', 'y', { file: 'broken.json' })),
      file('whole.json', '[{"id":3}]'),
    ])
    expect(tasks.map((task) => task.replace(/ @.*/, ''))).toEqual([
      'cut.json {"id":1}',
      'broken.json {"id":2}',
      'whole.json {"id":3}',
    ])
    expect(damages).toEqual([
      'input-damaged cut.json',
      'input-empty empty.json',
      'input-shape text.json',
      'input-damaged broken.json',
    ])
  })

  it('stops at a fault that is not the input’s', async () => {
    await expect(read([file('a', '[1]', 9, new TypeError('our own fault'))])).rejects.toThrow('our own fault')
  })

  it('gives the same tasks whatever the chunks and the limits', async () => {
    const texts = fc.array(
      fc
        .string({ unit: 'binary', maxLength: 20 })
        .chain((text) => fc.constantFrom(JSON.stringify({ id: 1, text }), JSON.stringify(text))),
      { maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        fc.record({ bytes: fc.integer({ min: 1, max: 200 }), tasks: fc.integer({ min: 1, max: 9 }) }),
        fc.boolean(),
        async (files, chunkBytes, limits, isShared) => {
          const list = (texts: readonly string[]) => `[${texts.join(',')}]`
          const whole = await read(files.map((texts, k) => file(`${k}`, list(texts))))
          const { tasks, batches } = await read(
            files.map((texts, k) => file(`${k}`, list(texts), chunkBytes)),
            limits,
            usedMemory(isShared),
          )
          expect(tasks).toEqual(whole.tasks)
          expect(tasks.map((task) => task.replace(/^\d+ | @\d+ \d+:\d+$/g, ''))).toEqual(files.flat())
          let index = 0
          for (const batch of batches) {
            expect(batch.firstIndex).toBe(index)
            expect(batch.tasks.length).toBeGreaterThan(0)
            expect(batch.tasks.length).toBeLessThanOrEqual(limits.tasks)
            expect(batch.bytes.length).toBe(batch.tasks.endOf(batch.tasks.length - 1))
            for (const { start } of listOf(batch.tasks)) expect(batch.bytes[start - 1]).not.toBe(0x22) // else it would seem to be a string
            index += batch.tasks.length
          }
        },
      ),
    )
  })
})
