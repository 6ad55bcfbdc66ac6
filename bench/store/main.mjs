// `npm run bench:store -- [--tasks 1000000] [--store URL] [--results FILE]`: import, searches and export of a store with so many tasks, a twentieth of
// them texts. Each part runs in a process of its own.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findInput } from '../inputs.mjs'
import { describeMachine } from '../machine.mjs'
import { STORE_HEAD, storeLines } from './table.mjs'

const FULL = 1_000_000
const TEXTS = 1 / 20

const { values } = parseArgs({
  options: { tasks: { type: 'string', default: String(FULL) }, store: { type: 'string' }, results: { type: 'string' } },
})
const tasks = Number(values.tasks)
const texts = Math.round(tasks * TEXTS)
const folder = mkdtempSync(join(tmpdir(), 'goldpan-bench-'))
const url = values.store ?? join(folder, 'goldpan.db')

try {
  const image = await findInput('image', tasks - texts)
  const text = await findInput('text', texts)
  const results = {
    version: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    tasks,
    texts,
    parts: {
      importImages: measured('import', 'image', image.source, image.config),
      importTexts: measured('import', 'text', text.source, text.config),
      indexed: measured('search', 'image', 'indexed', tasks - texts),
      text: measured('search', 'text', 'text', texts),
      scan: measured('scan', 'image'),
      ...(url.includes('://') ? {} : { size: statSync(url).size }),
    },
    input: statSync(image.source).size + statSync(text.source).size,
  }
  const file =
    values.results ??
    (tasks === FULL && values.store === undefined ? new URL('../store-results.json', import.meta.url) : undefined)
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  for (const line of [STORE_HEAD, ...storeLines(results)]) process.stdout.write(`${line.join(' | ')}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @param {string} part @param {...(string | number)} parameters */
function measured(part, ...parameters) {
  process.stderr.write(`${part} ${parameters[0]} …\n`)
  const work = fileURLToPath(new URL('work.mjs', import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [work, part, url, ...parameters.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${part} ended with ${status}`)
  return JSON.parse(stdout)
}
