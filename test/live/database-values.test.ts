import { describe, expect, it } from 'vitest'
import { printReal, printTime } from '../../src/live/database-values.ts'

describe('values of a database', () => {
  /** What `python3 -c 'print(repr(x))'` prints. */
  it.each([
    [0, '0.0'],
    [3, '3.0'],
    [-2.5, '-2.5'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [33.333333333333336, '33.333333333333336'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
  ])('the number %d is written as Python writes it', (value, text) => {
    expect(printReal(value)).toBe(text)
  })

  it.each([
    ['2026-11-22 10:12:25.181184', '2026-11-22T10:12:25.181184Z'],
    ['2026-11-22 10:12:25.18+00', '2026-11-22T10:12:25.180000Z'],
    ['2026-11-22 10:12:25', '2026-11-22T10:12:25Z'],
    ['2026-11-22 10:12:25+00', '2026-11-22T10:12:25Z'],
    ['some day', 'some day'],
  ])('the time %s is written as the API writes it', (stored, text) => {
    expect(printTime(stored)).toBe(text)
  })
})
