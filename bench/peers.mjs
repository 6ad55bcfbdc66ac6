// Sets up the programs to compare with, in the cache folder. For one that cannot be had, the reason is kept and shown.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cache, makeWhole } from './cache.mjs'

const PANLABEL = '0.7.0'
const LIMIT = 20 * 60 * 1000 // milliseconds
const requirements = fileURLToPath(new URL('peers/requirements', import.meta.url))
const isWindows = process.platform === 'win32'

/**
 * The names of peers: `panlabel`, and one for each file of requirements, which has a virtual environment of its own, so that
 * no library decides which version another one gets.
 */
export const PEERS = ['panlabel', ...readdirSync(requirements).map((file) => basename(file, '.txt'))]

/**
 * @typedef {object} Peers
 * @property {Record<string, string>} programs path of panlabel, or of the Python that has the libraries
 * @property {Record<string, string>} versions of the libraries
 * @property {Record<string, string>} missing why a peer cannot be had
 */

/**
 * @param {ReadonlySet<string>} needed of PEERS
 * @returns {Promise<Peers>}
 */
export async function setUpPeers(needed) {
  /** @type {Peers} */
  const peers = { programs: {}, versions: {}, missing: {} }
  for (const name of needed)
    try {
      peers.programs[name] = name === 'panlabel' ? await findPanlabel() : await findPython(name)
      Object.assign(peers.versions, name === 'panlabel' ? { panlabel: PANLABEL } : pinnedVersions(name))
    } catch (error) {
      peers.missing[name] = `not installed: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : error}`
    }
  return peers
}

/** The Python of a virtual environment with everything in a file of requirements. @param {string} name */
async function findPython(name) {
  const system = await firstThatRuns(['python3', 'python'], ['-c', 'import sys, venv, ensurepip; print(sys.version)'])
  if (system === undefined) throw new Error('there is no Python 3 that can make environments')
  const file = join(requirements, `${name}.txt`)
  const key = createHash('sha256').update(system.output).update(readFileSync(file)).digest('hex').slice(0, 8)
  const environment = join(cache, 'python', `${name}-${key}`)
  const interpreter = isWindows ? join('Scripts', 'python.exe') : join('bin', 'python')
  if (!existsSync(environment))
    await makeWhole(environment, async (unfinished) => {
      await run(system.command, ['-m', 'venv', unfinished])
      const options = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:']
      await run(join(unfinished, interpreter), ['-m', 'pip', 'install', ...options, '-r', file])
    })
  return join(environment, interpreter)
}

/** @param {string} name */
function pinnedVersions(name) {
  const lines = readFileSync(join(requirements, `${name}.txt`), 'utf8')
    .trim()
    .split('\n')
  return Object.fromEntries(lines.map((line) => /** @type {[string, string]} */ (line.split('=='))))
}

/** panlabel is built from source, which takes minutes; after one failure it is not tried again. */
async function findPanlabel() {
  const root = join(cache, `panlabel-${PANLABEL}`)
  const program = join(root, 'bin', isWindows ? 'panlabel.exe' : 'panlabel')
  const failure = join(root, 'failed.txt')
  if (existsSync(program)) return program
  if (existsSync(failure)) throw new Error(`it could not be built; delete ${failure} to try again`)
  if ((await firstThatRuns(['cargo'], ['--version'])) === undefined) throw new Error('there is no cargo')
  mkdirSync(root, { recursive: true })
  try {
    await run('cargo', ['install', 'panlabel', '--version', PANLABEL, '--locked', '--root', root])
  } catch (error) {
    writeFileSync(failure, `${error instanceof Error ? error.message : error}\n`)
    throw new Error(`it could not be built; see ${failure}`)
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
  const { stdout } = await promisify(execFile)(command, args, { timeout: LIMIT, maxBuffer: 1 << 26 })
  return stdout
}
