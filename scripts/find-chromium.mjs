// Prints the path of a Chromium, or says why there is none (exit 1). Where every test has to run (CI) and we may, it is installed by apt.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

try {
  if (find() === undefined && process.env.CI && process.getuid?.() === 0) install()
  const path = find()
  if (path === undefined) throw new Error('no Chromium was found: install it, or set CHROMIUM to its path')
  process.stdout.write(`${path}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function find() {
  return PLACES.find((path) => path !== undefined && existsSync(path))
}

function install() {
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
}

function run(command, args) {
  try {
    execFileSync(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } catch (error) {
    throw new Error(`\`${command} ${args.join(' ')}\` failed: ${String(error.stderr || error.message).trim()}`)
  }
}
