import { describe, expect, it } from 'vitest'
import { GoldpanError } from '../../src/model/error.ts'
import { parseQuery } from '../../src/query/parse.ts'
import type { Query } from '../../src/query/query.ts'

const name = (field: 'label' | 'annotator', value: string): Query => ({ kind: 'name', field, value })
const words = (...list: string[]): Query => ({ kind: 'words', words: list, isPrefix: false })
const DAY = Date.UTC(2024, 0, 1)

describe('what a query means', () => {
  it.each<[string, Query]>([
    ['', { kind: 'all' }],
    ['  \t ', { kind: 'all' }],
    ['kidney', words('kidney')],
    ['Crème', words('creme')],
    ['"left arm"', words('left', 'arm')],
    ['left-arm', words('left', 'arm')],
    ['kidn*', { kind: 'words', words: ['kidn'], isPrefix: true }],
    ['"kidn*"', words('kidn')],
    ['label:Car', name('label', 'Car')],
    ['label:"Left arm"', name('label', 'Left arm')],
    ['label:"a\\"b\\\\c"', name('label', 'a"b\\c')],
    ['label:-x:y', name('label', '-x:y')],
    ['LABEL:Car', name('label', 'Car')],
    ['label:Car,Bus', { kind: 'or', parts: [name('label', 'Car'), name('label', 'Bus')] }],
    ['label:"Car,Bus"', name('label', 'Car,Bus')],
    ['is:ground-truth', { kind: 'is', state: 'ground-truth' }],
    ['-label:Car', { kind: 'not', part: name('label', 'Car') }],
    ['NOT label:Car', { kind: 'not', part: name('label', 'Car') }],
    ['or not and', { kind: 'and', parts: [words('or'), words('not'), words('and')] }],
    ['label:Car annotator:7', { kind: 'and', parts: [name('label', 'Car'), name('annotator', '7')] }],
    ['label:Car AND annotator:7', { kind: 'and', parts: [name('label', 'Car'), name('annotator', '7')] }],
    ['a OR b c', { kind: 'or', parts: [words('a'), { kind: 'and', parts: [words('b'), words('c')] }] }],
    ['(a OR b) c', { kind: 'and', parts: [{ kind: 'or', parts: [words('a'), words('b')] }, words('c')] }],
    ['-(a b)', { kind: 'not', part: { kind: 'and', parts: [words('a'), words('b')] } }],
    ['well-known', words('well', 'known')],
  ])('%s', (text, query) => {
    expect(parseQuery(text)).toEqual(query)
  })

  it.each<[string, number, number, boolean, boolean]>([
    ['score:0.5', 0.5, 0.5, true, true],
    ['score:>0.5', 0.5, Number.POSITIVE_INFINITY, false, true],
    ['score:>=0.5', 0.5, Number.POSITIVE_INFINITY, true, true],
    ['score:<-1', Number.NEGATIVE_INFINITY, -1, true, false],
    ['id:5..10', 5, 10, true, true],
    ['id:5..', 5, Number.POSITIVE_INFINITY, true, true],
    ['id:..10', Number.NEGATIVE_INFINITY, 10, true, true],
    ['updated:2024-01-01', DAY, DAY + 86_400_000, true, false],
    ['updated:>2024-01-01', DAY + 86_400_000, Number.POSITIVE_INFINITY, true, true],
    ['updated:>=2024-01-01', DAY, Number.POSITIVE_INFINITY, true, true],
    ['updated:<2024-01-01', Number.NEGATIVE_INFINITY, DAY, true, false],
    ['updated:<=2024-01-01', Number.NEGATIVE_INFINITY, DAY + 86_400_000, true, false],
    ['updated:2024-01-01..2024-01-02', DAY, DAY + 2 * 86_400_000, true, false],
    ['updated:>2024-01-01T00:00:01Z', DAY + 1000, Number.POSITIVE_INFINITY, false, true],
  ])('%s', (text, from, to, isFromIncluded, isToIncluded) => {
    const query = parseQuery(text)
    expect(query).toMatchObject({ kind: 'range', range: { from, to, isFromIncluded, isToIncluded } })
  })
})

describe('what is wrong with a query', () => {
  it.each<[string, number, RegExp]>([
    ['a lable:Car', 3, /did you mean label:/],
    ['colour:red', 1, /it knows is, label/],
    ['label:', 7, /directly behind the colon/],
    ['label: Car', 7, /directly behind the colon/],
    ['label:Car,,Bus', 7, /between the commas/],
    ['is:anotated', 4, /is:annotated/],
    ['is:big', 4, /annotated, unannotated/],
    ['score:high', 7, /score:>5/],
    ['score:..', 7, /score:>5/],
    ['updated:yesterday', 9, /updated:>2024-01-31/],
    ['(a b', 1, /close it/],
    ['a) b', 2, /take it away/],
    ['a OR', 5, /label:Car/],
    ['()', 2, /label:Car/],
    ['a "b', 3, /close it/],
    ['a !!!', 3, /write a word/],
    ['('.repeat(200), 101, /simplify/],
  ])('%s', (text, column, hint) => {
    const error = thrownBy(() => parseQuery(text))
    expect(error).toMatchObject({ code: 'query-invalid', where: { column } })
    expect(error.hint).toMatch(hint)
  })
})

function thrownBy(run: () => unknown): GoldpanError {
  try {
    run()
  } catch (error) {
    if (error instanceof GoldpanError) return error
  }
  throw new Error('nothing was thrown')
}
