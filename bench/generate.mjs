// Big and realistic exports of Label Studio, the same bytes every time.
// node bench/generate.mjs KIND COUNT FOLDER [--as list|files|zip|coco] [--clips]

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { audioConfig, audioTask, clipBytes, clipName } from './inputs/audio.mjs'
import { brushConfig, brushTask } from './inputs/brush.mjs'
import { writeCoco } from './inputs/coco.mjs'
import { imageConfig, imageTask, singleTask } from './inputs/image.mjs'
import { seededRandom } from './inputs/random.mjs'
import { textConfig, textTask } from './inputs/text.mjs'
import { openTextFile } from './inputs/text-file.mjs'
import { writeZip } from './inputs/zip.mjs'

const SEED = 7

export const KINDS = {
  image: { config: imageConfig, task: imageTask },
  single: { config: imageConfig, task: singleTask },
  text: { config: textConfig, task: textTask },
  audio: { config: audioConfig, task: audioTask },
  brush: { config: brushConfig, task: brushTask },
}

/** @typedef {keyof typeof KINDS} Kind */
/** @typedef {keyof typeof WRITERS} Arrangement */

/**
 * The text of each task, in order. A longer list begins with the shorter one.
 *
 * @param {Kind} kind @param {number} count
 * @returns {Generator<{ id: number, json: string, unannotated: number, annotations: number, results: number }>}
 */
export function* generate(kind, count) {
  const random = seededRandom(SEED)
  for (let index = 0; index < count; index++) {
    const task = KINDS[kind].task(random, index)
    const finished = task.annotations.filter(({ was_cancelled }) => !was_cancelled)
    const results = finished.flatMap(({ result }) => result).length
    const unannotated = task.annotations.length === 0 ? 1 : 0
    yield { id: task.id, json: JSON.stringify(task), unannotated, annotations: finished.length, results }
  }
}

/**
 * How tasks can lie there; each returns the bytes of JSON.
 * Task files are written in one folder, `tasks`, as `<id>.json`; a zip holds the same names.
 */
const WRITERS = {
  /** @param {string} folder @param {() => Iterable<{ json: string }>} tasks */
  list(folder, tasks) {
    const file = openTextFile(join(folder, 'tasks.json'))
    file.add('[')
    file.addItems(jsonOf(tasks()))
    file.add(']')
    return file.close()
  },
  /** @param {string} folder @param {() => Iterable<{ id: number, json: string }>} tasks */
  files(folder, tasks) {
    mkdirSync(join(folder, 'tasks'))
    let bytes = 0
    for (const { id, json } of tasks()) {
      writeFileSync(join(folder, 'tasks', `${id}.json`), json)
      bytes += Buffer.byteLength(json)
    }
    return bytes
  },
  /** @param {string} folder @param {() => Iterable<{ id: number, json: string }>} tasks */
  zip(folder, tasks) {
    let bytes = 0
    const files = function* () {
      for (const { id, json } of tasks()) {
        bytes += Buffer.byteLength(json)
        yield { name: `${id}.json`, text: json }
      }
    }
    writeZip(join(folder, 'tasks.zip'), files())
    return bytes
  },
  /** @param {string} folder @param {() => Iterable<{ json: string }>} tasks */
  coco(folder, tasks) {
    return writeCoco(folder, function* () {
      for (const json of jsonOf(tasks())) yield JSON.parse(json)
    })
  },
}

/** @param {Iterable<{ json: string }>} tasks */
function* jsonOf(tasks) {
  for (const { json } of tasks) yield json
}

/**
 * Writes `config.xml` and the tasks: `tasks.json`, or as files, as a zip, as a COCO dataset; for audio on request the clips as
 * `media/1/<name>`. Returns how many tasks, tasks without any annotation, annotations that are not cancelled and results of theirs there
 * are, and the bytes of JSON.
 *
 * @param {Kind} kind @param {number} count @param {string} folder
 * @param {{ as?: Arrangement, clips?: boolean }} [options]
 */
export function generateInto(kind, count, folder, { as = 'list', clips = false } = {}) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.xml'), KINDS[kind].config)
  const found = { unannotated: 0, annotations: 0, results: 0 }
  const bytes = WRITERS[as](folder, function* () {
    Object.assign(found, { unannotated: 0, annotations: 0, results: 0 }) // some writers go through the tasks more than once
    for (const task of generate(kind, count)) {
      found.unannotated += task.unannotated
      found.annotations += task.annotations
      found.results += task.results
      yield task
    }
  })
  if (clips) writeClips(join(folder, 'media', '1'), count)
  return { tasks: count, ...found, bytes }
}

/** @param {string} folder @param {number} count */
function writeClips(folder, count) {
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < count; index++) writeFileSync(join(folder, clipName(index)), clipBytes(index))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { as: { type: 'string', default: 'list' }, clips: { type: 'boolean' } },
  })
  const [kind = '', count = '', folder = ''] = positionals
  if (!Object.hasOwn(KINDS, kind) || !/^\d+$/.test(count) || folder === '' || !Object.hasOwn(WRITERS, values.as)) {
    const [kinds, arrangements] = [KINDS, WRITERS].map((table) => Object.keys(table).join('|'))
    process.stderr.write(`usage: generate.mjs ${kinds} COUNT FOLDER [--as ${arrangements}] [--clips]\n`)
    process.exitCode = 2
  } else {
    const as = /** @type {Arrangement} */ (values.as)
    const facts = generateInto(/** @type {Kind} */ (kind), Number(count), folder, { as, clips: values.clips })
    process.stdout.write(`${JSON.stringify(facts)}\n`)
  }
}
