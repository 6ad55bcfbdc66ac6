// A PostgreSQL for the tests: prints the URL of GOLDPAN_POSTGRES, or of a throw-away cluster that is gone with the process that called this script.
// Where every test has to run (CI) and we may, it is installed by apt.

import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const WATCH = '--watch'
const POLL_MILLISECONDS = 500

if (process.argv[2] === WATCH) watch(process.argv[3], process.argv[4], Number(process.argv[5]))
else if (process.env.GOLDPAN_POSTGRES) process.stdout.write(`${process.env.GOLDPAN_POSTGRES}\n`)
else await start()

async function start() {
  if (findPrograms() === undefined && process.env.CI && process.getuid?.() === 0) install()
  const programs = findPrograms()
  if (programs === undefined)
    fail('PostgreSQL is not installed; name the folder of its programs with PG_BIN, or a database with GOLDPAN_POSTGRES')
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-postgres-'))
  const user = unprivileged()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'goldpan', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    user,
    folder,
  )
  const port = await freePort()
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`
  run(join(programs, 'pg_ctl'), ['-D', data, '-o', options, '-l', join(folder, 'log'), '-w', 'start'], user, folder)
  spawn(process.execPath, [import.meta.filename, WATCH, programs, folder, process.ppid], {
    detached: true,
    stdio: 'ignore',
  }).unref()
  process.stdout.write(`postgres://goldpan@127.0.0.1:${port}/postgres\n`)
}

/** Stops the cluster and removes it once the process is gone that it was started for. */
function watch(programs, folder, owner) {
  const timer = setInterval(() => {
    if (isAlive(owner)) return
    clearInterval(timer)
    spawnSync(join(programs, 'pg_ctl'), ['-D', join(folder, 'data'), '-m', 'immediate', 'stop'], {
      ...unprivileged(),
      cwd: folder,
    })
    rmSync(folder, { recursive: true, force: true })
  }, POLL_MILLISECONDS)
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** In PATH, or where Debian and Red Hat put each version. */
function findPrograms() {
  const versions = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'bin')) : [])
  const newestFirst = [...versions('/usr/lib/postgresql'), '/usr/bin'].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  const folders = [process.env.PG_BIN, ...(process.env.PATH ?? '').split(delimiter), ...newestFirst]
  return folders.find((folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')))
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { env, stdio: 'ignore' })
}

/** PostgreSQL does not run as root. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout))
    if (uid > 0) return { uid, gid }
  }
  return {}
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function run(program, args, user, folder) {
  const { status, stderr, error } = spawnSync(program, args, {
    ...user,
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status === 0) return
  rmSync(folder, { recursive: true, force: true })
  fail(`${program} failed: ${stderr ?? ''}${error?.message ?? ''}`)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
