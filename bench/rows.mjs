import { join } from 'node:path'
import {
  goldpan,
  jsonParse,
  NO_WORKERS,
  nodeAlone,
  ONE_WORKER,
  readFiles,
  TWO_WORKERS,
  unpackZip,
  withWorkers,
  writeFile,
  writeFiles,
} from './contenders.mjs'
import { countFiles, countInside, countRows, countText } from './count.mjs'
import { FASTEST_PEER, faster, later, memory, memoryShare, timeShare } from './goals.mjs'
import { cocoRle, cocoToVoc, duckdb, panlabel, sdk } from './peer-commands.mjs'

/**
 * @typedef {import('./inputs.mjs').Input} Input
 * @typedef {import('./contenders.mjs').Contender} Contender
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {keyof typeof import('./inputs.mjs').SIZES} input
 * @property {string} work
 * @property {string} [counted] what is counted, for instance `boxes`
 * @property {(facts: Input['facts']) => number} [expected] how many of them there must be
 * @property {number} [times] measure so many times more often: for what takes milliseconds
 * @property {boolean} [onRequest] only when named
 * @property {readonly import('./goals.mjs').Goal[]} goals
 * @property {readonly Contender[]} contenders the first is Goldpan as people run it
 */

const results = (/** @type {Input['facts']} */ facts) => facts.results
/** Label Studio's own CSV: a row per annotation, and one for a task that has none. @param {Input['facts']} facts */
const sdkRows = (facts) => facts.annotations + facts.unannotated
const tasks = (/** @type {Input['facts']} */ facts) => facts.tasks

/** @param {string} file @param {string} text @returns {(out: string) => number} */
const texts = (file, text) => (out) => countText(join(out, file), text)
const inCoco = texts('result.json', '"iscrowd"')
const inJsonMin = texts('result.json', '"rectanglelabels"')
const inConll = texts('result.conll', '-X- _ B-')
const inManifest = texts('manifest.json', '"audio_filepath"')
const inCsv = (/** @type {string} */ out) => countRows(join(out, 'result.csv'))
const inVoc = (/** @type {string} */ output) => (/** @type {string} */ out) => countInside(join(out, output), '.xml', '<object>')
const masks = (/** @type {string} */ out) => countFiles(out, '.png')

const PARSING = 'JSON.parse'
const SDK = 'label-studio-sdk'
const TIDY = ['csv', '--rows', 'regions', '--exclude-unannotated']
/** Like the others, which cut no box at the border of its image. */
const VOC = ['pascal-voc', '--no-clip']
const A_ZIP = 'Goldpan, a zip'
const A_FOLDER = 'Goldpan, a folder'
const VOC_FILE = 1300 // bytes, about as many as one of ours has here
const ENTITY_ROW = 1792 // bytes, likewise

/** What holds wherever a whole list is read: less time than to parse it, in one thread too. */
const FASTER_THAN_PARSING = [timeShare(0.35, PARSING), timeShare(0.6, PARSING, NO_WORKERS), timeShare(0.6, PARSING, ONE_WORKER)]

