// `npm run bench`: makes the inputs, sets up the peers, measures in turns, prints the table and writes bench/results.json.

import { readFileSync } from 'node:fs'
import { describeMachine } from './machine.mjs'
import { readOptions, USAGE } from './options.mjs'
import { setUpPeers } from './peers.mjs'
import { keepRows, writeResults } from './results.mjs'
import { ROWS } from './rows.mjs'
import { measureRow } from './run.mjs'
import { DETAIL_HEAD, describeGoals, describeRun, describeWork, detailLines, problemsOf } from './table.mjs'

try {
  const options = readOptions(process.argv.slice(2))
  if (options.isHelp) process.stdout.write(USAGE)
  else if (options.isList) process.stdout.write(describeRows(ROWS))
  else await bench(options)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode ??= 1
}

/** @param {ReturnType<typeof readOptions>} options */
async function bench(options) {
  const { rows, hasPeers, sizes, rounds, cli } = options
  const machine = describeMachine() // first: setting up makes load of its own
  const interrupted = listenToInterrupt()
  say('setting up: programs to compare with are looked for or installed, which can take minutes the first time')
  const peers = await setUpPeers(hasPeers ? new Set(rows.flatMap(neededBy)) : new Set())
  for (const [name, reason] of Object.entries(peers.missing)) say(`${name} is ${reason}`)

  /** @type {import('./results.mjs').Results} */
  const results = {
    version: ownVersion(),
    date: new Date().toISOString().slice(0, 10),
    machine,
    peers: peers.versions,
    full: options.isFull,
    rows: [],
  }
  if (options.isPart) keepRows(options.results, results)
  for (const row of rows) {
    const measured = await measureRow(row, { tools: { ...peers, cli }, hasPeers, sizes, rounds, signal: interrupted, say })
    const place = results.rows.findIndex(({ name }) => name === row.name)
    results.rows.splice(place < 0 ? results.rows.length : place, place < 0 ? 0 : 1, measured)
    writeResults(options.results, results)
    printRow(measured)
  }
  process.stdout.write(`${describeRun(results)}\nfigures: ${options.results}\n`)
  reportProblems(results.rows)
}

/** @param {import('./rows.mjs').Row} row */
function neededBy({ contenders }) {
  return contenders.flatMap(({ needs }) => needs ?? [])
}

/** Ctrl-C ends what is being measured; the rows before it are written already. */
function listenToInterrupt() {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      process.exitCode = 130
      controller.abort(new Error('interrupted; the rows before this one are written'))
    })
  return controller.signal
}

/** Wrong outputs of ours make the run fail; timing never does. @param {readonly import('./results.mjs').MeasuredRow[]} rows */
function reportProblems(rows) {
  for (const { role, text } of rows.flatMap(problemsOf)) {
    say(text)
    if (role === 'goldpan') process.exitCode = 1
  }
}

/** @param {import('./results.mjs').MeasuredRow} row */
function printRow(row) {
  const lines = [DETAIL_HEAD, ...detailLines(row)].map((line) => line.slice(1)) // what was done stands above
  const last = lines[0].length - 1
  const widths = lines[0].map((_, k) => Math.max(...lines.map((line) => line[k].length)))
  const aligned = lines.map((line) =>
    line.map((cell, k) => (k === 0 || k === last ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('  '),
  )
  const below = [...aligned.map((line) => line.trimEnd()), ...describeGoals(row)]
  process.stdout.write(`${describeWork(row)}\n${below.map((line) => `  ${line}\n`).join('')}\n`)
}

/** @param {readonly import('./rows.mjs').Row[]} rows */
function describeRows(rows) {
  const lines = rows.flatMap(({ name, work, onRequest, contenders }) => [
    `${name}: ${work}${onRequest ? ' (only when named)' : ''}`,
    ...contenders.map((contender) => `  ${contender.name}`),
  ])
  return `${lines.join('\n')}\n`
}

function ownVersion() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}
