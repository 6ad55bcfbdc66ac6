// Measured rows as tables of text, for the terminal and for the docs.

import { median } from './results.mjs'

/**
 * @typedef {import('./results.mjs').Results} Results
 * @typedef {import('./results.mjs').MeasuredRow} MeasuredRow
 * @typedef {import('./results.mjs').MeasuredContender} MeasuredContender
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
          seconds(cpuOf(contender)),
          megabytes(peakOf(contender)),
          ratio(wallOf(contender), wallOf(floor)),
          ratio(wallOf(contender), wallOf(row.contenders[0])),
          wrote(row, contender),
        ]),
  ])
}

export const SUMMARY_HEAD = ['work', 'Goldpan', 'compared with', 'takes', '× Goldpan']

/** A line for each program that Goldpan is compared with. @param {MeasuredRow} row */
export function summaryLines(row) {
  const [own, ...others] = row.contenders
  return others
    .filter(({ runs }) => runs.length > 0)
    .map((contender, k) => [
      k === 0 ? describeWork(row) : '',
      k === 0 ? cost(own) : '',
      contender.name,
      cost(contender),
      ratio(wallOf(contender), wallOf(own)),
    ])
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
  return Math.min(...entrants.map(({ runs }) => runs.length))
}

/** What is wrong with the outputs of a row. @param {MeasuredRow} row */
export function problemsOf({ name, counted, expected, contenders }) {
  return contenders.flatMap(({ name: program, count, failure, role }) => {
    if (failure !== undefined) return [{ role, text: `${name}: ${program}: ${failure}` }]
    if (expected === undefined || count === undefined || count === expected) return []
    return [{ role, text: `${name}: ${program} wrote ${count} ${counted}, not ${expected}` }]
  })
}

/** @param {MeasuredRow} row @param {MeasuredContender} contender */
function wrote({ counted, expected }, { count }) {
  if (count === undefined) return ''
  return `${grouped(count)} ${counted}${expected !== undefined && count !== expected ? ` (expected ${grouped(expected)})` : ''}`
}

/** @param {MeasuredContender} contender */
function cost(contender) {
  const peak = peakOf(contender)
  return `${seconds(wallOf(contender))} s${peak === undefined ? '' : `, ${megabytes(peak)} MB`}`
}

/** @param {MeasuredContender} contender */
function spread({ runs }) {
  const walls = runs.map(({ wall }) => wall)
  return runs.length < 2 ? '' : `${seconds(Math.min(...walls))}–${seconds(Math.max(...walls))}`
}

/** @param {MeasuredContender} [contender] @returns {number | undefined} seconds */
function wallOf(contender) {
  return middle(contender?.runs.map(({ wall }) => wall))
}

/** @param {MeasuredContender} contender @returns {number | undefined} seconds */
function cpuOf({ runs }) {
  return middle(runs.map(({ cpu }) => cpu))
}

/** @param {MeasuredContender} contender @returns {number | undefined} bytes */
function peakOf({ runs }) {
  return middle(runs.map(({ peak }) => peak))
}

/** @param {readonly (number | undefined)[]} [values] */
function middle(values = []) {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : median(known)
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
