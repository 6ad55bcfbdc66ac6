import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/export/options.ts'
import { instantOf, parseSelection, SELECTION } from '../../src/export/selection.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { findFormat, formats } from '../../src/formats/index.ts'
import { namesOf } from '../../src/model/task.ts'
import { taskOf } from '../dialects/task-of.ts'

const parse = (given: Readonly<Record<string, OptionValue>>, format = 'csv') =>
  parseSelection(parseOptions(SELECTION, given, 'selection'), findFormat(format)!)

describe('defaults by what a format is for', () => {
  it.each(formats.map((format) => ({ id: format.id, format })))('$id', ({ format }) => {
    const isRaw = format.purpose === 'raw'
    expect(parse({}, format.id)).toMatchObject({
      policy: format.defaults.annotations,
      keepsUnannotated: format.defaults.unannotated,
      keepsCancelled: isRaw,
      predictions: format.defaults.predictions ?? (isRaw ? 'with' : 'none'),
      isUnannotatedDeselected: false,
    })
  })

  it('of each purpose', () => {
    expect(parse({}, 'json')).toMatchObject({ policy: 'all', keepsUnannotated: true })
    expect(parse({}, 'csv')).toMatchObject({ policy: 'all', keepsUnannotated: true })
    expect(parse({}, 'conll2003')).toMatchObject({ policy: 'ground-truth-first' })
    expect(parse({}, 'pascal-voc')).toMatchObject({ keepsUnannotated: false })
    expect(parse({ includeUnannotated: true }, 'pascal-voc')).toMatchObject({ keepsUnannotated: true })
  })
})

describe('ids', () => {
  it.each([
    ['', ['1', 'x'], []],
    ['1', ['1'], ['2', '11', '01']],
    ['1, 3', ['1', '3'], ['2']],
    ['10-20', ['10', '15', '20'], ['9', '21', '15.5', 'x']],
    ['1,10-12', ['1', '10', '12'], ['2', '13']],
    ['doc-1,2024-01', ['doc-1', '2024-01'], ['doc']],
    ['20-10', [], ['15']],
  ])('%s', (ids, wanted, unwanted) => {
    const { hasId } = parse({ ids })
    expect(wanted.filter((id) => !hasId(id))).toEqual([])
    expect(unwanted.filter(hasId)).toEqual([])
  })
})

describe('what contradicts itself or is none is refused', () => {
  it.each([
    [{ kinds: 'entity,words' }, '`words` is not possible for --kinds', 'it takes one of entity, choice, assertion, relation'],
    [
      { excludeUnannotated: true, includeUnannotated: true },
      '--exclude-unannotated and --include-unannotated contradict each other',
      'pass one of them',
    ],
    [
      { annotations: 'annotator-priority' },
      '--annotations annotator-priority does not say who comes first',
      'name the annotators, the most trusted first: --annotator-priority ann@example.com,3',
    ],
    [
      { since: 'yesterday' },
      '`yesterday` is not possible for --since',
      'it takes a date such as 2024-01-31 or 2024-01-31T12:00:00Z',
    ],
    [
      { until: '2024-13-01' },
      '`2024-13-01` is not possible for --until',
      'it takes a date such as 2024-01-31 or 2024-01-31T12:00:00Z',
    ],
  ])('%j', (given, message, hint) => {
    expect(() => parse(given)).toThrow(expect.objectContaining({ code: 'option-invalid', message, hint }))
  })

  it('a list of annotators implies the policy', () => {
    expect(parse({ annotatorPriority: ' a@b.c , 7 ' })).toMatchObject({ policy: 'annotator-priority', priority: ['a@b.c', '7'] })
  })
})

describe('T8: dates', () => {
  const dates = (created: unknown, updated?: unknown) =>
    taskOf({ id: 1, data: {}, annotations: [{ result: [], created_at: created, updated_at: updated }] }).annotations[0]!

  it('are moments, whatever zone they are written in; without one they are UTC', () => {
    const noon = Date.UTC(2024, 0, 1, 12)
    for (const date of [
      '2024-01-01T12:00:00Z',
      '2024-01-01T13:00:00+01:00',
      '2024-01-01T07:00:00-0500',
      '2024-01-01 12:00:00',
      '2024-01-01T12:00',
    ])
      expect(instantOf(dates(date), 'updated'), date).toBe(noon)
    expect(instantOf(dates('2024-01-01'), 'updated')).toBe(Date.UTC(2024, 0, 1))
    expect(instantOf(dates('2024-01-01T12:00:00.5Z'), 'updated')).toBe(noon + 500)
  })

  it('one stands in for the other', () => {
    const [first, second] = ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z']
    expect(instantOf(dates(first, second), 'updated')).toBe(Date.parse(second))
    expect(instantOf(dates(first, second), 'created')).toBe(Date.parse(first))
    expect(instantOf(dates(first), 'updated')).toBe(Date.parse(first))
    expect(instantOf(dates(undefined, second), 'created')).toBe(Date.parse(second))
    expect(instantOf(dates(first, 'soon'), 'updated')).toBe(Date.parse(first))
  })

  it('what is none is none', () => {
    for (const date of [undefined, null, 'soon', '2024', '', 1704067200])
      expect(instantOf(dates(date), 'updated')).toBeUndefined()
  })
})

it('an annotator has several names', () => {
  const names = (completed_by: unknown, more = {}) =>
    namesOf(taskOf({ id: 1, data: {}, annotations: [{ result: [], completed_by, ...more }] }).annotations[0]!.annotator)
  expect(new Set(names({ id: 7, email: 'a@b.c', username: 'ann' }))).toEqual(new Set(['7', 'a@b.c', 'ann']))
  expect(new Set(names(7))).toEqual(new Set(['7']))
  expect(new Set(names(undefined, { created_username: 'ann' }))).toEqual(new Set(['ann']))
  expect(names(undefined)).toEqual([])
})
