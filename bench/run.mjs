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
 * @property {number} [count]
 * @property {string} [failure]
 */

/**
 * Measures the programs of a row in turns (A B A B), so that whatever else the machine does meets all of them.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {object} setting
 * @param {import('./contenders.mjs').Tools} setting.tools
 * @param {Readonly<Record<string, number>>} setting.sizes tasks of each input
 * @param {Readonly<Record<'goldpan' | 'floor' | 'peer', number>>} setting.rounds
 * @param {AbortSignal} setting.signal
 * @param {(line: string) => void} setting.say
 * @returns {Promise<import('./results.mjs').MeasuredRow>}
 */
export async function measureRow(row, { tools, sizes, rounds, signal, say }) {
  /** @type {Entrant[]} */
  const entrants = row.contenders.filter((contender) => canRun(contender, tools)).map((contender) => ({ contender, runs: [] }))
  for (const { contender } of entrants) await inputOf(row, contender, sizes)
  const times = row.times ?? 1
  for (let round = 1; round <= times * Math.max(...Object.values(rounds)); round++)
    for (const entrant of entrants) {
      const { contender, failure } = entrant
      if (failure !== undefined || round > times * rounds[contender.role]) continue
      say(`${row.name}, round ${round}: ${contender.name}`)
      await runOnce(entrant, await inputOf(row, contender, sizes), tools, signal)
    }
  const { facts } = await findInput(row.input, sizes[row.input])
  return {
    name: row.name,
    work: row.work,
    input: { tasks: facts.tasks, bytes: facts.bytes },
    counted: row.counted,
    expected: row.expected?.(facts),
    contenders: entrants.map(({ contender: { name, role }, ...measured }) => ({ name, role, ...measured })),
  }
}

/** @param {import('./contenders.mjs').Contender} contender @param {import('./contenders.mjs').Tools} tools */
function canRun({ needs }, tools) {
  return needs === undefined || (needs === 'workers' ? tools.hasWorkers : tools[needs] !== undefined)
}

/** @param {import('./rows.mjs').Row} row @param {import('./contenders.mjs').Contender} contender @param {Readonly<Record<string, number>>} sizes */
function inputOf(row, { scale = 1 }, sizes) {
  return findInput(row.input, sizes[row.input] * scale)
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
    warm(input.source)
    runs.push(await measure(contender.command(tools, input, out), { python: tools.python, signal }))
    entrant.count ??= contender.count?.(out)
  } catch (error) {
    signal.throwIfAborted()
    entrant.failure = error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Reads the input once, so that the first program does not pay for the disk. @param {string} source */
function warm(source) {
  const files = statSync(source).isDirectory() ? readdirSync(source).map((name) => join(source, name)) : [source]
  for (const file of files) for (const _ of pieces(file));
}
