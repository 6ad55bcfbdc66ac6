import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchMemory } from './memory.mjs'

const GNU_TIME = '/usr/bin/time'
const LIMIT = 10 * 60 * 1000 // milliseconds

/**
 * @typedef {object} Measured
 * @property {number} wall seconds from start to end
 * @property {number} [cpu] seconds on all cores, the system's included
 * @property {number} [peak] most memory held at once, bytes; of all processes together, if the program starts others
 *
 * @typedef {readonly [program: string, ...args: string[]]} Command
 */

/**
 * Runs a program and says what it took. CPU and memory come from GNU time where there is one, else from a few lines in the
 * program itself if Node runs it, else from Python's; where nothing can tell, they are left out.
 *
 * @param {Command} command
 * @param {{ python?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<Measured>}
 */
export async function measure(command, { python, signal } = {}) {
  const facts = join(tmpdir(), `goldpan-bench-${process.pid}.usage`)
  const { wrapped, environment } = wrap(command, facts, python)
  try {
    const { wall, together } = await run(wrapped, environment, signal)
    const { cpu, peak } = readUsage(facts)
    return { wall: rounded(wall), cpu, peak: peak === undefined ? undefined : Math.max(peak, together) }
  } finally {
    rmSync(facts, { force: true })
  }
}

/** @param {Command} command @param {string} facts @param {string} [python] @returns {{ wrapped: Command, environment?: object }} */
function wrap(command, facts, python) {
  if (isGnuTime()) return { wrapped: [GNU_TIME, '-f', '%U %S %M', '-o', facts, ...command] }
  if (command[0] === process.execPath) {
    const hook = new URL('usage/node-hook.mjs', import.meta.url).href
    return { wrapped: [command[0], '--import', hook, ...command.slice(1)], environment: { GOLDPAN_BENCH_USAGE: facts } }
  }
  if (python === undefined) return { wrapped: command }
  return { wrapped: [python, fileURLToPath(new URL('usage/wait.py', import.meta.url)), facts, ...command] }
}

/** Other systems have a program of this name too, with other options. */
function isGnuTime() {
  return process.platform === 'linux' && existsSync(GNU_TIME)
}

/**
 * @param {Command} command @param {object} [environment] @param {AbortSignal} [signal]
 * @returns {Promise<{ wall: number, together: number }>} seconds; bytes of several processes
 */
function run([program, ...args], environment, signal) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
      detached: process.platform !== 'win32', // so that a program behind a wrapper can be ended with it
    })
    const endWatch = child.pid === undefined ? () => 0 : watchMemory(child.pid, { isWrapper: isGnuTime() })
    const end = () => endGroup(child)
    const timer = setTimeout(end, LIMIT)
    signal?.addEventListener('abort', end, { once: true })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-2000)))
    child.on('error', (error) => {
      endWatch()
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (status, by) => {
      const seconds = (performance.now() - start) / 1000
      const together = endWatch()
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (status === 0) resolve({ wall: seconds, together })
      else reject(new Error(`${by ?? `status ${status}`} after ${seconds.toFixed(0)} s: ${said.trim().split('\n').at(-1) ?? ''}`))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill()
    else process.kill(-child.pid, 'SIGTERM')
  } catch {
    child.kill() // the group is gone already
  }
}

/** A line `user system kibibytes`; GNU time may write a line of its own before it. @param {string} path */
function readUsage(path) {
  if (!existsSync(path)) return { cpu: undefined, peak: undefined }
  const [user, system, kibibytes] = (readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { cpu: rounded(user + system), peak: kibibytes * 1024 }
}

/** To a tenth of a millisecond. @param {number} seconds */
function rounded(seconds) {
  return Math.round(seconds * 10_000) / 10_000
}
