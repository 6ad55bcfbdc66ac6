// Big and realistic exports of Label Studio, the same bytes every time.
// node bench/generate.mjs KIND COUNT FOLDER [--one-task-files] [--clips]

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { audioConfig, audioTask, clipBytes, clipName } from './inputs/audio.mjs'
import { brushConfig, brushTask } from './inputs/brush.mjs'
import { imageConfig, imageTask, singleTask } from './inputs/image.mjs'
import { seededRandom } from './inputs/random.mjs'
import { textConfig, textTask } from './inputs/text.mjs'

const SEED = 7
const FLUSH = 1 << 20 // characters

export const KINDS = {
  image: { config: imageConfig, task: imageTask },
  single: { config: imageConfig, task: singleTask },
  text: { config: textConfig, task: textTask },
  audio: { config: audioConfig, task: audioTask },
  brush: { config: brushConfig, task: brushTask },
}

/** @typedef {keyof typeof KINDS} Kind */

/**
 * The text of each task, in order. A longer list begins with the shorter one.
 *
 * @param {Kind} kind @param {number} count
 * @returns {Generator<{ id: number, json: string, annotations: number, results: number }>}
 */
export function* generate(kind, count) {
  const random = seededRandom(SEED)
  for (let index = 0; index < count; index++) {
    const task = KINDS[kind].task(random, index)
    const finished = task.annotations.filter(({ was_cancelled }) => !was_cancelled)
    const results = finished.reduce((sum, { result }) => sum + result.length, 0)
    yield { id: task.id, json: JSON.stringify(task), annotations: finished.length, results }
  }
}

/**
 * Writes `tasks.json` and `config.xml`; on request `tasks/<id>.json` instead, and for audio the clips as `media/1/<name>`.
 * Returns how many tasks, annotations that are not cancelled and results of theirs there are, and the bytes of JSON.
 *
 * @param {Kind} kind @param {number} count @param {string} folder
 * @param {{ oneTaskFiles?: boolean, clips?: boolean }} [options]
 */
export function generateInto(kind, count, folder, { oneTaskFiles = false, clips = false } = {}) {
  const facts = { tasks: count, annotations: 0, results: 0, bytes: 0 }
  mkdirSync(oneTaskFiles ? join(folder, 'tasks') : folder, { recursive: true })
  writeFileSync(join(folder, 'config.xml'), KINDS[kind].config)
  const out = oneTaskFiles ? writeFiles(join(folder, 'tasks')) : writeList(join(folder, 'tasks.json'))
  for (const { id, json, annotations, results } of generate(kind, count)) {
    facts.annotations += annotations
    facts.results += results
    facts.bytes += out.add(id, json)
  }
  facts.bytes += out.close()
  if (clips) writeClips(join(folder, 'media', '1'), count)
  return facts
}

/** @param {string} path */
function writeList(path) {
  const file = openSync(path, 'w')
  let pending = '['
  let isFirst = true
  const flush = () => {
    const bytes = Buffer.from(pending)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    pending = ''
    return bytes.length
  }
  return {
    add(/** @type {number} */ _id, /** @type {string} */ json) {
      pending += isFirst ? json : `,${json}`
      isFirst = false
      return pending.length < FLUSH ? 0 : flush()
    },
    close() {
      pending += ']'
      const written = flush()
      closeSync(file)
      return written
    },
  }
}

/** @param {string} folder */
function writeFiles(folder) {
  return {
    add(/** @type {number} */ id, /** @type {string} */ json) {
      writeFileSync(join(folder, `${id}.json`), json)
      return Buffer.byteLength(json)
    },
    close: () => 0,
  }
}

/** @param {string} folder @param {number} count */
function writeClips(folder, count) {
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < count; index++) writeFileSync(join(folder, clipName(index)), clipBytes(index))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'one-task-files': { type: 'boolean' }, clips: { type: 'boolean' } },
  })
  const [kind = '', count = '', folder = ''] = positionals
  if (!Object.hasOwn(KINDS, kind) || !/^\d+$/.test(count) || folder === '') {
    process.stderr.write(`usage: generate.mjs ${Object.keys(KINDS).join('|')} COUNT FOLDER [--one-task-files] [--clips]\n`)
    process.exitCode = 2
  } else {
    const facts = generateInto(/** @type {Kind} */ (kind), Number(count), folder, {
      oneTaskFiles: values['one-task-files'],
      clips: values.clips,
    })
    process.stdout.write(`${JSON.stringify(facts)}\n`)
  }
}
