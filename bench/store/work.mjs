// One part of the store's benchmark in a process of its own: `work.mjs PART URL …`; prints what it measured as JSON.

import { readFileSync } from 'node:fs'
import { openInput } from '../../dist/io/input-files.js'
import { importTasks } from '../../dist/projects/import-tasks.js'
import { labelConfigOf } from '../../dist/projects/label-config-of.js'
import { parseQuery } from '../../dist/query/parse.js'
import { openSqlite } from '../../dist/sql/sqlite.js'
import { openStore } from '../../dist/stores/index.js'
import { median } from '../results.mjs'
import { searchesOf } from './searches.mjs'

const ROUNDS = 3

/** @type {Readonly<Record<string, (url: string, ...parameters: string[]) => Promise<object>>>} */
const PARTS = { import: importInto, search, scan }

const [part = '', url = '', ...parameters] = process.argv.slice(2)
const start = performance.now()
const measured = await PARTS[part](url, ...parameters)
const seconds = (performance.now() - start) / 1000
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
process.stdout.write(JSON.stringify({ seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024, ...measured }))

/**
 * Brings the tasks of a file into a project of its own.
 *
 * @param {string} url @param {string} title @param {string} source @param {string} config
 */
async function importInto(url, title, source, config) {
  const store = await openStore(url)
  const settings = { title, description: '', config: readFileSync(config, 'utf8'), extra: '{}' }
  const { id } = await store.createProject(settings, new Date(0))
  const options = { config: labelConfigOf(settings), onConflict: /** @type {const} */ ('skip') }
  const counts = await importTasks(store, id, await openInput([source], process.stdin), options)
  await store.close()
  return { tasks: counts.created }
}

/**
 * Asks for the first page of many searches.
 *
 * @param {string} url @param {string} title @param {string} kind @param {string} count of tasks
 */
async function search(url, title, kind, count) {
  const store = await openStore(url)
  const project = await projectOf(store, title)
  /** @type {{ text: string, milliseconds: number }[]} */
  const times = []
  for (const text of searchesOf(kind, Number(count))) {
    const query = parseQuery(text)
    const start = performance.now()
    await store.list(project, query, { order: 'id', offset: 0, limit: 50 })
    times.push({ text, milliseconds: performance.now() - start })
  }
  await store.close()
  times.sort((left, right) => left.milliseconds - right.milliseconds)
  const at = (/** @type {number} */ share) => times[Math.ceil(share * times.length) - 1].milliseconds
  return { searches: times.length, p50: at(0.5), p99: at(0.99), slowest: times.at(-1) }
}

/**
 * Reads all documents of a project as an export does, in turns with a bare reader of the same rows; seconds of both, the middle of the rounds.
 *
 * @param {string} url @param {string} title
 */
async function scan(url, title) {
  const store = await openStore(url)
  const project = await projectOf(store, title)
  const { tasks } = await store.count(project, parseQuery(''))
  const [reading, bare] = [[], []].map(() => /** @type {number[]} */ ([]))
  for (let round = 0; round < ROUNDS; round++) {
    reading.push(await secondsOf(() => readAll(store, project)))
    if (!url.includes('://')) bare.push(await secondsOf(() => readRows(url, tasks)))
  }
  await store.close()
  return { tasks, reading: median(reading), ...(bare.length > 0 ? { bare: median(bare) } : {}) }
}

/** @param {import('../../dist/stores/store.js').Store} store @param {number} project */
async function readAll(store, project) {
  let bytes = 0
  for await (const batch of store.scan(project, parseQuery(''))) for (const { document } of batch) bytes += document.length
  return bytes
}

/** As many documents, in their order on the disk, with nothing but the driver. @param {string} path @param {number} count */
async function readRows(path, count) {
  const database = await openSqlite(path, { readOnly: true })
  let bytes = 0
  for (const { document } of database.prepare('SELECT document FROM documents ORDER BY task LIMIT ?').iterate(count))
    if (document instanceof Uint8Array) bytes += document.length
  database.close()
  return bytes
}

/** @param {() => Promise<number>} work that gives something, so that it cannot be left out */
async function secondsOf(work) {
  const start = performance.now()
  if ((await work()) === 0) throw new Error('there was nothing to read')
  return (performance.now() - start) / 1000
}

/** @param {import('../../dist/stores/store.js').Store} store @param {string} title */
async function projectOf(store, title) {
  const project = (await store.projects()).find((project) => project.title === title)
  if (project === undefined) throw new Error(`there is no project ${title}`)
  return project.id
}
