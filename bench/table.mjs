// Measured rows as tables of text, for the terminal and for the docs.

import { FASTEST_PEER, fastestPeer, judge, middle } from './goals.mjs'

/**
 * @typedef {import('./results.mjs').Results} Results
 * @typedef {import('./results.mjs').MeasuredRow} MeasuredRow
 * @typedef {import('./results.mjs').MeasuredContender} MeasuredContender
 * @typedef {import('./goals.mjs').Goal} Goal
 */

export const DETAIL_HEAD = ['work', 'program', 'wall s', 'from–to', 'CPU s', 'peak MB', '× floor', '× Goldpan', 'wrote']

/** A line for each program. @param {MeasuredRow} row */
export function detailLines(row) {
  const floor = row.contenders.find(({ role }) => role === 'floor')
  return row.contenders.map((contender, k) => [
    k === 0 ? describeWork(row) : '',
    contender.name,
    ...(contender.runs.length === 0
      ? ['–', '–', '–', '–', '–', '–', contender.failure ?? '']
      : [
          seconds(wallOf(contender)),
          spread(contender),
          seconds(middle(contender, 'cpu')),
          megabytes(middle(contender, 'peak')),
          ratio(wallOf(contender), wallOf(floor)),
          ratio(wallOf(contender), wallOf(row.contenders[0])),
          contender.failure ?? wrote(row, contender),
        ]),
  ])
}

export const BRIEF_HEAD = ['work', 'Goldpan', 'doing nothing with it', 'others, and × Goldpan']

/** One line for the whole row: ours as people run it, the first floor, and who does the same. @param {MeasuredRow} row */
export function briefLines(row) {
  const [own] = ownPrograms(row)
  const floor = row.contenders.find(({ role, runs }) => role === 'floor' && runs.length > 0)
  const peers = row.contenders.filter(({ role, runs }) => role === 'peer' && runs.length > 0)
  if (own === undefined || (floor === undefined && peers.length === 0)) return []
  const compared = peers.map((peer) => `${peer.name} ${cost(peer)}: ${ratio(wallOf(peer), wallOf(own))} ×`)
  return [[describeWork(row), cost(own), floor === undefined ? '' : `${floor.name} ${cost(floor)}`, compared.join('; ')]]
}

export const SUMMARY_HEAD = ['work', 'Goldpan', 'compared with', 'takes', '× Goldpan', 'goal', 'met']

/** A line for each program that Goldpan is compared with, and for each that has a goal of its own. @param {MeasuredRow} row */
export function summaryLines(row) {
  const lines = ownPrograms(row).flatMap((own) =>
    comparisonsOf(own, row).map((other, k) => summaryLine(own, other, row, k === 0)),
  )
  return lines.map((line, k) => [k === 0 ? describeWork(row) : '', ...line])
}

/** @param {MeasuredRow} row */
function ownPrograms({ contenders }) {
  return contenders.filter(({ role, runs }) => role === 'goldpan' && runs.length > 0)
}

/**
 * The first program of ours stands beside all others, the rest beside those of their goals; undefined is a goal of its own.
 *
 * @param {MeasuredContender} own @param {MeasuredRow} row @returns {(string | undefined)[]}
 */
function comparisonsOf(own, row) {
  const inGoals = row.goals.filter(({ program }) => program === own.name).map(({ against }) => against)
  const others = row.contenders.filter(({ role }) => role !== 'goldpan').map(({ name }) => name)
  return [...new Set([...(own === ownPrograms(row)[0] ? others : []), ...inGoals])]
}

/** @param {MeasuredContender} own @param {string | undefined} against @param {MeasuredRow} row @param {boolean} isFirst */
function summaryLine(own, against, row, isFirst) {
  const other = against === FASTEST_PEER ? fastestPeer(row) : row.contenders.find(({ name }) => name === against)
  const goals = row.goals.filter((goal) => goal.program === own.name && goal.against === against)
  return [
    isFirst ? `${own.name === 'Goldpan' ? '' : `${own.name.replace('Goldpan, ', '')}: `}${cost(own)}` : '',
    against === FASTEST_PEER && other !== undefined ? `${against}: ${other.name}` : (against ?? ''),
    other === undefined ? '' : other.runs.length === 0 ? (other.failure ?? '') : cost(other),
    ratio(wallOf(other), wallOf(own)),
    goals.map(goalText).join('; '),
    goals.map((goal) => verdict(goal, row)).join('; '),
  ]
}

