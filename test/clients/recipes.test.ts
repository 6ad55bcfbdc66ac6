import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recipesOf } from '../../src/page/screens/export/recipes.ts'
import { importExamples } from '../../src/server/examples.ts'
import { scratch } from '../io/scratch.ts'
import { type OpenServer, openServer, TOKEN } from '../server/open-server.ts'
import { clientPython } from './client-python.ts'

/** The programs that the page gives to copy. */
const { path: folder, put } = scratch()
let opened: OpenServer
let python: string

beforeAll(async () => {
  python = clientPython()
  opened = await openServer(folder)
  await importExamples(opened.server.services, 'examples')
})
afterAll(() => opened.close())

it.each(['Python', 'Python with label-studio-sdk'])('%s', async (title) => {
  const { store, server } = opened
  const project = (await store.projects()).find((one) => one.title === 'image-two-annotators')!.id
  const select = { query: `label:Truck OR label:"Bob's \\\\ car"`, onlyGroundTruth: true }
  const wanted = { format: 'csv', options: { rows: 'regions' }, select, output: {} }
  const recipe = recipesOf(server.address, project, wanted, 'csv').find((one) => one.title === title)!
  const own = mkdtempSync(join(folder, 'run-'))
  const env = { ...process.env, GOLDPAN_TOKEN: TOKEN }
  await promisify(execFile)(python, [put('recipe.py', recipe.text)], { cwd: own, env })
  const parameters = new URLSearchParams({ exportType: 'csv', rows: 'regions', query: select.query, onlyGroundTruth: 'true' })
  const expected = await fetch(`${server.address}/api/projects/${project}/export?${parameters}`, {
    headers: { authorization: `Token ${TOKEN}` },
  })
  const text = await expected.text()
  expect(text.split('\n').length).toBeGreaterThan(2)
  expect(readdirSync(own).map((name) => readFileSync(join(own, name), 'utf8'))).toEqual([text])
})
