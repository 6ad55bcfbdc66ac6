import { KINDS, MAYBE_UNSPACED, WIDE_STOP } from './characters.ts'
import { CLOSERS, OPENERS, STARTS } from './sentences.ts'
import { UNSPACED } from './tokenizers.ts'

/** No sentence ends as in Chinese below, and the few scripts written without spaces can be told letter by letter. */
const UNITS = 0x2e80

/** What assembly/letter.ts knows of characters beside {@link KINDS}; odd are those of which it is to know nothing. */
const ROLES: readonly (readonly [kind: number, letters: string])[] = [
  [0x100, CLOSERS.replace(']', '\\]')],
  [0x200, OPENERS],
  [0x400, STARTS],
  [0x800, '\\p{L}'],
  [0x1000, '\\p{M}'],
  [0x2000, '\\p{N}'],
  [0x4000, '\\p{Nd}'],
  [0x8000, UNSPACED], // words are found by a dictionary
  [0x8000, '\\0-\\x08\\x0e-\\x1f\\x7f-\\x9f'], // some are white space in Python, but not in JavaScript
  [0x8000, '\\u0130\\u017f\\u212a'], // small letters and capitals do not match as usual: İ, the long s, the sign of Kelvin
]

let known: Uint16Array | undefined

/** What the first UTF-16 units are, as numbers that assembly/letter.ts takes. */
export function letterKinds(): Uint16Array {
  known ??= makeKinds()
  return known
}

function makeKinds(): Uint16Array {
  const kinds = Uint16Array.from(KINDS.subarray(0, UNITS), (kind) => kind & ~(WIDE_STOP | MAYBE_UNSPACED))
  const text = String.fromCharCode(...kinds.keys())
  for (const [kind, letters] of ROLES)
    for (const { index, 0: run } of text.matchAll(new RegExp(`[${letters}]+`, 'gu')))
      for (let unit = index; unit < index + run.length; unit++) kinds[unit]! |= kind
  return kinds
}
