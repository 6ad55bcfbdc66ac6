import { describe, expect, it } from 'vitest'
import { NumberList } from '../../src/model/number-list.ts'

describe('NumberList', () => {
  it('holds what was put at a place, and 0 elsewhere', () => {
    const words = new NumberList(Uint32Array)
    const places = [0, 1, 16_383, 16_384, 100_000]
    for (const place of places) words.set(place, 2 ** 32 - 1 - place)
    for (const place of places) expect(words.get(place)).toBe(2 ** 32 - 1 - place)
    expect([2, 50_000, 99_999, 1e9].map((place) => words.get(place))).toEqual([0, 0, 0, 0])
  })

  it('takes doubles where they are asked for', () => {
    const doubles = new NumberList(Float64Array)
    doubles.set(3, 0.1)
    doubles.set(20_000, Number.NaN)
    expect([doubles.get(3), doubles.get(20_000), doubles.get(4)]).toEqual([0.1, Number.NaN, 0])
  })
})
