import { join } from 'node:path'
import {
  boxesInCoco,
  boxesInJsonMin,
  cocoRle,
  countMasks,
  duckdb,
  goldpan,
  jsonParse,
  linesInManifest,
  nodeAlone,
  panlabel,
  readFiles,
  rowsIn,
  sdk,
  tasksInJson,
  writeFiles,
} from './contenders.mjs'
import { countEntries, countFiles, countText } from './count.mjs'

/**
 * @typedef {import('./inputs.mjs').Input} Input
 * @typedef {import('./contenders.mjs').Contender} Contender
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} input of INPUTS
 * @property {string} work
 * @property {string} [counted] what is counted, for instance `annotations`
 * @property {(facts: Input['facts']) => number} [expected] how many of them there must be
 * @property {number} [times] measure so many times more often: for what takes milliseconds
 * @property {boolean} [onRequest] only when named
 * @property {readonly Contender[]} contenders the first is Goldpan as people run it
 */

const results = (/** @type {Input['facts']} */ facts) => facts.results
const tasks = (/** @type {Input['facts']} */ facts) => facts.tasks

/** @type {readonly Row[]} */
export const ROWS = [
  {
    name: 'image-coco',
    input: 'image',
    work: 'image tasks → COCO',
    counted: 'annotations',
    expected: results,
    contenders: [...goldpan(['coco'], 'result.json', boxesInCoco), jsonParse(), sdk('COCO', boxesInCoco)],
  },
  {
    name: 'image-csv',
    input: 'image',
    work: 'image tasks → CSV, a row per box',
    counted: 'rows',
    expected: results,
    contenders: [
      ...goldpan(['csv', '--rows', 'regions', '--exclude-unannotated'], 'result.csv', rowsIn),
      jsonParse(),
      sdk('CSV'), // a row per annotation: less to write
      duckdb(),
    ],
  },
  {
    name: 'image-json-min',
    input: 'image',
    work: 'image tasks → JSON_MIN',
    counted: 'boxes',
    expected: results,
    contenders: [...goldpan(['json-min'], 'result.json', boxesInJsonMin), jsonParse(), sdk('JSON_MIN', boxesInJsonMin)],
  },
  {
    name: 'image-voc',
    input: 'image',
    work: 'image tasks → Pascal VOC, a zip (label-studio-sdk: a folder)',
    counted: 'files',
    contenders: [
      ...goldpan(['pascal-voc'], 'result.zip', (out) => countEntries(join(out, 'result.zip'), '.xml')),
      jsonParse(),
      sdk('VOC', (out) => countFiles(out, '.xml')),
    ],
  },
  {
    name: 'single-coco',
    input: 'single',
    work: 'image tasks with one annotation each → COCO',
    counted: 'annotations',
    expected: results,
    contenders: [
      ...goldpan(['coco'], 'result.json', boxesInCoco),
      panlabel('coco', 'result.json', (out) => countText(join(out, 'result.json'), '"iscrowd"')),
    ],
  },
  {
    name: 'single-voc',
    input: 'single',
    work: 'image tasks with one annotation each → Pascal VOC, a folder',
    counted: 'files',
    expected: tasks,
    contenders: [
      ...goldpan(['pascal-voc'], 'voc', (out) => countFiles(out, '.xml')),
      writeFiles(1200),
      panlabel('voc', 'voc', (out) => countFiles(out, '.xml')),
    ],
  },
  {
    name: 'text-conll',
    input: 'text',
    work: 'texts → CoNLL',
    counted: 'entities',
    expected: results,
    contenders: [
      ...goldpan(['conll2003'], 'result.conll', (out) => countText(join(out, 'result.conll'), '-X- _ B-')),
      jsonParse(),
      sdk('CONLL2003', (out) => countText(join(out, 'result.conll'), '-X- _ B-')),
    ],
  },
  {
    name: 'text-csv',
    input: 'text',
    work: 'texts → CSV, a row per entity',
    counted: 'rows',
    expected: results,
    contenders: [...goldpan(['csv', '--rows', 'regions'], 'result.csv', rowsIn), jsonParse(), sdk('CSV')],
  },
  {
    name: 'audio-asr',
    input: 'audio',
    work: 'clips → ASR manifest (label-studio-sdk copies them too)',
    counted: 'lines',
    expected: tasks,
    contenders: [
      ...goldpan(['asr-manifest'], 'manifest.json', linesInManifest),
      jsonParse(),
      sdk('ASR_MANIFEST', linesInManifest),
    ],
  },
  {
    name: 'files-json',
    input: 'files',
    work: 'files of one task each → JSON',
    counted: 'tasks',
    expected: tasks,
    contenders: [...goldpan(['json'], 'result.json', tasksInJson), readFiles(), sdk('JSON', tasksInJson)],
  },
  {
    name: 'brush-png',
    input: 'brush',
    work: 'masks of 1920×1080 → PNG',
    counted: 'files',
    expected: results,
    contenders: [...goldpan(['brush-png'], 'masks', countMasks), jsonParse(), sdk('BRUSH_TO_PNG', countMasks)],
  },
  {
    name: 'brush-coco',
    input: 'brush',
    work: 'masks of 1920×1080 → COCO run lengths',
    counted: 'annotations',
    expected: results,
    contenders: [...goldpan(['coco'], 'result.json', boxesInCoco), jsonParse(), cocoRle()],
  },
  {
    name: 'one-task',
    input: 'one',
    work: 'task → COCO',
    times: 5,
    contenders: [...goldpan(['coco'], 'result.json').slice(0, 1), nodeAlone()],
  },
  growth('growth-coco', 'image tasks → COCO, and 4 and 16 times as many', ['coco'], 'result.json'),
  growth('growth-csv', 'image tasks → CSV, and 4 and 16 times as many', ['csv', '--rows', 'regions'], 'result.csv'),
]

/** @returns {Row} @param {string} name @param {string} work @param {readonly string[]} format @param {string} output */
function growth(name, work, format, output) {
  const [first] = goldpan(format, output)
  const larger = [4, 16].map((scale) => ({ ...first, name: `Goldpan, ${scale} times as much`, scale }))
  return { name, input: 'image', work, onRequest: true, contenders: [first, ...larger] }
}
