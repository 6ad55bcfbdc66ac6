import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/**
 * @typedef {object} MeasuredContender
 * @property {string} name
 * @property {'goldpan' | 'floor' | 'peer'} role
 * @property {readonly import('./measure.mjs').Measured[]} runs
 * @property {number} [count] how many of the row's things it wrote
 * @property {number} [expected] how many there must be
 * @property {string} [failure] why there are no (or fewer) runs
 *
 * @typedef {object} MeasuredRow
 * @property {string} name
 * @property {string} work
 * @property {{ tasks: number, bytes: number }} input
 * @property {string} [counted]
 * @property {readonly import('./goals.mjs').Goal[]} goals
 * @property {readonly MeasuredContender[]} contenders
 *
 * @typedef {object} Results
 * @property {string} version of Goldpan
 * @property {string} date day of the run
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {Record<string, string>} peers name and version
 * @property {boolean} full the sizes of a full run
 * @property {MeasuredRow[]} rows
 */

/** @param {string} path @returns {Results} */
export function readResults(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Whole or not at all, so that an interrupted run keeps the rows it has. @param {string} path @param {Results} results */
export function writeResults(path, results) {
  writeFileSync(`${path}.new`, `${JSON.stringify(results, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/**
 * Takes over the rows of an earlier run that can stand beside new ones: same version, machine, and full size or not.
 *
 * @param {string} path of the earlier results @param {Results} results that are to come
 */
export function keepRows(path, results) {
  if (!existsSync(path)) return
  const before = readResults(path)
  const key = (/** @type {Results} */ { version, full, machine: { processor, cores, node } }) =>
    JSON.stringify([version, full, processor, cores, node])
  if (key(before) !== key(results)) return
  results.rows = before.rows
  results.peers = { ...before.peers, ...results.peers }
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
