import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { cloneProject } from '../../src/projects/clone-project.ts'
import { syncProject } from '../../src/projects/sync-project.ts'
import { ALL } from '../../src/query/query.ts'
import { openStore } from '../../src/stores/index.ts'
import { readFacts } from '../../src/stores/read-facts.ts'
import type { Project, Store } from '../../src/stores/store.ts'
import { scratch } from '../io/scratch.ts'

const folder = scratch()
const NOW = new Date(0)
let [from, to]: Store[] = []
let project: Project

beforeAll(async () => {
  from = await openStore(join(folder.path, 'from.db'))
  to = await openStore(join(folder.path, 'to.db'))
  project = await from.createProject({ title: 'lungs', description: 'd', config: '<View/>', extra: '{"a":1}' }, NOW)
  await put('{"id":1,"data":{}}', '{"id":2,"data":{"x":1}}', '{"id":"s","data":{}}')
})
afterAll(async () => {
  await from?.close()
  await to?.close()
})

it('writes what changed, and deletes when it is asked to', async () => {
  const sync = (isDeleting = false) => syncProject(from!, project, to!, isDeleting, NOW)
  expect(await sync()).toEqual({ created: 3, updated: 0, unchanged: 0, skipped: 0, deleted: 0 })
  expect(await sync()).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
  await put('{"id":2,"data":{"x":2}}', '{"id":4,"data":{}}')
  await from!.delete(project.id, ['s'])
  expect(await sync()).toMatchObject({ created: 1, updated: 1, unchanged: 1, deleted: 0 })
  expect(await sync(true)).toMatchObject({ unchanged: 3, deleted: 1 })
  const [copy] = await to!.projects()
  expect(copy).toMatchObject({ title: 'lungs', description: 'd', config: '<View/>', extra: '{"a":1}' })
  expect(await documents(to!, copy!)).toEqual(await documents(from!, project))
})

it('takes over other settings', async () => {
  project = await from!.changeProject(project.id, { description: 'new' }, NOW)
  await syncProject(from!, project, to!, false, NOW)
  expect((await to!.projects())[0]).toMatchObject({ description: 'new' })
})

it('a clone has the same tasks, and a title of its own', async () => {
  const { clone, tasks } = await cloneProject(from!, project, 'again', NOW)
  expect(tasks).toBe(3)
  expect(await documents(from!, clone)).toEqual(await documents(from!, project))
  await expect(cloneProject(from!, project, 'lungs', NOW)).rejects.toMatchObject({ code: 'project-exists' })
})

async function put(...texts: string[]): Promise<void> {
  const tasks = texts.map((text) => {
    const document = new TextEncoder().encode(text)
    return { document, ...readFacts(document, EMPTY_CONFIG), origin: undefined }
  })
  await from!.put(project.id, tasks, 'overwrite')
}

async function documents(store: Store, { id }: Project): Promise<string[]> {
  const found = await store.list(id, ALL, { order: 'id', offset: 0, limit: 10 })
  return found.map(({ document }) => new TextDecoder().decode(document))
}
