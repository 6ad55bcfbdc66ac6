import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DigestIndex } from '../../src/model/digest-index.ts'

describe('DigestIndex', () => {
  it('numbers texts as a Map would', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'b', 'aa', '\0', 'frame_1.jpg', 'frame_2.jpg'))
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const index = new DigestIndex()
        const map = new Map<string, number>()
        for (const key of texts) {
          if (!map.has(key)) map.set(key, map.size)
          expect(index.add(key)).toBe(map.get(key))
          expect(index.size).toBe(map.size)
        }
      }),
    )
  })

  it('tells a hundred thousand names apart that differ in one digit, and grows', () => {
    const index = new DigestIndex()
    const name = (k: number) => `https://example.com/images/${k % 10}/frame_${String(k).padStart(6, '0')}.jpg`
    for (let k = 0; k < 100_000; k++) if (index.add(name(k)) !== k) expect.fail(`${name(k)} is held to be another`)
    for (let k = 0; k < 100_000; k += 7) expect(index.add(name(k))).toBe(k)
    expect(index.size).toBe(100_000)
  })
})
