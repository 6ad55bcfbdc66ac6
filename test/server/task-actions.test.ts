import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { readFacts } from '../../src/stores/read-facts.ts'
import { CONFIG, idIn, type TestApp, testApp } from './app.ts'

let app: TestApp
let project: number
beforeAll(async () => {
  app = await testApp()
  project = idIn(await app.json('POST /api/projects', { body: { title: 'Actions', label_config: CONFIG } }))
  const documents = [1, 2, '3', 4, 'five', 6].map((id) => {
    const document = new TextEncoder().encode(JSON.stringify({ id, data: { image: `${id}.jpg` } }))
    return { ...readFacts(document, EMPTY_CONFIG), document, origin: undefined }
  })
  await app.services.store.put(project, documents, 'skip')
})
afterEach(() => vi.restoreAllMocks())

async function remove(selectedItems: object, more: object = {}): Promise<number | undefined> {
  const body = { selectedItems, ...more }
  const answer = await app.json(`POST /api/dm/actions?id=delete_tasks&project=${project}`, { body })
  return answer.get('processed_items')?.number()
}

async function left(): Promise<(string | undefined)[]> {
  const tasks = (await app.json(`GET /api/tasks?project=${project}`)).get('tasks')?.elements() ?? []
  return tasks.map((task) => task.get('id')?.text())
}

it('takes the tasks that are named without looking through the others', async () => {
  const scan = vi.spyOn(app.services.store, 'scan')
  expect(await remove({ all: false, included: [4, 3, 99] })).toBe(2)
  expect(scan).not.toHaveBeenCalled()
  expect(await left()).toEqual(['1', '2', '6', '"five"'])
})

it('takes of those that are named the ones that a filter wants', async () => {
  const filters = { conjunction: 'and', items: [{ filter: 'filter:tasks:id', operator: 'less', type: 'Number', value: 2 }] }
  expect(await remove({ all: false, included: [1, 2] }, { filters })).toBe(1)
  expect(await left()).toEqual(['2', '6', '"five"'])
})

it('takes all but those that are named', async () => {
  expect(await remove({ all: true, excluded: [6] })).toBe(2)
  expect(await left()).toEqual(['6'])
})
