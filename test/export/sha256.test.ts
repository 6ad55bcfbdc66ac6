import { createHash } from 'node:crypto'
import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../../src/export/sha256.ts'

it("is Node's, for texts of any length and script", () => {
  const lengths = Array.from({ length: 200 }, (_, length) => 'x'.repeat(length))
  for (const text of [...lengths, 'ä€😀'.repeat(1000)]) expect(sha256(text)).toBe(hash(text))
  assert(property(string({ unit: 'grapheme', maxLength: 500 }), (text) => sha256(text) === hash(text)))
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
