import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './cache.mjs'
import { pieces } from './count.mjs'
import { findInput } from './inputs.mjs'
import { measure } from './measure.mjs'

/**
 * A program of a row and what was measured so far.
 *
 * @typedef {object} Entrant
 * @property {import('./contenders.mjs').Contender} contender
 * @property {import('./measure.mjs').Measured[]} runs
 * @property {number} [count] how many of the row's things it wrote
 * @property {number} [expected] how many there must be
 * @property {string} [failure]
 */

const PATIENCE = 30 // seconds; a peer that takes longer is not run again

/**
 * Measures the programs of a row in turns (A B A B), so that whatever else the machine does meets all of them.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {object} setting
 * @param {import('./contenders.mjs').Tools & { missing: Record<string, string> }} setting.tools
 * @param {boolean} setting.hasPeers
 * @param {Readonly<Record<string, number>>} setting.sizes tasks of each input
 * @param {Readonly<Record<'goldpan' | 'floor' | 'peer', number>>} setting.rounds
 * @param {AbortSignal} setting.signal
 * @param {(line: string) => void} setting.say
 * @returns {Promise<import('./results.mjs').MeasuredRow>}
 */
export async function measureRow(row, { tools, hasPeers, sizes, rounds, signal, say }) {
  /** @type {Entrant[]} */
  const entrants = []
  for (const contender of row.contenders)
    if (hasPeers || contender.role !== 'peer') entrants.push(await enter(contender, row, sizes, tools.missing))
  const times = row.times ?? 1
  for (let round = 1; round <= times * Math.max(...Object.values(rounds)); round++)
    for (const entrant of entrants) {
      if (round > times * rounds[entrant.contender.role] || isOver(entrant)) continue
      say(`${row.name}, round ${round}: ${entrant.contender.name}`)
      await runOnce(entrant, await inputOf(row, entrant.contender, sizes), tools, signal)
    }
  const { facts } = await findInput(row.input, sizes[row.input])
  return {
    name: row.name,
    work: row.work,
    input: { tasks: facts.tasks, bytes: facts.bytes },
    counted: row.counted,
    goals: row.goals,
    contenders: entrants.map(({ contender: { name, role }, ...figures }) => ({ name, role, ...figures })),
  }
}

/**
 * Makes the input that a program needs, unless it cannot take part.
 *
 * @param {import('./contenders.mjs').Contender} contender @param {import('./rows.mjs').Row} row
 * @param {Readonly<Record<string, number>>} sizes @param {Record<string, string>} missing
 * @returns {Promise<Entrant>}
 */
async function enter(contender, row, sizes, missing) {
  const failure = missing[contender.needs ?? '']
  if (failure !== undefined) return { contender, runs: [], failure }
  const { facts } = await inputOf(row, contender, sizes)
  const expected = contender.count && (contender.expected ?? row.expected)?.(facts)
  return { contender, runs: [], expected }
}

/** @param {Entrant} entrant */
function isOver({ contender, runs, failure }) {
  return failure !== undefined || (contender.role === 'peer' && runs.some(({ wall }) => wall > PATIENCE))
}

/** @param {import('./rows.mjs').Row} row @param {import('./contenders.mjs').Contender} contender @param {Readonly<Record<string, number>>} sizes */
function inputOf(row, { input = row.input, scale = 1 }, sizes) {
  return findInput(input, sizes[row.input] * scale)
}

/**
 * One run, its output counted the first time and removed. A program that fails is not run again.
 *
 * @param {Entrant} entrant
 * @param {import('./inputs.mjs').Input} input @param {import('./contenders.mjs').Tools} tools @param {AbortSignal} signal
 */
async function runOnce(entrant, input, tools, signal) {
  const { contender, runs } = entrant
  const out = join(cache, `out-${process.pid}`)
  mkdirSync(out, { recursive: true })
  try {
    signal.throwIfAborted()
    settle()
    warm(input.source)
    runs.push(await measure(contender.command(tools, input, out), { python: tools.programs['label-studio'], signal }))
    entrant.count ??= contender.count?.(out)
  } catch (error) {
    signal.throwIfAborted()
    entrant.failure = error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Waits until the disk has what was written before, so that nobody pays for another one's files. */
function settle() {
  if (process.platform !== 'win32') spawnSync('sync')
}

/** Reads the input once, so that the first program does not pay for the disk. @param {string} source */
function warm(source) {
  const names = statSync(source).isDirectory() ? readdirSync(source, { recursive: true, withFileTypes: true }) : undefined
  const files = names?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) ?? [source]
  for (const file of files) for (const _ of pieces(file));
}
