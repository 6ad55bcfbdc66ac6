import { annotation, envelope, regionId } from './envelope.mjs'
import { WORDS } from './words.mjs'

/** @typedef {import('./random.mjs').Random} Random */

const LABELS = ['PER', 'ORG', 'LOC', 'DATE', 'MONEY', 'MISC']
const SPANS = 20 // per text

export const textConfig = `<View>
  <Labels name="label" toName="text">
${LABELS.map((label) => `    <Label value="${label}"/>\n`).join('')}  </Labels>
  <Text name="text" value="$text"/>
</View>
`

/**
 * One to two thousand characters with twenty entities that do not overlap, in no order.
 *
 * @param {Random} random @param {number} index
 */
export function textTask(random, index) {
  const { text, words } = prose(random, random.between(1000, 2000))
  const result = Array.from({ length: SPANS }, (_, span) => entity(random, text, words, span))
  const data = { text, doc_id: `doc-${String(index).padStart(7, '0')}`, source: 'wire' }
  return envelope(random, index, data, [annotation(random, index, shuffle(random, result))], null)
}

/** A text and where each of its words begins and ends. @param {Random} random @param {number} length */
function prose(random, length) {
  /** @type {[start: number, end: number][]} */
  const words = []
  let text = ''
  while (text.length < length) {
    const word = random.pick(WORDS) + (random.unit() < 0.08 ? random.pick([',', '.', ';', '!', '?']) : '')
    words.push([text.length, text.length + word.length])
    text += word + (random.unit() < 0.01 ? '\n' : ' ')
  }
  return { text: text.trimEnd(), words }
}

/**
 * One to three words in the span-th twentieth of the text. All letters are of the basic plane: UTF-16 units are code points.
 *
 * @param {Random} random @param {string} text @param {readonly [start: number, end: number][]} words @param {number} span
 */
function entity(random, text, words, span) {
  const from = Math.floor((span * words.length) / SPANS)
  const first = from + random.below(Math.max(1, Math.floor(words.length / SPANS) - 4))
  const last = Math.min(first + random.below(3), words.length - 1)
  const [start, end] = [words[first][0], words[last][1]]
  return {
    value: { start, end, text: text.slice(start, end), labels: [random.pick(LABELS)] },
    id: regionId(random),
    from_name: 'label',
    to_name: 'text',
    type: 'labels',
    origin: 'manual',
  }
}

/** @template T @param {Random} random @param {T[]} list */
function shuffle(random, list) {
  for (let k = list.length - 1; k > 0; k--) {
    const other = random.below(k + 1)
    ;[list[k], list[other]] = [list[other], list[k]]
  }
  return list
}
