import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { cache } from './cache.mjs'
import { SIZES } from './inputs.mjs'
import { ROWS } from './rows.mjs'

export const USAGE = `usage: npm run bench -- [--quick] [--only ROW,…] [--rounds 3] [--peer-rounds 3] [--no-peers] [--size INPUT=TASKS …]

  --quick            a tenth of the tasks
  --only ROW,…       these rows; a name also picks those that begin with it and a hyphen
  --list             what rows there are, and who takes part
  --rounds N         how often each program is measured, in turns (3)
  --peer-rounds N    how often the programs of others are (as the rest); one that takes over half a minute runs once
  --no-peers         Goldpan and the floors only
  --size INPUT=N     tasks of one input (${Object.keys(SIZES).join(', ')})
  --cli FILE         another build of Goldpan (dist/cli/main.js)
  --results FILE     where the figures go (full size: bench/results.json, else results.json in the cache folder)
`

/**
 * Reads the command line. @throws Error on a wrong one
 *
 * @param {readonly string[]} given
 */
export function readOptions(given) {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '3' },
      'peer-rounds': { type: 'string' },
      list: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      size: { type: 'string', multiple: true, default: [] },
      cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)) },
      results: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const sizes = readSizes(values.size, values.quick ? 10 : 1)
  const isFull = Object.entries(SIZES).every(([name, count]) => sizes[name] === count)
  const rounds = positive(values.rounds)
  return {
    isHelp: values.help,
    isList: values.list,
    rows: pickRows(values.only.flatMap((names) => names.split(','))),
    isPart: values.only.length > 0,
    isFull,
    rounds: { goldpan: rounds, floor: rounds, peer: positive(values['peer-rounds'] ?? values.rounds) },
    hasPeers: !values['no-peers'],
    sizes,
    cli: values.cli,
    results: values.results ?? (isFull ? fileURLToPath(new URL('results.json', import.meta.url)) : join(cache, 'results.json')),
  }
}

/** @param {readonly string[]} wanted */
function pickRows(wanted) {
  if (wanted.length === 0) return ROWS.filter(({ onRequest }) => !onRequest)
  const picks = (/** @type {string} */ want, /** @type {string} */ name) => name === want || name.startsWith(`${want}-`)
  for (const want of wanted) if (!ROWS.some(({ name }) => picks(want, name))) throw new Error(`there is no row ${want}`)
  return ROWS.filter(({ name }) => wanted.some((want) => picks(want, name)))
}

/** @param {readonly string[]} given `INPUT=TASKS` @param {number} divisor of the full sizes */
function readSizes(given, divisor) {
  const sizes = Object.fromEntries(Object.entries(SIZES).map(([name, count]) => [name, Math.ceil(count / divisor)]))
  for (const text of given) {
    const [name, count = ''] = text.split('=')
    if (!Object.hasOwn(sizes, name)) throw new Error(`there is no input ${name}`)
    sizes[name] = positive(count)
  }
  return sizes
}

/** @param {string} text */
function positive(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is no whole number above 0`)
  return Number(text)
}
