// What Goldpan promises for a row of work, and whether the figures keep it.

import { median } from './results.mjs'

/**
 * @typedef {import('./results.mjs').MeasuredRow} MeasuredRow
 * @typedef {import('./results.mjs').MeasuredContender} MeasuredContender
 * @typedef {import('./measure.mjs').Measured} Measured
 *
 * `time-share`: wall time is at most `bound` times that of the other. `faster`: the other takes at least `bound` times as long.
 * `later`: it takes at most `bound` seconds longer. `memory`: its peak is below `bound` bytes. `memory-share`: at most `bound`
 * times the peak of the other.
 *
 * @typedef {object} Goal
 * @property {'time-share' | 'faster' | 'later' | 'memory' | 'memory-share'} kind
 * @property {string} program of ours
 * @property {string} [against] the other, by name, or FASTEST_PEER
 * @property {number} bound
 */

/** The fastest of the row's peers that wrote everything. */
export const FASTEST_PEER = 'the fastest peer'

/** @param {number} bound @param {string} against @param {string} [program] @returns {Goal} */
export function timeShare(bound, against, program = 'Goldpan') {
  return { kind: 'time-share', program, against, bound }
}

/** @param {number} bound @param {string} against @param {string} [program] @returns {Goal} */
export function faster(bound, against, program = 'Goldpan') {
  return { kind: 'faster', program, against, bound }
}

/** @param {number} seconds @param {string} against @returns {Goal} */
export function later(seconds, against) {
  return { kind: 'later', program: 'Goldpan', against, bound: seconds }
}

/** @param {number} bytes @param {string} program @returns {Goal} */
export function memory(bytes, program) {
  return { kind: 'memory', program, bound: bytes }
}

/** @param {number} bound @param {string} against @returns {Goal} */
export function memoryShare(bound, against) {
  return { kind: 'memory-share', program: 'Goldpan', against, bound }
}

/**
 * How the figures stand to a goal, which no program meets that wrote too little. Where one of the programs has no figures, there
 * is nothing to say: `value` and `isMet` are undefined.
 *
 * @param {Goal} goal @param {MeasuredRow} row
 * @returns {{ value?: number, isMet?: boolean }} value in what the bound is in
 */
export function judge({ kind, program, against, bound }, row) {
  const own = row.contenders.find(({ name }) => name === program)
  const other = against === FASTEST_PEER ? fastestPeer(row) : row.contenders.find(({ name }) => name === against)
  const figure = kind === 'memory' || kind === 'memory-share' ? 'peak' : 'wall'
  const [ours, theirs] = [own, other].map((contender) => middle(contender, figure))
  if (own === undefined || ours === undefined) return {}
  if (kind === 'memory') return { value: ours, isMet: isWhole(own) && ours < bound }
  if (theirs === undefined) return {}
  if (kind === 'faster') return { value: theirs / ours, isMet: isWhole(own) && theirs / ours >= bound }
  const value = kind === 'later' ? ours - theirs : ours / theirs
  return { value, isMet: isWhole(own) && value <= bound }
}

/** @param {MeasuredRow} row @returns {MeasuredContender | undefined} */
export function fastestPeer({ contenders }) {
  const able = contenders.filter((contender) => contender.role === 'peer' && contender.runs.length > 0 && isWhole(contender))
  return able.toSorted((a, b) => (middle(a, 'wall') ?? 0) - (middle(b, 'wall') ?? 0))[0]
}

/** Whether a program wrote everything, as far as it was counted. @param {MeasuredContender} contender */
function isWhole({ failure, count, expected }) {
  return failure === undefined && (expected === undefined || count === expected)
}

/**
 * The median of what is known.
 *
 * @param {MeasuredContender | undefined} contender @param {keyof Measured} figure
 */
export function middle(contender, figure) {
  const known = (contender?.runs ?? []).map((run) => run[figure]).filter((value) => value !== undefined)
  return known.length === 0 ? undefined : median(known)
}
