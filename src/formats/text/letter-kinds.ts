import { KINDS, WIDE_STOP } from './characters.ts'
import { CLOSERS, OPENERS, STARTS } from './sentences.ts'
import { UNSPACED } from './tokenizers.ts'

/** All below is of the basic plane, and so few scripts are written without spaces that they can be told letter by letter. */
const UNITS = 0x2e80

/** What assembly/letter.ts knows of characters beside {@link KINDS}. */
const ROLES: readonly (readonly [kind: number, pattern: RegExp])[] = [
  [0x100, new RegExp(`[${CLOSERS.replaceAll(/[\]\\]/g, '\\$&')}]`, 'gu')],
  [0x200, new RegExp(`[${OPENERS}]`, 'gu')],
  [0x400, new RegExp(`[${STARTS}]`, 'gu')],
  [0x800, /\p{L}/gu],
  [0x1000, /\p{M}/gu],
  [0x2000, /\p{N}/gu],
  [0x4000, /\p{Nd}/gu],
]
const ODD = 0x8000

let known: Uint16Array | undefined

/**
 * What the first UTF-16 units are, as numbers that assembly/letter.ts takes. Odd are those that words are cut at by a dictionary, that are no letters but
 * control characters, or that small letters and capitals are not told apart in as usual (İ, the long s, Kelvin).
 */
export function letterKinds(): Uint16Array {
  known ??= makeKinds()
  return known
}

function makeKinds(): Uint16Array {
  const units = Array.from({ length: UNITS }, (_, unit) => unit)
  const text = String.fromCharCode(...units)
  const kinds = Uint16Array.from(units, (unit) => KINDS[unit]! & 0x7f)
  for (const [kind, pattern] of ROLES) for (const { index } of text.matchAll(pattern)) kinds[index]! |= kind
  for (const { index } of text.matchAll(ODD_LETTERS)) kinds[index]! |= ODD
  for (const { index } of text.matchAll(new RegExp(UNSPACED, 'gu'))) kinds[index]! |= ODD
  for (const unit of units) if ((KINDS[unit]! & WIDE_STOP) !== 0) kinds[unit]! |= ODD
  return kinds
}

/** Python takes some of these for white space, JavaScript does not. */
const ODD_LETTERS = /[^\P{Cc}\t\n\v\f\r]|[\u0130\u017f\u212a]/gu
