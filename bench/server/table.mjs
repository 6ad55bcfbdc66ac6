// What the server's benchmark measured beside what Label Studio needed, as a table for the terminal and for docs/benchmarks.md.

/**
 * @typedef {object} Measured
 * @property {number} cpu seconds of user and system time of the server
 * @property {number} seconds from the request to the last byte
 * @property {number} begin milliseconds from the request to the first byte of the answer
 * @property {number} firstByte milliseconds from the request to the first byte of the file
 * @property {number} memory bytes that the server held above what it holds when nothing happens
 * @property {number} bytes of the answer
 *
 * @typedef {object} ServerResults
 * @property {string} version
 * @property {string} date
 * @property {ReturnType<typeof import('../machine.mjs').describeMachine>} machine
 * @property {number} tasks
 * @property {number} input bytes
 * @property {Record<string, Measured>} work medians by work
 */

/**
 * Label Studio 1.23.2 (Community, SQLite, `runserver` as `label-studio start` has it) with 20,000 tasks of five boxes, measured once on a machine with two
 * cores: seconds of CPU, and bytes above idle where they were measured.
 */
const LABEL_STUDIO = /** @type {const} */ ({
  import: { cpu: 39, memory: 762e6 },
  JSON: { cpu: 62, memory: 691e6 },
  CSV: { cpu: 88 },
  COCO: { cpu: 77 },
})
const LABEL_STUDIO_TASKS = 20_000

const FIRST_BYTE = 50 // milliseconds
const MEMORY = 200e6

export const SERVER_HEAD = [
  'work',
  'CPU',
  'Label Studio',
  '× less',
  'goal',
  'answer begins',
  'file begins',
  'memory above idle',
  'file ends',
]

/** @param {ServerResults} results */
export function serverLines({ work, tasks, input }) {
  return Object.entries(LABEL_STUDIO).map(([name, recorded]) => {
    const { cpu, seconds, begin, firstByte, memory, bytes } = work[name]
    const isImport = name === 'import'
    const goal = isImport ? 20 : 50
    const isComparable = tasks === LABEL_STUDIO_TASKS
    return [
      isImport
        ? `import of ${tasks.toLocaleString('en')} tasks (${megabytes(input)})`
        : `export as ${name} (${megabytes(bytes)})`,
      `${cpu.toFixed(2)} s`,
      isComparable ? `${recorded.cpu} s${'memory' in recorded ? `, ${megabytes(recorded.memory)}` : ''}` : '',
      isComparable ? (recorded.cpu / cpu).toFixed(0) : '',
      isComparable ? `≥ ${goal}: ${met(recorded.cpu / cpu >= goal)}` : '',
      isImport ? '' : `${begin.toFixed(0)} ms (< ${FIRST_BYTE}: ${met(begin < FIRST_BYTE)})`,
      isImport ? '' : `${firstByte.toFixed(0)} ms`,
      `${megabytes(memory)} (< ${megabytes(MEMORY)}: ${met(memory < MEMORY)})`,
      `${seconds.toFixed(2)} s`,
    ]
  })
}

/** @param {ServerResults} results */
export function describeServerRun({ version, date, machine }) {
  return `Goldpan ${version} on ${date}, Node ${machine.node}, ${machine.cores} cores (${machine.processor}), ${machine.system}; load before the run ${machine.load}`
}

/** @param {boolean} isMet */
function met(isMet) {
  return isMet ? 'yes' : '**no**'
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}
