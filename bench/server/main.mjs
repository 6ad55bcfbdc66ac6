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
  for (let round = 0; round < Number(values.rounds); round++) await measureInto(runs, join(folder, String(round)), input)
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
 * One server from its start: an import, then each export.
 *
 * @param {Record<string, import('./table.mjs').Measured[]>} runs @param {string} data @param {string} input
 */
async function measureInto(runs, data, input) {
  process.stderr.write('a server …\n')
  const server = await serveIn(data)
  try {
    const body = JSON.stringify({ title: 'bench', label_config: imageConfig })
    const created = await server.ask('/api/projects', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { id } = await created.json()
    const idle = server.memory()
    const tasksBody = { method: 'POST', headers: { 'content-type': 'application/json' }, body: await openAsBlob(input) }
    const imported = await measured(server, idle, () => server.ask(`/api/projects/${id}/import`, tasksBody))
    if (JSON.parse(imported.text).task_count !== tasks) throw new Error(`the import answered ${imported.text}`)
    runs.import.push(imported.figures)
    for (const name of EXPORTS) {
      const { figures } = await measured(server, idle, () => server.ask(`/api/projects/${id}/export?exportType=${name}`))
      runs[name].push(figures)
    }
  } finally {
    await server.stop()
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
  const figures = { cpu: server.cpu() - before, seconds, firstByte, memory: server.peak() - idle, bytes: bytes.length }
  return { figures, text: bytes.length < 10_000 ? bytes.toString() : '' }
}

/** @param {readonly import('./table.mjs').Measured[]} runs @returns {import('./table.mjs').Measured} medians, of memory the most */
function summary(runs) {
  const middle = (/** @type {'cpu' | 'seconds' | 'firstByte'} */ key) => median(runs.map((run) => run[key]))
  return {
    cpu: middle('cpu'),
    seconds: middle('seconds'),
    firstByte: middle('firstByte'),
    memory: Math.max(...runs.map(({ memory }) => memory)),
    bytes: runs[0].bytes,
  }
}
