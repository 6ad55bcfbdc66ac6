// What the store's benchmark looks for: searches that people type, over the tasks that bench/inputs makes.

import { LABELS } from '../inputs/image.mjs'
import { seededRandom } from '../inputs/random.mjs'
import { WORDS } from '../inputs/words.mjs'

const SEED = 11
const SEARCHES = 1000

/** @typedef {import('../inputs/random.mjs').Random} Random */

/** @type {readonly ((random: Random, count: number) => string)[]} */
const INDEXED = [
  (random) => `label:"${random.pick(LABELS)}"`,
  (random) => `annotator:${random.between(1, 9)}`,
  (random) => `label:"${random.pick(LABELS)}" annotator:${random.between(1, 9)}`,
  (random) => {
    const one = random.below(LABELS.length)
    const [two, three] = [1, 2].map((step) => LABELS[(one + step) % LABELS.length])
    return `label:"${LABELS[one]}" label:"${two}" -label:"${three}"`
  },
  (random) => random.pick(['is:skipped', 'is:unannotated', 'is:annotated', 'is:ground-truth', 'is:predicted']),
  (random, count) => `id:>${1000 + random.below(count)}`,
  (random, count) => `id:${1000 + random.below(count)}`,
  (random) => `created:2024-${two(random.between(1, 12))}-${two(random.between(1, 28))}`,
  (random) => `updated:<2024-${two(random.between(1, 12))}-${two(random.between(1, 28))}`,
  (random) => `lead-time:<${random.between(3, 300)}`,
  (random) => `lead-time:${random.between(3, 299)}..${random.between(3, 299)} annotator:${random.between(1, 9)}`,
  (random) => `(annotator:${random.between(1, 9)} OR is:skipped) -label:"${random.pick(LABELS)}"`,
  (random) => `annotations:${random.between(1, 2)} label:"${random.pick(LABELS)}"`,
]

/** @type {readonly ((random: Random, count: number) => string)[]} */
const TEXT = [
  (random) => word(random),
  (random) => `"${word(random)} ${word(random)}"`,
  (random) => `${word(random)} ${word(random)}`,
  (random) => `${word(random).slice(0, 3)}*`,
  (random) => `"${word(random)} ${word(random)} ${word(random)}"`,
  (random) => `${word(random)} -${word(random)}`,
  (random) => `"${word(random)} ${word(random)}" annotator:${random.between(1, 9)}`,
  (random, count) => `doc-${String(random.below(count)).padStart(7, '0')}`,
]

/** @type {Readonly<Record<string, readonly ((random: Random, count: number) => string)[]>>} */
const KINDS = { indexed: INDEXED, text: TEXT }

/** The same ones in every run. @param {string} kind @param {number} count tasks of the project */
export function searchesOf(kind, count) {
  const random = seededRandom(SEED)
  return Array.from({ length: SEARCHES }, (_, k) => KINDS[kind][k % KINDS[kind].length](random, count))
}

/** @param {Random} random */
function word(random) {
  return random.pick(WORDS).replace(/[^\p{L}\d]+/gu, '')
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0')
}
