import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCodePoints, compareIds } from '../../src/model/id-order.ts'
import '../seed.ts'

describe('ids', () => {
  it('are numbers by value, then strings by code point', () => {
    const sorted = [-3, 0, 2, 10, '', '10', '2', 'B', 'a', 'é', '\uffff', '😀', '😀a']
    expect(sorted.toReversed().sort(compareIds)).toEqual(sorted)
  })

  it('compare as their bytes in UTF-8 do', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 })
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareCodePoints(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      }),
    )
  })
})
