import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInstant } from '../../src/model/instant.ts'

describe('parseInstant', () => {
  it('means what Date.parse means by the usual spelling, with microseconds as fraction', () => {
    const moment = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, fc.option(fc.integer({ min: 0, max: 999_999_999 }), { nil: undefined }), (date, nanoseconds) => {
        const seconds = date.toISOString().slice(0, 19)
        const fraction = nanoseconds === undefined ? '' : `.${String(nanoseconds).padStart(9, '0')}`
        const milliseconds = nanoseconds === undefined ? 0 : Number(`0${fraction}`) * 1000
        expect(parseInstant(`${seconds}${fraction}Z`)).toBe(Date.parse(`${seconds}Z`) + milliseconds)
      }),
    )
  })

  it.each([
    ['2024-01-31T12:00:00.5Z', Date.UTC(2024, 0, 31, 12, 0, 0, 500)],
    ['2024-01-31T12:00:00', Date.UTC(2024, 0, 31, 12)],
    ['2024-01-31 12:00:00+02:00', Date.UTC(2024, 0, 31, 10)],
    ['2024-01-31T12:00:00-0130', Date.UTC(2024, 0, 31, 13, 30)],
    ['2024-01-31', Date.UTC(2024, 0, 31)],
    [' 2024-01-31t12:00z ', Date.UTC(2024, 0, 31, 12)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('%s', (date, instant) => expect(parseInstant(date)).toBe(instant))

  it.each([
    '',
    'today',
    '2024-13-01T00:00:00Z',
    '2024-01-01T24:30:00Z',
    '2024-01-01T00:0a:00Z',
    '2024-01-01T00:00:00.Z',
    '20240101T000000Z',
  ])('%j is none', (date) => expect(parseInstant(date)).toBeUndefined())
})
