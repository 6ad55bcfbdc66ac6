import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../src/stores/index.ts'
import { scratch } from '../io/scratch.ts'

const folder = scratch()
const SETTINGS = { title: 'project', description: '', config: '', extra: '{}' }

it.each([
  ['goldpan.db', 'file'],
  ['sqlite:no-ending', 'file'],
  ['projects', 'folder'],
  ['v1.2/', 'folder'],
  ['dir:projects.db', 'folder'],
])('%s is a %s', async (name, kind) => {
  const [, scheme = '', path = ''] = /^([a-z]+:)?(.*)$/.exec(name) ?? []
  const place = join(folder.path, path)
  const url = `${scheme}${place}`
  for (const projects of [1, 2]) {
    const store = await openStore(url)
    await store.createProject({ ...SETTINGS, title: `project ${projects}` }, new Date(0))
    expect(await store.projects()).toHaveLength(projects)
    await store.close()
  }
  expect(statSync(place).isDirectory()).toBe(kind === 'folder')
  expect(existsSync(join(place, 'project 1', '.goldpan', 'project.json'))).toBe(kind === 'folder')
})

it.each(['postgres', 'PostgreSQL'])('%s:// is a server', async (scheme) => {
  await expect(openStore(`${scheme}://127.0.0.1:1/base`)).rejects.toMatchObject({ code: 'store-unreachable' })
})

it('other words are told, with the nearest that is known', async () => {
  await expect(openStore('postgress://host/base')).rejects.toMatchObject({
    code: 'store-unknown',
    hint: 'did you mean postgres:?',
  })
})
