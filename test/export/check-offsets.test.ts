import { expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { checkOffsets } from '../../src/export/check-offsets.ts'
import { BatchReport } from '../../src/export/report.ts'
import { taskOf } from '../dialects/task-of.ts'
import { TEXT_CONFIG } from './projects.ts'

/** The regions whose offsets do not lead to their text. */
function mismatches(
  text: unknown,
  spans: readonly (readonly [id: string, start: number, end: number, text?: string])[],
): unknown[] {
  const result = spans.map(([id, start, end, found]) => ({
    id,
    from_name: 'label',
    to_name: 'text',
    type: 'labels',
    value: { start, end, text: found, labels: ['PER'] },
  }))
  const task = taskOf({ id: 3, data: { text }, annotations: [{ id: 7, result }] }, TEXT_CONFIG)
  const report = new BatchReport()
  checkOffsets(task, task.annotations, parseLabelConfig(TEXT_CONFIG), report)
  return report.issues.map(({ code, where, detail }) => [code, where.task, where.annotation, where.region, detail])
}

it('what is there says nothing', () => {
  expect(
    mismatches('Ada met Bob', [
      ['a', 0, 3, 'Ada'],
      ['b', 8, 11, 'Bob'],
      ['c', 4, 7],
    ]),
  ).toEqual([])
})

it('another text, and offsets behind the end', () => {
  expect(
    mismatches('Ada met Bob', [
      ['a', 0, 3, 'Bob'],
      ['b', 8, 11, 'Bob'],
      ['c', 40, 43, 'Eve'],
      ['d', 50, 51],
    ]),
  ).toEqual([
    ['offset-mismatch', 3, 7, 'a', { start: 0, end: 3, text: 'Bob' }],
    ['offset-mismatch', 3, 7, 'c', { start: 40, end: 43, text: 'Eve' }],
    ['offset-mismatch', 3, 7, 'd', { start: 50, end: 51, text: '' }],
  ])
})

it('either unit will do behind an emoji', () => {
  expect(
    mismatches('😀 Ada met Bob', [
      ['a', 2, 5, 'Ada'],
      ['b', 10, 13, 'Bob'],
    ]),
  ).toEqual([])
  expect(
    mismatches('😀 Ada met Bob', [
      ['a', 3, 6, 'Ada'],
      ['b', 11, 14, 'Bob'],
    ]),
  ).toEqual([])
  expect(
    mismatches('😀 Ada met Bob', [
      ['a', 4, 7, 'Ada'],
      ['b', 10, 13, 'Bob'],
    ]),
  ).toHaveLength(1)
})

it('without a text there is nothing to compare', () => {
  expect(mismatches(undefined, [['a', 0, 3, 'Ada']])).toEqual([])
  expect(mismatches(['Ada'], [['a', 0, 3, 'Ada']])).toEqual([])
})
