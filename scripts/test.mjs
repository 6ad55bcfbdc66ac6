// `npm test`: types, lint, build, then every test project. The last line is `N passed, N failed`, with `, N skipped` if any were.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const total = { passed: 0, failed: 0, skipped: 0 }

for (const script of ['types', 'lint', 'build', 'docs:check', 'wasm:check']) await tell(script, () => runScript(script))
// the second half waits much for browsers, databases and other people's programs: side by side the two take little more than the longer one
await Promise.all([
  inTurn([
    ...['unit', 'laws', 'cli'].map((project) => [project, () => runProject(project)]),
    ['buckets', () => runWith('find-s3.mjs', 'buckets', 'GOLDPAN_S3_SERVER')],
  ]),
  inTurn([
    ['browser', () => runWith('find-chromium.mjs', 'browser', 'CHROMIUM')],
    ['page', () => runWith('find-chromium.mjs', 'page', 'CHROMIUM')],
    ['services', () => runWith('find-postgres.mjs', 'services', 'GOLDPAN_POSTGRES')],
    ['readers', () => runWith('python-env.mjs', 'readers', 'GOLDPAN_PYTHON')],
    [
      'clients',
      () => runWith('python-env.mjs', 'clients', 'GOLDPAN_CLIENT_PYTHON', [join('test', 'clients', 'requirements.txt')]),
    ],
    ['load', () => runProject('load')],
  ]),
])

print(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 ? 1 : 0

/** @param {readonly (readonly [string, () => Promise<object>])[]} parts */
async function inTurn(parts) {
  for (const [name, part] of parts) await tell(name, part)
}

/** Runs one part of the tests, prints what came out, and adds it up. */
async function tell(name, part) {
  const start = performance.now()
  const { passed = 0, failures = [], skipped = 0, remark } = await part()
  total.passed += passed
  total.failed += failures.length
  total.skipped += skipped
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  print(
    `${name.padEnd(10)} ${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${seconds} s)`,
  )
  for (const failure of failures) print(`${failure.trimEnd().replace(/^/gm, '  ')}\n`)
  if (remark !== undefined) print(`  ${remark}`)
}

async function runScript(script) {
  const { status, output } = await run('npm', ['run', '--silent', script])
  return status === 0 ? { passed: 1 } : { failures: [output || `npm run ${script} ended with ${status}`] }
}

/** A part that needs something from outside, which a script finds or sets up; without it the part is left out, but not where every test has to run. */
async function runWith(setUp, project, variable, args = []) {
  const { status, stdout, stderr } = await run(process.execPath, [join('scripts', setUp), ...args])
  if (status === 0) return runProject(project, { [variable]: stdout.trim() })
  if (process.env.CI) return { failures: [stderr] }
  return { skipped: 1, remark: `The tests \`${project}\` were left out: ${stderr.trim()}` }
}

async function runProject(project, environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
  try {
    const report = join(folder, 'report.json')
    const vitest = join('node_modules', 'vitest', 'vitest.mjs')
    const options = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { status, output } = await run(process.execPath, [vitest, ...options], environment)
    return summarise(readReport(report), status, output)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file that did not load, and an error outside of all tests, count as one failure each. */
function summarise(report, status, output) {
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => `${test.fullName}\n${test.failureMessages.map(ownFrames).join('\n')}`)
  for (const file of report.testResults)
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
      failures.push(`${file.name}\n${file.message}`)
  if (status !== 0 && failures.length === 0) failures.push(lastLines(output) || `vitest ended with ${status}`)
  const passed = tests.filter((test) => test.status === 'passed').length
  return { passed, failures, skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).length }
}

/** A stack without the frames of other people's code. */
function ownFrames(message) {
  return message.replace(/\n\s+at .*(?:node_modules|node:internal|new Promise).*/g, '')
}

function lastLines(text) {
  return stripVTControlCharacters(text).trim().split('\n').slice(-40).join('\n')
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { testResults: [] } // no report: the exit status and what was printed say why
  }
}

function run(command, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', ({ code, message }) => resolve({ status: code, stdout, stderr, output: message }))
    child.on('close', (code, signal) => resolve({ status: code ?? signal, stdout, stderr, output: stdout + stderr }))
  })
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
