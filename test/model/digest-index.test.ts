import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DigestIndex } from '../../src/model/digest-index.ts'

describe('DigestIndex', () => {
  it('holds what a Map holds', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'b', 'aa', '\0', 'frame_1.jpg', 'frame_2.jpg'))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat())), fc.array(text), (entries, others) => {
        const index = new DigestIndex()
        const map = new Map<string, number>()
        for (const [key, value] of entries) {
          expect(index.get(key)).toBe(map.get(key))
          expect(index.put(key, value)).toBe(map.get(key))
          map.set(key, value)
        }
        for (const key of [...map.keys(), ...others]) expect(index.get(key)).toBe(map.get(key))
      }),
    )
  })

  it('tells a hundred thousand names apart that differ in one digit, and grows', () => {
    const index = new DigestIndex()
    const name = (k: number) => `https://example.com/images/${k % 10}/frame_${String(k).padStart(6, '0')}.jpg`
    for (let k = 0; k < 100_000; k++) {
      if (index.put(name(k), k) !== undefined) expect.fail(`${name(k)} is held to be another`)
    }
    for (let k = 0; k < 100_000; k += 7) expect(index.get(name(k))).toBe(k)
    expect(index.get(name(100_000))).toBeUndefined()
  })
})
