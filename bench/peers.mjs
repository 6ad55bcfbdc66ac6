// Sets up the programs to compare with, in the cache folder. One that cannot be had is left out, and the reason is said.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cache, makeWhole } from './cache.mjs'

const PANLABEL = '0.7.0'
const requirements = fileURLToPath(new URL('peers/requirements.txt', import.meta.url))
const isWindows = process.platform === 'win32'

/** @typedef {{ python?: string, panlabel?: string, versions: Record<string, string>, missing: string[] }} Peers */

/**
 * @param {ReadonlySet<string>} needed `python`, `panlabel`
 * @returns {Promise<Peers>}
 */
export async function setUpPeers(needed) {
  /** @type {Peers} */
  const peers = { versions: {}, missing: [] }
  const attempt = async (/** @type {'python' | 'panlabel'} */ name, /** @type {() => Promise<string>} */ find) => {
    if (!needed.has(name)) return
    try {
      peers[name] = await find()
    } catch (error) {
      peers.missing.push(error instanceof Error ? error.message.trim() : String(error))
    }
  }
  await Promise.all([attempt('python', findPython), attempt('panlabel', findPanlabel)])
  if (peers.python !== undefined) peers.versions = pythonVersions()
  if (peers.panlabel !== undefined) peers.versions.panlabel = PANLABEL
  return peers
}

/** The Python of a virtual environment with everything in requirements.txt. */
async function findPython() {
  const system = await firstThatRuns(['python3', 'python'], ['-c', 'import sys, venv, ensurepip; print(sys.version)'])
  if (system === undefined)
    throw new Error('label-studio-sdk, DuckDB and pycocotools are left out: no Python 3 that can make environments')
  const key = createHash('sha256').update(system.output).update(readFileSync(requirements)).digest('hex').slice(0, 16)
  const environment = join(cache, 'python', key)
  const interpreter = isWindows ? join('Scripts', 'python.exe') : join('bin', 'python')
  if (!existsSync(environment))
    await makeWhole(environment, async (unfinished) => {
      await run(system.command, ['-m', 'venv', unfinished])
      const options = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:']
      await run(join(unfinished, interpreter), ['-m', 'pip', 'install', ...options, '-r', requirements])
    })
  return join(environment, interpreter)
}

function pythonVersions() {
  const lines = readFileSync(requirements, 'utf8').trim().split('\n')
  return Object.fromEntries(lines.map((line) => /** @type {[string, string]} */ (line.split('=='))))
}

/** panlabel is built from source, which takes minutes; after one failure it is not tried again. */
async function findPanlabel() {
  const root = join(cache, `panlabel-${PANLABEL}`)
  const program = join(root, 'bin', isWindows ? 'panlabel.exe' : 'panlabel')
  const failure = join(root, 'failed.txt')
  if (existsSync(program)) return program
  if (existsSync(failure)) throw new Error(`panlabel is left out: it did not install; delete ${failure} to try again`)
  if ((await firstThatRuns(['cargo'], ['--version'])) === undefined) throw new Error('panlabel is left out: there is no cargo')
  mkdirSync(root, { recursive: true })
  try {
    await run('cargo', ['install', 'panlabel', '--version', PANLABEL, '--locked', '--root', root])
  } catch (error) {
    writeFileSync(failure, `${error instanceof Error ? error.message : error}\n`)
    throw new Error(`panlabel is left out: it did not install; see ${failure}`)
  }
  return program
}

/** @param {readonly string[]} commands @param {string[]} args */
async function firstThatRuns(commands, args) {
  for (const command of commands) {
    const output = await run(command, args).catch(() => undefined)
    if (output !== undefined) return { command, output }
  }
  return undefined
}

/** @param {string} command @param {string[]} args */
async function run(command, args) {
  const limit = 20 * 60 * 1000 // milliseconds
  const { stdout } = await promisify(execFile)(command, args, { timeout: limit, maxBuffer: 1 << 26 })
  return stdout
}
