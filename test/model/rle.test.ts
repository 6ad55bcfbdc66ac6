import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRle, decodeRleValues, encodeRle, encodeRleValues, RleError } from '../../src/model/rle.ts'

/** Values with many runs, as masks have them, and literals between. */
const values = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 255 }), fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 250, max: 300 }))),
    {
      maxLength: 30,
    },
  )
  .map((runs) => Uint8Array.from(runs.flatMap(([value, count]) => new Array<number>(count).fill(value))))

const planes = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((noise) => ({ size: { width, height }, alpha: noise.map((value) => (value < 100 ? 0 : value < 200 ? 255 : value)) })),
  )

describe('encodeRleValues', () => {
  it('gives the bytes of the peer', () => {
    const example = Uint8Array.of(1, 1, 1, 1, 2, 3, 5, 6, 7, 8, 4, 4, 4, 4, 4, 4, 4, 4)
    const code = [0, 0, 0, 18, 57, 27, 252, 96, 32, 1, 0, 6, 0, 40, 0, 192, 3, 128, 17, 56, 32]
    expect(encodeRleValues(example)).toEqual(code)
    expect(decodeRleValues(code)).toEqual(example)
  })

  it('pads eight zeros', () => {
    expect(encodeRleValues(new Uint8Array(8))).toEqual([0, 0, 0, 8, 57, 27, 252, 224, 0])
  })

  it('adds a whole byte of zeros when there is nothing to pad', () => {
    const given = Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3)
    const code = encodeRleValues(given)
    expect(code).toHaveLength((53 + 15 + 14 + 14) / 8 + 1) // header, a run of 9, two single values
    expect(code.at(-1)).toBe(0)
    expect(decodeRleValues(code)).toEqual(given)
  })

  it('cuts runs at 65536', () => {
    const code = encodeRleValues(new Uint8Array(65537).fill(255))
    const bits = code.map((byte) => byte.toString(2).padStart(8, '0')).join('')
    expect(bits.slice(53)).toBe(`111${'1'.repeat(16)}${'1'.repeat(8)}000000${'1'.repeat(8)}`.padEnd(bits.length - 53, '0'))
    expect(decodeRleValues(code)).toEqual(new Uint8Array(65537).fill(255))
  })

  it('chooses the shortest length field', () => {
    const lengthOf = (count: number) => encodeRleValues(new Uint8Array(count)).length
    expect([8, 9, 16, 17, 256, 257].map(lengthOf)).toEqual([
      Math.floor((53 + 14) / 8) + 1,
      Math.floor((53 + 15) / 8) + 1,
      Math.floor((53 + 15) / 8) + 1,
      Math.floor((53 + 19) / 8) + 1,
      Math.floor((53 + 19) / 8) + 1,
      Math.floor((53 + 27) / 8) + 1,
    ])
  })

  it('is undone by decodeRleValues', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(decodeRleValues(encodeRleValues(given))).toEqual(given)
      }),
    )
  })
})

