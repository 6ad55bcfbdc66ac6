import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/sql/sqlite.ts'
import { kyselyOf, SQLITE_DIALECT } from '../../src/stores/sql/kysely-sqlite.ts'
import { SqlReader } from '../../src/stores/sql/sql-reader.ts'
import { openSqliteStore } from '../../src/stores/sqlite.ts'
import { PAGE_ORDERS } from '../../src/stores/store.ts'
import { scratch } from '../io/scratch.ts'
import { Oracle } from './oracle.ts'
import { QUERY, TASKS } from './random-tasks.ts'

const { path } = scratch()

/** With the usual limits, a dozen tasks are always few, and there would be one plan only. */
it('however a search is answered, the answer is the same', async () => {
  const store = await openSqliteStore(`${path}/plans.db`)
  const database = await openSqlite(`${path}/plans.db`, { readOnly: true })
  const limits = fc.record({ few: fc.nat(4), looks: fc.nat(3), turn: fc.integer({ min: 1, max: 12 }) })
  await fc.assert(
    fc.asyncProperty(TASKS, fc.array(QUERY, { minLength: 4, maxLength: 8 }), limits, async (tasks, queries, limits) => {
      const { id } = await store.createProject({ title: 'plans', description: '', config: '', extra: '{}' }, new Date(0))
      await store.put(id, tasks, 'skip')
      const oracle = new Oracle()
      for (const task of tasks) oracle.tasks.set(task.id, task)
      const reader = new SqlReader(kyselyOf(database), SQLITE_DIALECT, limits)
      for (const query of queries) {
        for (const order of PAGE_ORDERS) {
          const page = { order, offset: 1, limit: 5 }
          const expected = oracle.page(query, page).map((task) => task.id)
          expect((await reader.list(id, query, page)).map((task) => task.id)).toEqual(expected)
        }
        expect(await reader.count(id, query)).toEqual(oracle.counts(query))
        expect(await reader.facet(id, query, 'label', 3)).toEqual(oracle.facet(query, 'label', 3))
      }
      await store.deleteProject(id)
    }),
    { numRuns: 30 },
  )
  database.close()
  await store.close()
}, 120_000)