/** What was promised and what came of it, a line each. @param {MeasuredRow} row */
export function describeGoals(row) {
  return row.goals.map((goal) => {
    const against = goal.against === undefined ? '' : ` against ${goal.against}`
    return `goal of ${goal.program}${against}: ${goalText(goal)}: ${verdict(goal, row)}`
  })
}

/** @param {Goal} goal */
function goalText({ kind, bound }) {
  switch (kind) {
    case 'time-share':
      return `time ≤ ${Number(bound.toFixed(2))} ×`
    case 'faster':
      return bound === 1 ? 'faster' : `≥ ${bound} × as fast`
    case 'later':
      return `≤ ${bound * 1000} ms more`
    case 'memory':
      return `< ${megabytes(bound)} MB`
    case 'memory-share':
      return `memory ≤ ${bound} ×`
  }
}

/** @param {Goal} goal @param {MeasuredRow} row */
function verdict(goal, row) {
  const { value, isMet } = judge(goal, row)
  if (value === undefined) return 'not measured'
  const text =
    goal.kind === 'memory'
      ? `${megabytes(value)} MB`
      : goal.kind === 'later'
        ? `${Math.round(value * 1000)} ms`
        : `${ratio(value, 1)} ×`
  return `${isMet ? 'yes' : '**no**'}, ${text}`
}

/** What was done, and with how much. @param {MeasuredRow} row */
export function describeWork({ work, input: { tasks, bytes } }) {
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`
  return `${grouped(tasks)} ${work} (${size})`
}

/** One sentence on what the figures were measured with. @param {Results} results */
export function describeRun({ version, date, machine, full, peers, rows }) {
  const { cores, processor, memory, system, node, load } = machine
  const compared = Object.entries(peers).map(([name, number]) => `${name} ${number}`)
  return [
    `Goldpan ${version} on ${date}: ${cores} cores (${processor}), ${Math.round(memory / 2 ** 30)} GB, ${system}, Node ${node}`,
    `load before the run ${load}`,
    `runs of each work: at least ${fewestRuns(rows, 'goldpan')}${compared.length > 0 ? `, by the peers ${fewestRuns(rows, 'peer')}` : ''}`,
    full ? 'full size' : 'not full size, so the time to start weighs more than it should',
    ...(compared.length > 0 ? [`against ${compared.join(', ')}`] : []),
  ].join('; ')
}

/** @param {readonly MeasuredRow[]} rows @param {MeasuredContender['role']} role */
function fewestRuns(rows, role) {
  const entrants = rows.flatMap(({ contenders }) => contenders).filter((contender) => contender.role === role)
  return Math.min(...entrants.filter(({ runs }) => runs.length > 0).map(({ runs }) => runs.length))
}

/** What is wrong with the outputs of a row. @param {MeasuredRow} row */
export function problemsOf({ name, counted, contenders }) {
  return contenders.flatMap(({ name: program, count, expected, failure, role }) => {
    if (failure !== undefined) return [{ role, text: `${name}: ${program}: ${failure}` }]
    if (expected === undefined || count === undefined || count === expected) return []
    return [{ role, text: `${name}: ${program} wrote ${count} ${counted}, not ${expected}` }]
  })
}

/** @param {MeasuredRow} row @param {MeasuredContender} contender */
function wrote({ counted }, { count, expected }) {
  if (count === undefined) return ''
  return `${grouped(count)} ${counted}${expected !== undefined && count !== expected ? ` (expected ${grouped(expected)})` : ''}`
}

/** @param {MeasuredContender} contender */
function cost(contender) {
  const peak = middle(contender, 'peak')
  return `${seconds(wallOf(contender))} s${peak === undefined ? '' : `, ${megabytes(peak)} MB`}`
}

/** @param {MeasuredContender} contender */
function spread({ runs }) {
  const walls = runs.map(({ wall }) => wall)
  return runs.length < 2 ? '' : `${seconds(Math.min(...walls))}–${seconds(Math.max(...walls))}`
}

/** @param {MeasuredContender} [contender] @returns {number | undefined} seconds */
function wallOf(contender) {
  return middle(contender, 'wall')
}

/** @param {number | undefined} value */
function seconds(value) {
  if (value === undefined) return '–'
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  return bytes === undefined ? '–' : String(Math.round(bytes / 1e6))
}

/** @param {number | undefined} value @param {number | undefined} unit */
function ratio(value, unit) {
  if (value === undefined || unit === undefined) return ''
  const times = value / unit
  return times.toFixed(times < 10 ? 2 : times < 100 ? 1 : 0)
}

/** @param {number} count */
function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
