import { describe, expect, it } from 'vitest'
import { PROCESS_BYTES, planResources, WORKER_BYTES } from '../../src/export/resources.ts'
import { GoldpanError } from '../../src/model/error.ts'

const bytesFor = (workers: number) => PROCESS_BYTES + workers * WORKER_BYTES

describe('workers', () => {
  it('are one per core, but none where there is only one', () => {
    expect([1, 2, 3, 8].map((cores) => planResources('auto', undefined, cores))).toEqual(
      [0, 2, 3, 8].map((workers) => ({ workers })),
    )
  })

  it('are as many as are asked for', () => {
    expect([0, 7, '12'].map((workers) => planResources(workers, undefined, 2).workers)).toEqual([0, 7, 12])
  })

  it.each([-1, 1.5, '1e2', 'all', '', 1000])('%j is refused', (workers) => {
    expect(() => planResources(workers)).toThrow(/is not possible for --workers/)
  })
})

describe('a memory limit', () => {
  it('leaves as many threads as it has room for', () => {
    const threads = [bytesFor(0), bytesFor(1) - 1, bytesFor(1), bytesFor(5), '4GiB'].map(
      (limit) => planResources('auto', limit, 8).workers,
    )
    expect(threads).toEqual([0, 0, 1, 5, 8])
  })

  it('makes batches and spools smaller', () => {
    const { limits, spoolBytes } = planResources(0, '512MB')
    expect(limits?.bytes).toBeLessThan(1 << 20)
    expect(spoolBytes).toBeLessThan(4 << 20)
  })

  it('is tight when the run needs more than half of it', () => {
    expect([2 * bytesFor(2) - 1, 2 * bytesFor(2)].map((limit) => planResources(2, limit).heaps)).toEqual(['smallest', 'small'])
  })

  it.each([
    ['512MB', 512e6],
    ['512mb', 512e6],
    ['0.5 GiB', 2 ** 29],
    ['524288 KiB', 2 ** 29],
    ['1TB', 1e12],
    [String(2 ** 28), 2 ** 28],
    [2 ** 28, 2 ** 28],
  ])('%j is a size', (text, bytes) => {
    expect(planResources('auto', text, 999)).toEqual(planResources('auto', bytes, 999))
  })

  it.each(['', 'much', '-1GB', '1 2', 'GB', '1e9', '512 MBB', Number.NaN])('%j is no size', (limit) => {
    expect(() => planResources(0, limit)).toThrow(/is not possible for --memory-limit/)
  })

  it('is refused when it cannot work, with what would', () => {
    const refusal = (workers: number | string, limit: number | string) => {
      try {
        return planResources(workers, limit, 8).workers
      } catch (error) {
        return error instanceof GoldpanError ? `${error.message}; ${error.hint}` : error
      }
    }
    expect(refusal('auto', '100MB')).toBe(
      '`100MB` is too little for --memory-limit; it takes 144MiB or more: 144MiB, and 40MiB per worker',
    )
    expect(refusal(4, '200MiB')).toBe(
      '`200MiB` is too little for --memory-limit with 4 workers; it takes 304MiB or more: 144MiB, and 40MiB per worker',
    )
    expect(refusal(4, '304MiB')).toBe(4)
  })
})
