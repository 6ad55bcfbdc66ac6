import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../../src/json/number.ts'

const parse = (text: string) => {
  const bytes = new TextEncoder().encode(`[${text}]`)
  return parseDecimal(bytes, 1, bytes.length - 1)
}

/** Object.is, so that −0 is not 0. */
function expectSame(text: string) {
  if (!Object.is(parse(text), Number(text))) expect.fail(`${text}: ${parse(text)} instead of ${Number(text)}`)
}

describe('parseDecimal', () => {
  it('gives every double back from its shortest spelling', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => expectSame(String(value))),
      { numRuns: 20_000 },
    )
  })

  it('gives percents back as label tools write them, 16 and 17 digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.integer({ min: 0, max: 20 }), (value, decimals) => {
        expectSame(String(value))
        expectSame(value.toFixed(decimals))
        expectSame((-value).toFixed(decimals))
      }),
      { numRuns: 20_000 },
    )
  })

  it('rounds any digits as Number does, also half way between two doubles', () => {
    const digits = (maxLength: number) =>
      fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength }).map((list) => list.join(''))
    const withoutZeros = (text: string) => text.replace(/^0+(?=.)/, '')
    fc.assert(
      fc.property(digits(20), fc.option(digits(24), { nil: undefined }), fc.boolean(), (whole, fraction, isNegative) => {
        expectSame(`${isNegative ? '-' : ''}${withoutZeros(whole)}${fraction === undefined ? '' : `.${fraction}`}`)
      }),
      { numRuns: 40_000 },
    )
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 59n }), fc.integer({ min: 0, max: 17 }), (odd, decimals) => {
        const middle = String((odd >> 6n) * 64n + 32n) // many of these lie exactly between two doubles
        expectSame(decimals === 0 ? middle : `${middle.slice(0, -decimals) || '0'}.${middle.slice(-decimals)}`)
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([
    ...['0', '-0', '0.0', '-0.0', '1', '-1', '1.50', '0.1', '0.000001', '0.30000000000000004', '9007199254740993', '1e5', '1E-7'],
    ...[
      '-2.5e+300',
      '1e400',
      '4.9e-324',
      '123456789012345678',
      '1234567890123456789',
      '0.12345678901234567',
      '99.99999999999999',
    ],
    ...['9007199254740992.5', '900719925474099.25', '0.0000000000000000000001', '00.5', '100.00000000000001'],
  ])('%s', (text) => expectSame(text))
})
