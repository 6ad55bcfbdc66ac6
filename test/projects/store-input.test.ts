import { expect, it } from 'vitest'
import { convert } from '../../src/export/convert.ts'
import { storeInput } from '../../src/projects/store-input.ts'
import { ALL } from '../../src/query/query.ts'
import { openDirectoryStore } from '../../src/stores/directory.ts'
import { scratch } from '../io/scratch.ts'

const folder = scratch()

it('a file of a store that holds no task is told, and the others are exported', async () => {
  for (const id of [1, 2, 3]) folder.put(`store/project/completions/${id}.json`, JSON.stringify({ id, data: { text: 'x' } }))
  const exported = async () => {
    const store = await openDirectoryStore(`${folder.path}/store`)
    const [project] = await store.projects()
    const report = await convert({ source: await storeInput(store, project!, ALL), to: 'json', dryRun: true })
    await store.close()
    return report
  }
  expect(await exported()).toMatchObject({ tasksRead: 3, errors: [] })
  folder.put('store/project/completions/2.json', '{"id":2,')
  folder.put('store/project/completions/3.json', '')
  const { tasksRead, errors } = await exported()
  expect(tasksRead).toBe(1)
  expect(errors).toMatchObject([
    { code: 'task-invalid', where: { file: 'project/completions/2.json' } },
    { code: 'task-invalid', where: { file: 'project/completions/3.json' } },
  ])
})
