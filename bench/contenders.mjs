// Goldpan, and the least that the work takes.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {import('./inputs.mjs').Input} Input
 * @typedef {import('./measure.mjs').Command} Command
 *
 * @typedef {{ cli: string, programs: Record<string, string> }} Tools
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {'goldpan' | 'floor' | 'peer'} role
 * @property {string} [needs] the peer that has to be set up
 * @property {import('./inputs.mjs').InputName} [input] instead of the row's, with as many tasks
 * @property {number} [scale] so many times the row's input
 * @property {(tools: Tools, input: Input, out: string) => Command} command
 * @property {(out: string) => number} [count] how many of the row's things are in the output
 * @property {(facts: Input['facts']) => number} [expected] how many there must be, if not as many as the row says
 */

const script = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Goldpan as people run it.
 *
 * @param {readonly string[]} options the format and what else is asked for @param {string} output
 * @param {Contender['count']} [count] @param {string} [name]
 * @returns {Contender}
 */
export function goldpan(options, output, count, name = 'Goldpan') {
  return {
    name,
    role: 'goldpan',
    command: ({ cli }, { source, config }, out) => [
      process.execPath,
      ...[cli, 'convert', source, '--config', config, '--quiet'],
      ...['--out', join(out, output), '--to', ...options],
    ],
    count,
  }
}

export const NO_WORKERS = 'Goldpan, no workers'
export const ONE_WORKER = 'Goldpan, 1 worker'
export const TWO_WORKERS = 'Goldpan, 2 workers'

/**
 * Goldpan as people run it, and with these numbers of threads beside the main one.
 *
 * @param {readonly string[]} options @param {string} output @param {Contender['count']} count
 * @returns {Contender[]}
 */
export function withWorkers(options, output, count) {
  const names = [NO_WORKERS, ONE_WORKER, TWO_WORKERS]
  const variants = names.map((name, workers) => goldpan([...options, '--workers', String(workers)], output, count, name))
  return [goldpan(options, output, count), ...variants]
}

/** @returns {Contender} */
export function jsonParse() {
  return {
    name: 'JSON.parse',
    role: 'floor',
    command: (_, { source }) => [process.execPath, script('floors/parse-json.mjs'), source],
  }
}

/** A bare loop that creates as many files, in one folder. @param {number} bytes of each @returns {Contender} */
export function writeFiles(bytes) {
  return {
    name: 'writing such files',
    role: 'floor',
    command: (_, { facts }, out) => [
      process.execPath,
      ...[script('floors/write-files.mjs'), join(out, 'files')],
      ...[String(facts.tasks), String(bytes)],
    ],
  }
}

/** A bare loop that writes one file, and waits for the disk. @param {number} bytes for each result @returns {Contender} */
export function writeFile(bytes) {
  return {
    name: 'writing such a file',
    role: 'floor',
    command: (_, { facts }, out) => [
      process.execPath,
      ...[script('floors/write-file.mjs'), join(out, 'file')],
      String(facts.results * bytes),
    ],
  }
}

/** @returns {Contender} */
export function readFiles() {
  return {
    name: 'reading the files',
    role: 'floor',
    input: 'files',
    command: (_, { source }) => [process.execPath, script('floors/read-files.mjs'), source],
  }
}

/** @returns {Contender} */
export function unpackZip() {
  return {
    name: 'unpacking the zip',
    role: 'floor',
    command: (_, { source }) => [process.execPath, script('floors/unpack-zip.mjs'), source],
  }
}

/** @returns {Contender} */
export function nodeAlone() {
  return { name: 'node -e 0', role: 'floor', command: () => [process.execPath, '-e', '0'] }
}
