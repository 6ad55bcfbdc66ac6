// The programs that Goldpan is compared with, and how each is run.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {import('./contenders.mjs').Contender} Contender */

const script = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

/** Label Studio's own converter. @param {string} format @param {Contender['count']} count @param {Contender['expected']} [expected] @returns {Contender} */
export function sdk(format, count, expected) {
  return {
    name: 'label-studio-sdk',
    role: 'peer',
    needs: 'label-studio',
    command: ({ programs }, { source, config, media }, out) => [
      programs['label-studio'],
      ...[script('peers/label_studio.py'), format],
      ...[source, config, out, media],
    ],
    count,
    expected,
  }
}

/** @param {Contender['count']} count @returns {Contender} */
export function duckdb(count) {
  return {
    name: 'DuckDB',
    role: 'peer',
    needs: 'label-studio',
    command: ({ programs }, { source }, out) => [
      programs['label-studio'],
      ...[script('peers/duckdb_csv.py'), source],
      join(out, 'result.csv'),
    ],
    count,
  }
}

/** @param {Contender['count']} [count] @returns {Contender} */
export function cocoRle(count) {
  return {
    name: 'label-studio-sdk and pycocotools',
    role: 'peer',
    needs: 'label-studio',
    command: ({ programs }, { source }, out) => [
      programs['label-studio'],
      ...[script('peers/coco_rle.py'), source],
      join(out, 'result.json'),
    ],
    count,
  }
}

/** @param {string} format @param {string} output @param {Contender['count']} count @returns {Contender} */
export function panlabel(format, output, count) {
  return {
    name: 'panlabel',
    role: 'peer',
    needs: 'panlabel',
    command: ({ programs }, { source }, out) => [
      programs.panlabel,
      ...['convert', '--from', 'label-studio', '--to', format],
      ...['--input', source, '--output', join(out, output), '--allow-lossy'],
    ],
    count,
  }
}

/** A library that reads no tasks: it gets the same boxes as COCO. @param {string} library @param {string} name @param {Contender['count']} count @returns {Contender} */
export function cocoToVoc(library, name, count) {
  return {
    name: `${name}, from COCO`,
    role: 'peer',
    needs: library,
    input: 'coco',
    command: ({ programs }, { source }, out) => [
      programs[library],
      ...[script('peers/coco_to_voc.py'), library],
      ...[source, join(out, 'voc')],
    ],
    count,
  }
}