/** @type {readonly Row[]} */
export const ROWS = [
  {
    name: 'image-coco',
    input: 'image',
    work: 'image tasks → COCO',
    counted: 'boxes',
    expected: results,
    contenders: [...withWorkers(['coco'], 'result.json', inCoco), jsonParse(), sdk('COCO', inCoco)],
    goals: [...FASTER_THAN_PARSING, faster(25, SDK)],
  },
  {
    name: 'image-csv',
    input: 'image',
    work: 'image tasks → CSV, a row per box (label-studio-sdk: per annotation)',
    counted: 'rows',
    expected: results,
    contenders: [...withWorkers(TIDY, 'result.csv', inCsv), jsonParse(), sdk('CSV', inCsv, sdkRows), duckdb(inCsv)],
    goals: [...FASTER_THAN_PARSING, faster(25, SDK), faster(1, 'DuckDB'), memoryShare(1 / 5, 'DuckDB')],
  },
  {
    name: 'image-json-min',
    input: 'image',
    work: 'image tasks → JSON_MIN',
    counted: 'boxes',
    expected: results,
    contenders: [...withWorkers(['json-min'], 'result.json', inJsonMin), jsonParse(), sdk('JSON_MIN', inJsonMin)],
    goals: [...FASTER_THAN_PARSING, faster(12, SDK)],
  },
  {
    name: 'single-coco',
    input: 'single',
    work: 'image tasks with one annotation each → COCO',
    counted: 'boxes',
    expected: results,
    contenders: [goldpan(['coco'], 'result.json', inCoco), panlabel('coco', 'result.json', inCoco)],
    goals: [faster(1, 'panlabel'), memoryShare(1 / 5, 'panlabel')],
  },
  {
    name: 'single-voc',
    input: 'single',
    work: 'image tasks with one annotation each → Pascal VOC (the others: a folder)',
    counted: 'boxes',
    expected: results,
    contenders: [
      goldpan(VOC, 'result.zip', inVoc('result.zip'), A_ZIP),
      goldpan(VOC, 'voc', inVoc('voc'), A_FOLDER),
      writeFiles(VOC_FILE),
      sdk('VOC', inVoc('.')),
      panlabel('voc', 'voc', inVoc('voc')),
      cocoToVoc('labelformat', 'labelformat', inVoc('voc')),
      cocoToVoc('globox', 'globox', inVoc('voc')),
      cocoToVoc('datumaro', 'Datumaro', inVoc('voc')),
      cocoToVoc('supervision', 'supervision', inVoc('voc')),
    ],
    goals: [faster(10, FASTEST_PEER, A_ZIP), faster(3, FASTEST_PEER, A_FOLDER)],
  },
  {
    name: 'text-conll',
    input: 'text',
    work: 'texts → CoNLL',
    counted: 'entities',
    expected: results,
    contenders: [...withWorkers(['conll2003'], 'result.conll', inConll), jsonParse(), sdk('CONLL2003', inConll)],
    goals: [...FASTER_THAN_PARSING, faster(40, SDK)],
  },
  {
    name: 'text-csv',
    input: 'text',
    work: 'texts → CSV, a row per annotation',
    counted: 'rows',
    expected: sdkRows,
    contenders: [...withWorkers(['csv'], 'result.csv', inCsv), jsonParse(), sdk('CSV', inCsv)],
    goals: [...FASTER_THAN_PARSING, faster(25, SDK)],
  },
  {
    name: 'text-csv-rows',
    input: 'text',
    work: 'texts → CSV, a row per entity with all of its text',
    counted: 'rows',
    expected: results,
    contenders: [...withWorkers(TIDY, 'result.csv', inCsv), writeFile(ENTITY_ROW), jsonParse()],
    goals: [],
  },
  {
    name: 'audio-asr',
    input: 'audio',
    work: 'clips → ASR manifest (label-studio-sdk copies them too)',
    counted: 'lines',
    expected: tasks,
    contenders: [goldpan(['asr-manifest'], 'manifest.json', inManifest), jsonParse(), sdk('ASR_MANIFEST', inManifest)],
    goals: [],
  },
  {
    name: 'files-coco',
    input: 'files',
    work: 'files of one task each → COCO',
    counted: 'boxes',
    expected: results,
    contenders: [goldpan(['coco'], 'result.json', inCoco), readFiles(), sdk('COCO', inCoco)],
    goals: [timeShare(1.5, 'reading the files')],
  },
  {
    name: 'zip-coco',
    input: 'zip',
    work: 'files of one task each in a zip → COCO',
    counted: 'boxes',
    expected: results,
    contenders: [goldpan(['coco'], 'result.json', inCoco), readFiles(), unpackZip()],
    goals: [timeShare(1.5, 'reading the files')],
  },
  {
    name: 'brush-png',
    input: 'brush',
    work: 'masks of 1920×1080 → PNG',
    counted: 'files',
    expected: results,
    contenders: [goldpan(['brush-png'], 'masks', masks), jsonParse(), sdk('BRUSH_TO_PNG', masks)],
    goals: [faster(15, SDK)],
  },
  {
    name: 'brush-coco',
    input: 'brush',
    work: 'masks of 1920×1080 → COCO run lengths',
    counted: 'masks',
    expected: results,
    contenders: [goldpan(['coco'], 'result.json', inCoco), jsonParse(), cocoRle(inCoco)],
    goals: [faster(15, cocoRle().name)],
  },
  {
    name: 'one-task',
    input: 'one',
    work: 'task → COCO',
    counted: 'boxes',
    expected: results,
    times: 5,
    contenders: [goldpan(['coco'], 'result.json', inCoco), nodeAlone()],
    goals: [later(0.12, 'node -e 0')],
  },
  growth('growth-coco', 'image', 'COCO', ['coco'], 'result.json', inCoco),
  growth('growth-csv', 'image', 'CSV, a row per box', TIDY, 'result.csv', inCsv),
  growth('growth-json-min', 'image', 'JSON_MIN', ['json-min'], 'result.json', inJsonMin),
  growth('growth-conll', 'text', 'CoNLL', ['conll2003'], 'result.conll', inConll),
  { ...growth('huge-coco', 'image', 'COCO', ['coco'], 'result.json', inCoco, 16), onRequest: true },
  { ...growth('huge-csv', 'image', 'CSV, a row per box', TIDY, 'result.csv', inCsv, 16), onRequest: true },
]

/**
 * Goldpan against itself with a smaller input: time may grow as the input does, memory may not.
 *
 * @param {string} name @param {'image' | 'text'} input @param {string} format @param {readonly string[]} options
 * @param {string} output @param {(out: string) => number} count @param {number} [scale]
 * @returns {Row}
 */
function growth(name, input, format, options, output, count, scale = 4) {
  const all = withWorkers(options, output, count)
  const measured = all.filter((contender) => contender.name === NO_WORKERS || contender.name === TWO_WORKERS)
  const larger = (/** @type {string} */ program) => `${program}, ${scale} times as much`
  return {
    ...{ name, input, counted: 'results', expected: results },
    work: `${input === 'image' ? 'image tasks' : 'texts'} → ${format}, and ${scale} times as many`,
    contenders: measured.flatMap((contender) => [contender, { ...contender, name: larger(contender.name), scale }]),
    goals: [
      ...measured.map((contender) => timeShare(1.1 * scale, contender.name, larger(contender.name))),
      memory(150e6, larger(NO_WORKERS)),
      memory(150e6 + 2 * 40e6, larger(TWO_WORKERS)),
    ],
  }
}
