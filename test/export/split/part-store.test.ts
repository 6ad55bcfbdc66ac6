import fc from 'fast-check'
import '../../seed.ts'
import { afterAll, expect, it } from 'vitest'
import { PartStore } from '../../../src/export/split/part-store.ts'
import { Spools } from '../../../src/io/spool.ts'

const spools = new Spools(64) // most goes to disk
afterAll(() => spools.close())

it('gives parts back as they were, in their order', async () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.float64Array(),
    fc.array(fc.record({ reference: fc.string({ unit: 'grapheme' }), size: fc.constantFrom(undefined, 3) })),
    fc.constant(new Map([['a', Uint32Array.of(1, 2)]])),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (parts) => {
      const store = new PartStore(spools.make())
      for (const one of parts) await store.add(one)
      const read: unknown[] = []
      for await (const one of store.read()) read.push(one)
      expect(read).toEqual(parts)
    }),
    { numRuns: 30 },
  )
})
