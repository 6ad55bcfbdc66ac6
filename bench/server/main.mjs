// `npm run bench:server -- [--quick] [--rounds 3] [--results FILE]`: what an import and exports over HTTP cost the server, on the case that was measured
// with Label Studio.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, openAsBlob, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { imageConfig } from '../inputs/image.mjs'
import { describeMachine } from '../machine.mjs'
import { median } from '../results.mjs'
import { writeTasks } from './input.mjs'
import { serveIn } from './process.mjs'
import { SERVER_HEAD, serverLines } from './table.mjs'

const FULL = 20_000
const QUICK = 2_000
const EXPORTS = /** @type {const} */ (['JSON', 'CSV', 'COCO'])

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    results: { type: 'string' },
  },
})
const tasks = values.quick ? QUICK : FULL
const folder = mkdtempSync(join(tmpdir(), 'goldpan-bench-'))
try {
  const input = join(folder, 'tasks.json')
  writeTasks(input, tasks)
  /** @type {Record<string, import('./table.mjs').Measured[]>} */
  const runs = { import: [], JSON: [], CSV: [], COCO: [] }
  const server = await serveIn(join(folder, 'data'))
  try {
    const idle = server.memory()
    for (let round = 0; round < Number(values.rounds); round++) await measureRound(runs, server, idle, input)
  } finally {
    await server.stop()
  }
  const results = {
    version: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    tasks,
    input: statSync(input).size,
    work: Object.fromEntries(Object.entries(runs).map(([name, measured]) => [name, summary(measured)])),
    runs,
  }
  const file = values.results ?? (values.quick ? undefined : new URL('../server-results.json', import.meta.url))
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  for (const line of [SERVER_HEAD, ...serverLines(results)]) process.stdout.write(`${line.join(' | ')}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/**
 * An import into a new project, then each export of it.
 *
 * @param {Record<string, import('./table.mjs').Measured[]>} runs @param {import('./process.mjs').ServedProcess} server @param {number} idle
 * @param {string} input
 */
async function measureRound(runs, server, idle, input) {
  process.stderr.write('a round …\n')
  const post = (/** @type {string | Blob} */ body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const created = await server.ask('/api/projects', post(JSON.stringify({ title: 'bench', label_config: imageConfig })))
  const { id } = JSON.parse(await created.text())
  const body = await openAsBlob(input)
  const imported = await measured(server, idle, () => server.ask(`/api/projects/${id}/import`, post(body)))
  if (JSON.parse(imported.text).task_count !== tasks) throw new Error(`the import answered ${imported.text}`)
  runs.import.push(imported.figures)
  for (const name of EXPORTS) {
    const { figures } = await measured(server, idle, () => server.ask(`/api/projects/${id}/export?exportType=${name}`))
    runs[name].push(figures)
  }
}

/**
 * A request to its last byte.
 *
 * @param {import('./process.mjs').ServedProcess} server @param {number} idle @param {() => Promise<Response>} request
 */
async function measured(server, idle, request) {
  execFileSync('sync') // what was written before is not its work
  server.forgetPeak()
  const before = server.cpu()
  const start = performance.now()
  const response = await request()
  const begin = performance.now() - start
  const chunks = []
  let firstByte = 0
  for await (const chunk of response.body ?? []) {
    if (chunks.length === 0) firstByte = performance.now() - start
    chunks.push(chunk)
  }
  const seconds = (performance.now() - start) / 1000
  const bytes = Buffer.concat(chunks)
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${bytes.toString('utf8', 0, 500)}`)
  /** @type {import('./table.mjs').Measured} */
  const figures = { cpu: server.cpu() - before, seconds, begin, firstByte, memory: server.peak() - idle, bytes: bytes.length }
  return { figures, text: bytes.length < 10_000 ? bytes.toString() : '' }
}

/** @param {readonly import('./table.mjs').Measured[]} runs @returns {import('./table.mjs').Measured} medians, of memory the most */
function summary(runs) {
  const middle = (/** @type {'cpu' | 'seconds' | 'begin' | 'firstByte'} */ key) => median(runs.map((run) => run[key]))
  return {
    cpu: middle('cpu'),
    seconds: middle('seconds'),
    begin: middle('begin'),
    firstByte: middle('firstByte'),
    memory: Math.max(...runs.map(({ memory }) => memory)),
    bytes: runs[0].bytes,
  }
}
