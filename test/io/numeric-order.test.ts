import { describe, expect, it } from 'vitest'
import { inNumericOrder } from '../../src/io/numeric-order.ts'

describe('inNumericOrder', () => {
  it('orders numbers by value, before words, folder by folder', () => {
    const names = [
      'b.json',
      '10.json',
      'a/b.json',
      '9/z.json',
      '1.json',
      '9.json',
      '99999999999999999999.json',
      '99999999999999999998.json',
      '01.json',
      'B.json',
      '1_a.json',
    ]
    expect(inNumericOrder(names, (name) => name)).toEqual([
      '01.json',
      '1.json',
      '9/z.json',
      '9.json',
      '10.json',
      '99999999999999999998.json',
      '99999999999999999999.json',
      '1_a.json',
      'B.json',
      'a/b.json',
      'b.json',
    ])
  })
})
