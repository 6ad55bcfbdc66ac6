import fc from 'fast-check'
import '../../seed.ts'
import { describe, expect, it } from 'vitest'
import { spreadLabels } from '../../../src/export/split/stratify.ts'

const SHARES = [0.8, 0.1, 0.1]
const point = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

/** How many units of each label are in each split. */
function countLabels(
  points: readonly number[],
  setOf: readonly number[],
  sets: readonly (readonly string[])[],
  shares: readonly number[],
): Map<string, number[]> {
  const spread = spreadLabels(points, setOf, sets, shares)
  const counts = new Map<string, number[]>()
  for (const [unit, own] of spread.points.entries()) {
    const labels = new Set(points.flatMap((one, k) => (one === own ? sets[setOf[k]!]! : [])))
    for (const label of labels) {
      const ofLabel = counts.get(label) ?? shares.map(() => 0)
      ofLabel[spread.splits[unit]!]!++
      counts.set(label, ofLabel)
    }
  }
  return counts
}

describe('labels', () => {
  it('that exclude each other are spread to the unit', () => {
    const points = Array.from({ length: 1000 }, (_, k) => ((k * 7919) % 1000) / 1000)
    const setOf = points.map((_, k) => (k < 900 ? 0 : k < 990 ? 1 : 2))
    const counts = countLabels(points, setOf, [['car'], ['bus'], ['tram']], SHARES)
    expect(counts).toEqual(
      new Map([
        ['car', [720, 90, 90]],
        ['bus', [72, 9, 9]],
        ['tram', [8, 1, 1]],
      ]),
    )
  })

  it('that come together stay near their shares, the rarest nearest', () => {
    const sets = [['a'], ['a', 'b'], ['b', 'c'], ['a', 'b', 'c', 'd'], []]
    const points = Array.from({ length: 2000 }, (_, k) => ((k * 7919) % 2000) / 2000)
    const setOf = points.map((_, k) => (k % 20 === 0 ? 3 : k % 5))
    const counts = countLabels(points, setOf, sets, SHARES)
    for (const [label, own] of counts) {
      const total = own.reduce((sum, count) => sum + count, 0)
      for (const [k, count] of own.entries()) {
        const near = label === 'd' ? 1 : 0.02 * total
        expect(Math.abs(count - SHARES[k]! * total), `${label} in split ${k}`).toBeLessThanOrEqual(near)
      }
    }
  })

  it('are spread alike in whatever order the tasks come', () => {
    const tasks = fc.uniqueArray(fc.tuple(point, fc.nat(3)), { selector: ([at]) => at, maxLength: 40 })
    const shuffled = tasks.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        const sets = [['a'], ['b', 'a'], ['c'], []]
        const spread = (list: typeof all) =>
          spreadLabels(
            list.map(([at]) => at),
            list.map(([, set]) => set),
            sets,
            [0.5, 0.3, 0.2],
          )
        expect(spread(others)).toEqual(spread(all))
      }),
    )
  })

  it('of the same group go together', () => {
    const { points, splits } = spreadLabels([0.5, 0.1, 0.5], [0, 1, 1], [['a'], ['b']], [0.5, 0.5])
    expect([...points]).toEqual([0.1, 0.5])
    expect(splits).toHaveLength(2)
  })
})
