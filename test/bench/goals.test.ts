import { describe, expect, it } from 'vitest'
import { FASTEST_PEER, faster, judge, later, memory, memoryShare, timeShare } from '../../bench/goals.mjs'
import type { MeasuredContender, MeasuredRow } from '../../bench/results.mjs'
import { briefLines, describeGoals, detailLines, problemsOf, summaryLines } from '../../bench/table.mjs'

const own = contender('Goldpan', 'goldpan', [2, 1, 9], { count: 50, expected: 50, peak: 100e6 })
const floor = contender('JSON.parse', 'floor', [4, 5])
const slow = contender('slow', 'peer', [40], { count: 50, expected: 50, peak: 400e6 })
const fast = contender('fast', 'peer', [10], { count: 50, expected: 50 })
const empty = contender('empty', 'peer', [1], { count: 0, expected: 50 })
const absent: MeasuredContender = { name: 'absent', role: 'peer', runs: [], failure: 'not installed: there is no cargo' }

describe('goals', () => {
  it.each([
    ['time-share', timeShare(0.5, 'JSON.parse'), 2 / 4.5, true],
    ['time-share', timeShare(0.4, 'JSON.parse'), 2 / 4.5, false],
    ['faster', faster(20, 'slow'), 20, true],
    ['faster', faster(5.1, FASTEST_PEER), 5, false],
    ['later', later(-2.5, 'JSON.parse'), -2.5, true],
    ['later', later(-2.6, 'JSON.parse'), -2.5, false],
    ['memory', memory(100e6 + 1, 'Goldpan'), 100e6, true],
    ['memory', memory(100e6, 'Goldpan'), 100e6, false],
    ['memory-share', memoryShare(1 / 4, 'slow'), 1 / 4, true],
    ['memory-share', memoryShare(1 / 5, 'slow'), 1 / 4, false],
  ])('%s: by medians', (_, goal, value, isMet) => {
    expect(judge(goal, row([own, floor, slow, fast, empty, absent]))).toEqual({ value, isMet })
  })

  it('nobody wins by writing too little: the fastest peer has written everything', () => {
    expect(judge(faster(1, FASTEST_PEER), row([own, empty, slow])).value).toBe(20)
  })

  it('we do not either', () => {
    expect(judge(faster(1, 'slow'), row([{ ...own, count: 49 }, slow])).isMet).toBe(false)
    expect(judge(memory(1e9, 'Goldpan'), row([{ ...own, failure: 'status 1' }])).isMet).toBe(false)
  })

  it.each([faster(1, 'absent'), faster(1, FASTEST_PEER), memoryShare(1, 'JSON.parse'), memory(1, 'Goldpan, 1 worker')])(
    'what was not measured is not judged',
    (goal) => {
      expect(judge(goal, row([own, floor, absent, empty]))).toEqual({})
    },
  )
})

describe('tables', () => {
  it('a goal stands beside the program it compares with', () => {
    const goals = [timeShare(0.35, 'JSON.parse'), faster(12, 'slow'), memoryShare(0.2, 'slow'), memory(150e6, 'Goldpan')]
    expect(summaryLines(row([own, floor, slow, absent], goals))).toEqual([
      ['10 things (1 kB)', '2.00 s, 100 MB', 'JSON.parse', '4.50 s', '2.25', 'time ≤ 0.35 ×', '**no**, 0.44 ×'],
      ['', '', 'slow', '40.0 s, 400 MB', '20.0', '≥ 12 × as fast; memory ≤ 0.2 ×', 'yes, 20.0 ×; **no**, 0.25 ×'],
      ['', '', 'absent', 'not installed: there is no cargo', '', '', ''],
      ['', '', '', '', '', '< 150 MB', 'yes, 100 MB'],
    ])
  })

  it('in brief a row is one line; who did not run is not in it', () => {
    const other = contender('Goldpan, 1 worker', 'goldpan', [3])
    expect(briefLines(row([own, other, floor, slow, fast, absent]))).toEqual([
      ['10 things (1 kB)', '2.00 s, 100 MB', 'JSON.parse 4.50 s', 'slow 40.0 s, 400 MB: 20.0 ×; fast 10.0 s: 5.00 ×'],
    ])
    expect(briefLines(row([own, other]))).toEqual([])
  })

  it('another program of ours has lines for its goals only', () => {
    const zip = contender('Goldpan, a zip', 'goldpan', [1])
    const folder = contender('Goldpan, a folder', 'goldpan', [5])
    const goals = [faster(10, FASTEST_PEER, zip.name), faster(3, FASTEST_PEER, folder.name)]
    expect(summaryLines(row([zip, folder, fast, slow], goals))).toEqual([
      ['10 things (1 kB)', 'a zip: 1.00 s', 'fast', '10.0 s', '10.0', '', ''],
      ['', '', 'slow', '40.0 s, 400 MB', '40.0', '', ''],
      ['', '', 'the fastest peer: fast', '10.0 s', '10.0', '≥ 10 × as fast', 'yes, 10.0 ×'],
      ['', 'a folder: 5.00 s', 'the fastest peer: fast', '10.0 s', '2.00', '≥ 3 × as fast', '**no**, 2.00 ×'],
    ])
  })

  it('a peer that is not there has a line that says why', () => {
    expect(detailLines(row([own, absent]))).toEqual([
      ['10 things (1 kB)', 'Goldpan', '2.00', '1.00–9.00', '–', '100', '', '1.00', '50 boxes'],
      ['', 'absent', '–', '–', '–', '–', '–', '–', 'not installed: there is no cargo'],
    ])
    expect(describeGoals(row([own, absent], [faster(1, 'absent')]))).toEqual([
      'goal of Goldpan against absent: faster: not measured',
    ])
  })

  it('wrong counts and failures are problems', () => {
    expect(problemsOf(row([own, empty, absent])).map(({ text }) => text)).toEqual([
      'row: empty wrote 0 boxes, not 50',
      'row: absent: not installed: there is no cargo',
    ])
  })
})

function contender(
  name: string,
  role: MeasuredContender['role'],
  walls: readonly number[],
  { peak, ...rest }: { peak?: number; count?: number; expected?: number } = {},
): MeasuredContender {
  return { name, role, runs: walls.map((wall) => (peak === undefined ? { wall } : { wall, peak })), ...rest }
}

function row(contenders: readonly MeasuredContender[], goals: MeasuredRow['goals'] = []): MeasuredRow {
  return { name: 'row', work: 'things', input: { tasks: 10, bytes: 500 }, counted: 'boxes', goals, contenders }
}
