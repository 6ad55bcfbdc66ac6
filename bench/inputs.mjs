import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, makeWhole } from './cache.mjs'
import { generateInto } from './generate.mjs'

/** Tasks of each input in a full run. */
export const SIZES = {
  image: 100_000,
  single: 100_000,
  text: 50_000,
  audio: 20_000,
  files: 100_000,
  zip: 100_000,
  brush: 1_000,
  one: 1,
}

/**
 * What each input is; `coco` has as many images as the row it is used in has tasks.
 *
 * @type {Readonly<Record<InputName, { kind: import('./generate.mjs').Kind, as?: import('./generate.mjs').Arrangement, clips?: boolean }>>}
 */
const INPUTS = {
  image: { kind: 'image' },
  single: { kind: 'single' },
  coco: { kind: 'single', as: 'coco' },
  text: { kind: 'text' },
  audio: { kind: 'audio', clips: true },
  files: { kind: 'image', as: 'files' },
  zip: { kind: 'image', as: 'zip' },
  brush: { kind: 'brush' },
  one: { kind: 'image' },
}

const SOURCES = { list: 'tasks.json', files: 'tasks', zip: 'tasks.zip', coco: '.' }

/**
 * @typedef {keyof typeof SIZES | 'coco'} InputName
 *
 * @typedef {object} Input
 * @property {string} source the list of tasks, the folder or zip of one-task files, or the folder of the COCO dataset
 * @property {string} config
 * @property {string} media folder of the clips
 * @property {ReturnType<typeof generateInto>} facts
 */

/**
 * Finds an input in the cache, or makes it.
 *
 * @param {InputName} name
 * @param {number} count tasks
 * @returns {Promise<Input>}
 */
export async function findInput(name, count) {
  const { kind, ...options } = INPUTS[name]
  const folder = join(cache, 'inputs', generatorVersion(), `${name}-${count}`)
  if (!existsSync(folder))
    await makeWhole(folder, (unfinished) => {
      const facts = generateInto(kind, count, unfinished, options)
      writeFileSync(join(unfinished, 'facts.json'), JSON.stringify(facts))
    })
  return {
    source: join(folder, SOURCES[options.as ?? 'list']),
    config: join(folder, 'config.xml'),
    media: join(folder, 'media'),
    facts: JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')),
  }
}

/** Another generator makes other inputs. */
function generatorVersion() {
  const hash = createHash('sha256')
  const folder = new URL('inputs/', import.meta.url)
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(new URL(name, folder)))
  return hash
    .update(readFileSync(new URL('generate.mjs', import.meta.url)))
    .digest('hex')
    .slice(0, 8)
}
