import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recipesOf } from '../../src/page/screens/export/recipes.ts'
import { importExamples } from '../../src/server/examples.ts'
import { type RunningServer, startServer } from '../../src/server/start.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'

/** The programs that the page gives to copy. */
const TOKEN = '0123456789abcdef0123456789abcdef01234567'
const folder = mkdtempSync(join(tmpdir(), 'goldpan-recipes-'))
let store: Store
let server: RunningServer
let python: string

beforeAll(async () => {
  const environment = [join('scripts', 'python-env.mjs'), join('test', 'clients', 'requirements.txt')]
  python = process.env.GOLDPAN_CLIENT_PYTHON || execFileSync(process.execPath, environment, { encoding: 'utf8' }).trim()
  store = await openStore(join(folder, 'goldpan.db'))
  const log = { info: () => undefined, error: () => undefined }
  server = await startServer({ store, folder, host: 'localhost', port: 0, adminToken: TOKEN, log })
  await importExamples(server.services, 'examples')
})
afterAll(async () => {
  await server.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it.each(['Python', 'Python with label-studio-sdk'])('%s', async (title) => {
  const project = (await store.projects()).find((one) => one.title === 'image-two-annotators')!.id
  const select = { query: `label:Truck OR label:"Bob's \\\\ car"`, onlyGroundTruth: true }
  const wanted = { format: 'csv', options: { rows: 'regions' }, select, output: {} }
  const recipe = recipesOf(server.address, project, wanted, 'csv').find((one) => one.title === title)!
  const own = mkdtempSync(join(folder, 'run-'))
  writeFileSync(join(folder, 'recipe.py'), recipe.text)
  const env = { ...process.env, GOLDPAN_TOKEN: TOKEN }
  await promisify(execFile)(python, [join(folder, 'recipe.py')], { cwd: own, env })
  const parameters = new URLSearchParams({ exportType: 'csv', rows: 'regions', query: select.query, onlyGroundTruth: 'true' })
  const expected = await fetch(`${server.address}/api/projects/${project}/export?${parameters}`, {
    headers: { authorization: `Token ${TOKEN}` },
  })
  const text = await expected.text()
  expect(text.split('\n').length).toBeGreaterThan(2)
  expect(readdirSync(own).map((name) => readFileSync(join(own, name), 'utf8'))).toEqual([text])
})