describe('decodeRle', () => {
  it('undoes encodeRle', () => {
    fc.assert(
      fc.property(planes, ({ alpha, size }) => {
        expect(decodeRle(encodeRle(alpha, size), size)).toEqual(alpha)
      }),
    )
  })

  it('gives every fourth value', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 200 }), (pixels) => {
        const rgba = Uint8Array.from(pixels.flatMap((pixel) => [...pixel]))
        const alpha = Uint8Array.from(pixels, (pixel) => pixel[3]!)
        const size = { width: pixels.length, height: 1 }
        expect(decodeRle(encodeRleValues(rgba), size)).toEqual(alpha)
        expect(decodeRle(codeOf(rgba, { wordBits: 8, literals: true }), size)).toEqual(alpha)
      }),
    )
  })

  it('reads literal blocks, other word sizes and other length fields', () => {
    const arbitrary = fc.tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 1, max: 16 }))),
      fc.uint8Array({ minLength: 4, maxLength: 400 }),
    )
    fc.assert(
      fc.property(arbitrary, ([wordBits, literals, lengthBits, noise]) => {
        const rgba = noise.subarray(0, noise.length - (noise.length % 4)).map((value) => value >> (8 - wordBits))
        const code = codeOf(rgba, { wordBits, literals, lengthBits })
        expect(decodeRle(code, { width: rgba.length / 4, height: 1 })).toEqual(rgba.filter((_, k) => k % 4 === 3))
      }),
    )
  })

  it('refuses damage with words about it', () => {
    const size = { width: 3, height: 2 }
    const code = encodeRle(Uint8Array.of(0, 255, 255, 0, 0, 255), size)
    const problem = (rle: readonly number[], of = size) => {
      try {
        decodeRle(rle, of)
      } catch (error) {
        if (error instanceof RleError) return error.message
        throw error
      }
      return undefined
    }
    expect(problem(code)).toBeUndefined()
    expect(problem(code, { width: 3, height: 3 })).toBe('the mask has 24 values, its size asks for 36')
    expect(problem(code.slice(0, -2))).toBe('the mask is cut short')
    expect(problem([])).toBe('a mask needs more than 0 bytes')
    expect(problem([0, 0, 0, 256, 57, 27, 252, 0])).toBe('byte 3 of the mask is 256, not a number from 0 to 255')
    expect(problem([0, 0, 0, 1.5, 57, 27, 252, 0])).toBe('byte 3 of the mask is 1.5, not a number from 0 to 255')
    expect(problem([0, 0, 0, 24, 0xff, 27, 252, 0, 0])).toBe('words of 32 bits; a mask has at most 8')
    expect(problem(encodeRleValues(new Uint8Array(23)), size)).toBe('the mask has 23 values, its size asks for 24')
    expect(problem([0, 0, 0, 24, ...encodeRleValues(new Uint8Array(25)).slice(4)])).toBe('the mask has more than its 24 values')
    expect(problem(code, { width: 0, height: 6 })).toBe('a mask cannot be 0×6 pixels')
    expect(problem(code, { width: 1.5, height: 4 })).toBe('a mask cannot be 1.5×4 pixels')
    expect(problem(code, { width: Number.NaN, height: 4 })).toBe('a mask cannot be NaN×4 pixels')
  })

  it('is not made to allocate what the code cannot hold', () => {
    const header = (count: number) => [count >>> 24, (count >>> 16) & 255, (count >>> 8) & 255, count & 255, 57, 27, 252, 0, 0, 0]
    expect(() => decodeRle(header(4 * 30000 * 30000), { width: 30000, height: 30000 })).toThrow('is too big')
    expect(() => decodeRle(header(4 * 10000 * 10000), { width: 10000, height: 10000 })).toThrow('cut short')
  })

  it('ends on random bytes, with a plane or an RleError', () => {
    const arbitrary = fc.record({
      width: fc.integer({ min: -1, max: 70 }),
      height: fc.integer({ min: -1, max: 70 }),
      noise: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }),
      isHeaderRight: fc.boolean(),
    })
    fc.assert(
      fc.property(arbitrary, ({ width, height, noise, isHeaderRight }) => {
        const count = Math.abs(width * height * 4)
        const rle = isHeaderRight ? [0, 0, count >> 8, count & 255, 57, 27, 255, ...noise] : noise
        try {
          expect(decodeRle(rle, { width, height })).toHaveLength(width * height)
        } catch (error) {
          expect(error).toBeInstanceOf(RleError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('encodeRle', () => {
  it('refuses a plane of another size', () => {
    expect(() => encodeRle(new Uint8Array(5), { width: 2, height: 3 })).toThrow(RleError)
  })
})

interface CodeOptions {
  readonly wordBits: number
  /** Blocks of several words, as the labelling page writes them; else runs. */
  readonly literals: boolean
  readonly lengthBits?: readonly number[]
}

/** A plain encoder of everything the format allows, on strings of bits. */
function codeOf(given: Uint8Array, { wordBits, literals, lengthBits = [3, 4, 8, 16] }: CodeOptions): number[] {
  const binary = (value: number, bits: number) => value.toString(2).padStart(bits, '0')
  let bits = binary(given.length, 32) + binary(wordBits - 1, 5) + lengthBits.map((length) => binary(length - 1, 4)).join('')
  for (let from = 0, block = 0; from < given.length; block++) {
    const field = block % 4
    const most = Math.min(2 ** lengthBits[field]!, given.length - from)
    let count = 1
    while (count < most && (literals || given[from + count] === given[from])) count++
    const words = literals ? [...given.subarray(from, from + count)] : [given[from]!]
    bits += (literals ? '0' : '1') + binary(field, 2) + binary(count - 1, lengthBits[field]!)
    bits += words.map((word) => binary(word, wordBits)).join('')
    from += count
  }
  return (bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
}
