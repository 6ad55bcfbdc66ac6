import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, makeWhole } from './cache.mjs'
import { generateInto } from './generate.mjs'

/**
 * The inputs of a full run: how many tasks of which kind.
 *
 * @type {Readonly<Record<string, { kind: import('./generate.mjs').Kind, count: number, oneTaskFiles?: boolean, clips?: boolean }>>}
 */
export const INPUTS = {
  image: { kind: 'image', count: 100_000 },
  single: { kind: 'single', count: 100_000 },
  text: { kind: 'text', count: 50_000 },
  audio: { kind: 'audio', count: 20_000, clips: true },
  files: { kind: 'image', count: 10_000, oneTaskFiles: true },
  brush: { kind: 'brush', count: 1_000 },
  one: { kind: 'image', count: 1 },
}

/**
 * @typedef {object} Input
 * @property {string} source the list of tasks, or the folder of one-task files
 * @property {string} config
 * @property {string} media folder of the clips
 * @property {ReturnType<typeof generateInto>} facts
 */

/**
 * Finds an input in the cache, or makes it.
 *
 * @param {string} name of INPUTS
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
    source: join(folder, options.oneTaskFiles ? 'tasks' : 'tasks.json'),
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
