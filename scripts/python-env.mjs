// Prints the path of a Python that has the packages of a requirements file (by default test/readers/requirements.txt), or says why there is none (exit 1).
// The environment is made once, in the user's cache folder, and used again as long as the requirements and Python stay the same.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const requirements = process.argv[2] ?? fileURLToPath(new URL('../test/readers/requirements.txt', import.meta.url))
const interpreter = process.platform === 'win32' ? join('Scripts', 'python.exe') : join('bin', 'python')

try {
  process.stdout.write(`${findOrMake()}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function findOrMake() {
  const python = findPython()
  const key = createHash('sha256').update(python.version).update(readFileSync(requirements)).digest('hex').slice(0, 16)
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'goldpan')
  const environment = join(cache, key)
  if (!existsSync(join(environment, interpreter))) make(python.command, cache, environment)
  return join(environment, interpreter)
}

/** The first Python 3 on the path that can make environments. */
function findPython() {
  for (const command of ['python3', 'python']) {
    const version = tryRun(command, ['-c', 'import sys, venv, ensurepip; print(sys.version_info >= (3,) and sys.version)'])
    if (version !== undefined && version !== 'False') return { command, version }
  }
  throw new Error('no Python 3 with the modules venv and ensurepip was found')
}

/** Made under another name and renamed when whole, so that a run that was cut short or runs beside this one does no harm. */
function make(python, cache, environment) {
  mkdirSync(cache, { recursive: true })
  const unfinished = mkdtempSync(`${environment}.`)
  try {
    run(python, ['-m', 'venv', unfinished])
    run(join(unfinished, interpreter), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--only-binary=:all:',
      '-r',
      requirements,
    ])
    if (!existsSync(environment)) renameSync(unfinished, environment)
  } catch (error) {
    if (!existsSync(join(environment, interpreter))) throw error // else another run was first
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function run(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (error) {
    throw new Error(`\`${command} ${args.join(' ')}\` failed: ${String(error.stderr || error.message).trim()}`)
  }
}

function tryRun(command, args) {
  try {
    return run(command, args)
  } catch {
    return undefined
  }
}
