import { expect, it } from 'vitest'
import { missingNames } from '../../src/projects/missing-names.ts'
import { parseQuery } from '../../src/query/parse.ts'
import { openSqliteStore } from '../../src/stores/sqlite.ts'
import { scratch } from '../io/scratch.ts'
import { indexed } from '../stores/random-tasks.ts'

const folder = scratch()

it('a search that finds nothing tells which names no task has, and what is spelled nearly so', async () => {
  const store = await openSqliteStore(`${folder.path}/goldpan.db`)
  const { id } = await store.createProject({ title: 'p', description: '', config: '', extra: '{}' }, new Date(0))
  const result = { id: 'r', from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: ['Car'] } }
  const annotations = [{ id: 1, completed_by: 7, result: [result] }]
  await store.put(id, [indexed(JSON.stringify({ id: 1, data: {}, tags: ['night'], annotations }))], 'skip')
  const hints = (query: string) => missingNames(store, id, parseQuery(query))
  expect(await hints('label:Cra annotator:7')).toEqual(['no task has the label `Cra`; did you mean `Car`?'])
  expect(await hints('label:Car -label:Bus annotator:8888')).toEqual(['no task has the annotator `8888`'])
  expect(await hints('(from:kinds OR tag:nigth) score:>1 words')).toEqual([
    'no task has the control tag `kinds`; did you mean `kind`?',
    'no task has the tag `nigth`; did you mean `night`?',
  ])
  await store.close()
})
