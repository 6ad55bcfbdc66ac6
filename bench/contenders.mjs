// The programs that are measured: Goldpan, the least that the work takes, and its peers.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countFiles, countRows, countText } from './count.mjs'

/**
 * @typedef {import('./inputs.mjs').Input} Input
 * @typedef {import('./measure.mjs').Command} Command
 *
 * @typedef {{ cli: string, hasWorkers: boolean, python?: string, panlabel?: string }} Tools
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {'goldpan' | 'floor' | 'peer'} role
 * @property {'python' | 'panlabel' | 'workers'} [needs]
 * @property {number} [scale] so many times the row's input
 * @property {(tools: Tools, input: Input, out: string) => Command} command
 * @property {(out: string) => number} [count] how many of the row's things are in the output
 */

const script = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Goldpan as people run it, and with one worker.
 *
 * @param {readonly string[]} format the format and its options @param {string} output @param {(out: string) => number} [count]
 * @returns {Contender[]}
 */
export function goldpan(format, output, count) {
  const command = (/** @type {Tools} */ { cli }, /** @type {Input} */ { source, config }, /** @type {string} */ out) =>
    /** @type {Command} */ ([
      process.execPath,
      cli,
      'convert',
      source,
      '--config',
      config,
      '--quiet',
      '--to',
      ...format,
      '--out',
      join(out, output),
    ])
  return [
    { name: 'Goldpan', role: 'goldpan', command, count },
    {
      name: 'Goldpan, 1 worker',
      role: 'goldpan',
      needs: 'workers',
      command: (...given) => [...command(...given), '--workers', '1'],
      count,
    },
  ]
}

/** @returns {Contender} */
export function jsonParse() {
  return {
    name: 'JSON.parse',
    role: 'floor',
    command: (_, { source }) => [process.execPath, script('floors/parse-json.mjs'), source],
  }
}

/** A bare loop that creates as many files of that size. @param {number} bytes @returns {Contender} */
export function writeFiles(bytes) {
  return {
    name: 'writing such files',
    role: 'floor',
    command: (_, { facts }, out) => [
      process.execPath,
      script('floors/write-files.mjs'),
      join(out, 'voc'),
      String(facts.tasks),
      String(bytes),
    ],
    count: (out) => countFiles(out, '.xml'),
  }
}

/** @param {string} format @param {(out: string) => number} [count] @returns {Contender} */
export function sdk(format, count) {
  return {
    name: 'label-studio-sdk',
    role: 'peer',
    needs: 'python',
    command: ({ python = '' }, { source, config, media }, out) => [
      python,
      script('peers/label_studio.py'),
      format,
      source,
      config,
      out,
      media,
    ],
    count,
  }
}

/** @returns {Contender} */
export function duckdb() {
  return {
    name: 'DuckDB',
    role: 'peer',
    needs: 'python',
    command: ({ python = '' }, { source }, out) => [python, script('peers/duckdb_csv.py'), source, join(out, 'result.csv')],
    count: rowsIn,
  }
}

/** @returns {Contender} */
export function cocoRle() {
  return {
    name: 'label-studio-sdk and pycocotools',
    role: 'peer',
    needs: 'python',
    command: ({ python = '' }, { source }, out) => [python, script('peers/coco_rle.py'), source, join(out, 'result.json')],
    count: boxesInCoco,
  }
}

/** @param {string} format @param {string} output @param {(out: string) => number} count @returns {Contender} */
export function panlabel(format, output, count) {
  return {
    name: 'panlabel',
    role: 'peer',
    needs: 'panlabel',
    command: ({ panlabel = '' }, { source }, out) => [
      panlabel,
      ...['convert', '--from', 'label-studio', '--to', format],
      ...['--input', source, '--output', join(out, output), '--allow-lossy'],
    ],
    count,
  }
}

/** @param {string} out */
export function boxesInCoco(out) {
  return countText(join(out, 'result.json'), '"iscrowd"')
}

/** @param {string} out */
export function boxesInJsonMin(out) {
  return countText(join(out, 'result.json'), '"rectanglelabels"')
}

/** @param {string} out */
export function rowsIn(out) {
  return countRows(join(out, 'result.csv'))
}

/** @param {string} out */
export function linesInManifest(out) {
  return countText(join(out, 'manifest.json'), '"audio_filepath"')
}

/** @param {string} out */
export function tasksInJson(out) {
  return countText(join(out, 'result.json'), '"unresolved_comment_count"')
}

/** @param {string} out */
export function countMasks(out) {
  return countFiles(out, '.png')
}

/** @returns {Contender} */
export function readFiles() {
  return {
    name: 'reading the files',
    role: 'floor',
    command: (_, { source }) => [process.execPath, script('floors/read-files.mjs'), source],
  }
}

/** @returns {Contender} */
export function nodeAlone() {
  return { name: 'node -e 0', role: 'floor', command: () => [process.execPath, '-e', '0'] }
}
