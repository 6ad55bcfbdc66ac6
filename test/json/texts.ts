import fc from 'fast-check'
import '../seed.ts'

/** A JSON text with its parts, so that a reader can be asked for each of them. Numbers and strings are spelled in odd ways, white space is anywhere. */
export interface Spelled {
  /** Without white space around it. */
  readonly text: string
  readonly members: readonly { readonly key: string; readonly value: Spelled }[]
  readonly elements: readonly Spelled[]
}

const space = fc.stringMatching(/^[ \n\r\t]{0,2}$/)
const numberText = fc.oneof(
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,20})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)
const stringPiece = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map((part) => JSON.stringify(part).slice(1, -1)) },
  fc.constantFrom('\\/', '\\b', '\\u00e9', '\\uD83D\\uDE00', '\\ud83d', '\\u0000', '\\\\', '\\"', '😀', 'ü', '\u2028', '\u007f'),
)
const stringText = fc.array(stringPiece, { maxLength: 4 }).map((pieces) => `"${pieces.join('')}"`)
const keyText = fc.oneof(stringText, fc.constantFrom('"__proto__"', '"constructor"', '"a"', '"\\u0061"', '"0"', '""'))

/** Valid JSON. */
export const spelled: fc.Arbitrary<Spelled> = fc.letrec<{ value: Spelled; array: Spelled; object: Spelled }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc
      .oneof(numberText, stringText, fc.constantFrom('true', 'false', 'null'))
      .map((text) => ({ text, members: [], elements: [] })),
    tie('array'),
    tie('object'),
  ),
  array: fc.tuple(space, fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 })).map(([inside, parts]) => ({
    text: `[${parts.length === 0 ? inside : parts.map(([before, { text }, after]) => before + text + after).join(',')}]`,
    members: [],
    elements: parts.map(([, value]) => value),
  })),
  object: fc.tuple(space, fc.array(fc.tuple(space, keyText, space, tie('value')), { maxLength: 4 })).map(([inside, parts]) => ({
    text: `{${parts.length === 0 ? inside : parts.map(([a, key, b, { text }]) => `${a + key + b}:${b}${text}${a}`).join(',')}}`,
    members: parts.map(([, key, , value]) => ({ key: String(JSON.parse(key)), value })),
    elements: [],
  })),
})).value

const wrongBytes = [...new TextEncoder().encode('{}[]",:\\ 0-+.eEtfnux\n\u0001'), 0x80, 0xc0, 0xe9, 0xed, 0xf4, 0xff]

/** Valid JSON with one to three bytes changed, taken out, put in or doubled: mostly no JSON any more, sometimes no UTF-8. */
export const mutated: fc.Arbitrary<Uint8Array> = fc
  .tuple(spelled, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...wrongBytes)), { minLength: 1, maxLength: 3 }))
  .map(([{ text }, changes]) => {
    const bytes = [...new TextEncoder().encode(text)]
    for (const [where, kind, byte] of changes) {
      const at = where % (bytes.length + 1)
      if (kind === 0) bytes.splice(at, 1, byte)
      else if (kind === 1) bytes.splice(at, 1)
      else if (kind === 2) bytes.splice(at, 0, byte)
      else bytes.splice(at, 0, ...bytes.slice(at, at + 3))
    }
    return Uint8Array.from(bytes)
  })
