import { describe, expect, it } from 'vitest'
import { parseOptions, toFlag } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { nearest } from '../../src/model/nearest.ts'

const TABLE = {
  splitTokens: { default: false, help: '' },
  overlaps: { default: 'longest', choices: ['longest', 'first', 'columns'], help: '' },
  decimals: { default: 6, help: '' },
  unlabelledAs: { default: '', help: '' },
} as const

const parse = (given: Record<string, string | number | boolean>) => parseOptions(TABLE, given, 'conll2003')

describe('options', () => {
  it('have defaults', () => {
    expect(parse({})).toEqual({ splitTokens: false, overlaps: 'longest', decimals: 6, unlabelledAs: '' })
  })

  it('are read from text, under both spellings', () => {
    expect(parse({ 'split-tokens': 'true', overlaps: 'first', decimals: '2.5', unlabelledAs: 'true' })).toEqual({
      splitTokens: true,
      overlaps: 'first',
      decimals: 2.5,
      unlabelledAs: 'true',
    })
    expect(parse({ splitTokens: true, decimals: -1 })).toMatchObject({ splitTokens: true, decimals: -1 })
  })

  it.each([
    [{ splitTokens: 'yes' }, '`yes` is not possible for --split-tokens', 'it takes true or false'],
    [{ decimals: 'two' }, '`two` is not possible for --decimals', 'it takes a number'],
    [{ decimals: '' }, '`` is not possible for --decimals', 'it takes a number'],
    [{ decimals: 'Infinity' }, '`Infinity` is not possible for --decimals', 'it takes a number'],
    [{ overlaps: 'frist' }, '`frist` is not possible for --overlaps', 'it takes longest, first, columns; did you mean first?'],
    [{ overlaps: 'nothing' }, '`nothing` is not possible for --overlaps', 'it takes longest, first, columns'],
  ])('%j is refused', (given, message, hint) => {
    expect(() => parse(given)).toThrow(expect.objectContaining({ code: 'option-invalid', message, hint }))
  })

  it.each([
    ['split-token', 'did you mean --split-tokens?'],
    ['Decimals', 'did you mean --decimals?'],
    ['decimal', 'did you mean --decimals?'],
    ['unlabeled-as', 'did you mean --unlabelled-as?'],
    ['colour', 'it takes --split-tokens, --overlaps, --decimals, --unlabelled-as'],
    ['constructor', 'it takes --split-tokens, --overlaps, --decimals, --unlabelled-as'],
    ['__proto__', 'it takes --split-tokens, --overlaps, --decimals, --unlabelled-as'],
  ])('an unknown one is an error that names the nearest: %s', (name, hint) => {
    const given = Object.fromEntries([[name, 'x']])
    expect(() => parse(given)).toThrow(expect.objectContaining({ code: 'option-unknown', hint }))
  })

  it('a table without options says so', () => {
    expect(() => parseOptions({}, { x: 1 }, 'json')).toThrow(
      expect.objectContaining({ message: 'json has no option --x', hint: 'it takes no options' }),
    )
  })
})

describe('near misses', () => {
  it.each([
    ['onlygroundtruth', 'onlyGroundTruth'],
    ['groundTruth', 'onlyGroundTruth'],
    ['prediction', 'predictions'],
    ['anotations', 'annotations'],
    ['zzz', undefined],
    ['', undefined],
  ])('%s → %s', (name, near) => {
    expect(nearest(name, Object.keys(SELECTION))).toBe(near)
  })

  it('flags', () => {
    expect(toFlag('onlyGroundTruth')).toBe('--only-ground-truth')
    expect(toFlag('ids')).toBe('--ids')
  })
})
