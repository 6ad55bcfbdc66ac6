// What the server's benchmark brings in: tasks as a script sends them, five boxes each.

import { writeFileSync } from 'node:fs'
import { regionId } from '../inputs/envelope.mjs'
import { LABELS } from '../inputs/image.mjs'
import { seededRandom } from '../inputs/random.mjs'

const SEED = 23
const BOXES = 5

/** The same bytes in every run. @param {string} path @param {number} count tasks */
export function writeTasks(path, count) {
  const random = seededRandom(SEED)
  const tasks = Array.from({ length: count }, (_, k) => JSON.stringify(boxTask(random, k)))
  writeFileSync(path, `[${tasks.join(',')}]`)
}

/** @param {import('../inputs/random.mjs').Random} random @param {number} index */
function boxTask(random, index) {
  const result = Array.from({ length: BOXES }, () => {
    const [width, height] = [random.uniform(1, 30), random.uniform(1, 30)] // percent
    const value = { x: random.uniform(0, 70), y: random.uniform(0, 70), width, height, rotation: 0 }
    return {
      original_width: 1920,
      original_height: 1080,
      image_rotation: 0,
      value: { ...value, rectanglelabels: [random.pick(LABELS)] },
      id: regionId(random),
      from_name: 'label',
      to_name: 'image',
      type: 'rectanglelabels',
      origin: 'manual',
    }
  })
  return { data: { image: `https://example.com/images/${index}.jpg` }, annotations: [{ result, ground_truth: false }] }
}
