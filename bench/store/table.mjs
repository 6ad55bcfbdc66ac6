// What the store's benchmark measured, as a table for the terminal and for docs/stores.md.

/**
 * @typedef {{ seconds: number, cpu: number, peak: number }} Part
 * @typedef {Part & { tasks: number }} ImportPart
 * @typedef {Part & { searches: number, p50: number, p99: number, slowest: { text: string, milliseconds: number } }} SearchPart
 * @typedef {Part & { tasks: number, reading: number, bare?: number }} ScanPart
 *
 * @typedef {object} StoreResults
 * @property {string} version
 * @property {string} date
 * @property {ReturnType<typeof import('../machine.mjs').describeMachine>} machine
 * @property {number} tasks
 * @property {number} texts
 * @property {number} input bytes of the files that were brought in
 * @property {{ importImages: ImportPart, importTexts: ImportPart, indexed: SearchPart, text: SearchPart, scan: ScanPart, size?: number }} parts
 */

export const STORE_HEAD = ['work', 'measured', 'goal', 'peak MB']

/** @param {StoreResults} results */
export function storeLines({ parts, tasks, input }) {
  const { importImages, importTexts, indexed, text, scan, size } = parts
  const lines = [
    [
      `import of ${thousands(importImages.tasks)} image tasks of five boxes`,
      rate(importImages),
      '≥ 10 000 tasks/s',
      megabytes(importImages.peak),
    ],
    [`import of ${thousands(importTexts.tasks)} texts with twenty entities`, rate(importTexts), '', megabytes(importTexts.peak)],
    [
      `${indexed.searches} searches by label, annotator, state, date …, first 50 tasks`,
      percentiles(indexed),
      'p99 < 20 ms',
      megabytes(indexed.peak),
    ],
    [
      `${text.searches} searches for words and phrases in the texts, first 50 tasks`,
      percentiles(text),
      'p99 < 100 ms',
      megabytes(text.peak),
    ],
    ['reading all image tasks for an export', `${thousands(scan.tasks / scan.reading)} tasks/s`, '', megabytes(scan.peak)],
  ]
  if (scan.bare !== undefined)
    lines.push(['the same against reading the rows alone', `${(scan.reading / scan.bare).toFixed(2)} ×`, '≤ 1.5 ×', ''])
  if (size !== undefined)
    lines.push([
      `size of the database of ${thousands(tasks)} tasks`,
      `${megabytes(size)} MB, of ${megabytes(input)} MB of JSON`,
      '',
      '',
    ])
  return lines
}

/** @param {StoreResults} results */
export function describeStoreRun({ version, date, machine }) {
  return `Goldpan ${version} on ${date}, Node ${machine.node}, ${machine.cores} cores (${machine.processor}), ${machine.system}; load before the run ${machine.load}`
}

/** @param {ImportPart} part */
function rate({ tasks, seconds, cpu }) {
  return `${thousands(tasks / seconds)} tasks/s, ${Math.round((cpu / tasks) * 1e6)} µs of CPU each`
}

/** @param {SearchPart} part */
function percentiles({ p50, p99 }) {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

/** @param {number} count */
function thousands(count) {
  return Math.round(count).toLocaleString('en').replaceAll(',', ' ')
}

/** @param {number} bytes */
function megabytes(bytes) {
  return thousands(bytes / 1e6)
}
