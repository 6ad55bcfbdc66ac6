// One part of the store's benchmark in a process of its own: `work.mjs PART URL CONFIG…`; prints what it measured as JSON.

import { readFileSync } from 'node:fs'
import { readLabelConfig } from '../../dist/dialects/label-config-file.js'
import { openInput } from '../../dist/io/input-files.js'
import { importTasks } from '../../dist/projects/import-tasks.js'
import { parseQuery } from '../../dist/query/parse.js'
import { openSqlite } from '../../dist/sql/sqlite.js'
import { openStore } from '../../dist/stores/index.js'
import { searchesOf } from './searches.mjs'

const [part, url, ...parameters] = process.argv.slice(2)
const parts = { import: importInto, search, scan, raw }
const start = performance.now()
const measured = await parts[part](url, ...parameters)
const seconds = (performance.now() - start) / 1000
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
process.stdout.write(JSON.stringify({ seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024, ...measured }))

/** Brings the tasks of a file into a project of this title. @param {string} url @param {string} title @param {string} source @param {string} config */
async function importInto(url, title, source, config) {
  const store = await openStore(url)
  const xml = readFileSync(config, 'utf8')
  const { id } = await store.createProject({ title, description: '', config: xml, extra: '{}' }, new Date(0))
  const counts = await importTasks(store, id, await openInput([source]), { config: readLabelConfig(xml), onConflict: 'skip' })
  await store.close()
  return { tasks: counts.created }
}

/** Asks for the first page of many searches. @param {string} url @param {string} title @param {string} kind @param {string} count of tasks */
async function search(url, title, kind, count) {
  const store = await openStore(url)
  const project = (await store.projects()).find((project) => project.title === title)
  const page = { order: 'id', offset: 0, limit: 50 }
  const times = []
  for (const text of searchesOf(kind, Number(count))) {
    const query = parseQuery(text)
    const start = performance.now()
    await store.list(project.id, query, page)
    times.push({ text, milliseconds: performance.now() - start })
  }
  await store.close()
  times.sort((left, right) => left.milliseconds - right.milliseconds)
  const at = (share) => times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)].milliseconds
  return { searches: times.length, p50: at(0.5), p99: at(0.99), slowest: times.at(-1) }
}

/** Reads all documents of a project as an export does. @param {string} url @param {string} title */
async function scan(url, title) {
  const store = await openStore(url)
  const project = (await store.projects()).find((project) => project.title === title)
  let [tasks, bytes] = [0, 0]
  const start = performance.now()
  for await (const batch of store.scan(project.id, parseQuery('')))
    for (const { document } of batch) {
      tasks++
      bytes += document.length
    }
  const reading = (performance.now() - start) / 1000
  await store.close()
  return { tasks, bytes, reading }
}

/** Reads as many rows of documents with the driver alone, in their order on the disk. @param {string} url @param {string} count */
async function raw(url, count) {
  const database = await openSqlite(url, { readOnly: true })
  let [tasks, bytes] = [0, 0]
  const start = performance.now()
  for (const { document } of database.prepare('SELECT document FROM documents ORDER BY task LIMIT ?').iterate(Number(count))) {
    tasks++
    bytes += document.length
  }
  const reading = (performance.now() - start) / 1000
  database.close()
  return { tasks, bytes, reading }
}
