import { readFileSync } from 'node:fs'
import { CompiledQuery } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/query/parse.ts'
import { openStore } from '../../src/stores/index.ts'
import { POSTGRES_DIALECT } from '../../src/stores/sql/kysely-postgres.ts'
import { PostgresSession } from '../../src/stores/sql/postgres-session.ts'
import { SqlReader } from '../../src/stores/sql/sql-reader.ts'
import { describeStore } from '../stores/contract.ts'
import { INDEXED_SEARCHES, searchedTask } from '../stores/indexed-searches.ts'
import { plainTask } from '../stores/random-tasks.ts'
import { expectReleased } from '../stores/released.ts'
import { dropDatabases, newDatabase, run } from './databases.ts'

const SETTINGS = { title: 'a project', description: '', config: '', extra: '{}' }
afterAll(dropDatabases)

describeStore(
  'postgres',
  async () => {
    const url = await newDatabase()
    return { url, open: () => openStore(url), remove: async () => undefined }
  },
  { runs: 25 },
)

describe('a store in PostgreSQL', () => {
  it('is named without user and password', async () => {
    const url = await newDatabase()
    const withPassword = new URL(url)
    withPassword.password ||= 'secret' // one that nobody asks for
    const store = await openStore(withPassword.href)
    expect(store.name).toBe(url.replace(/\/\/[^@/]*@/, '//'))
    await store.close()
  })

  it('is made once, however many begin at the same time', async () => {
    const url = await newDatabase()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url)))
    const projects = await Promise.all(stores.map((store) => store.createProject(SETTINGS, new Date(0))))
    expect(projects.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4])
    await Promise.all(stores.map((store) => store.close()))
  })

  it('that a newer Goldpan wrote is refused', async () => {
    const url = await newDatabase()
    await (await openStore(url)).close()
    await run(url, 'UPDATE goldpan.version SET version = 99')
    await expect(openStore(url)).rejects.toMatchObject({ code: 'store-newer' })
  })

  it.each(['postgres-1.sql'])('of an earlier version (%s) is read and written by this one', async (fixture) => {
    const url = await newDatabase()
    await run(url, readFileSync(`test/fixtures/stores/${fixture}`, 'utf8'))
    const store = await openStore(url)
    await expectReleased(store)
    await store.close()
  })

  it('that is not there, or keeps other letters, is unreachable', async () => {
    const url = await newDatabase()
    await expect(openStore(`${url}_not`)).rejects.toMatchObject({ code: 'store-unreachable' })
    await expect(openStore('postgres://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'store-unreachable' })
    const latin = await newDatabase("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    await expect(openStore(latin)).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining('LATIN1'),
    })
  })

  it('finds words in texts that its index cannot hold, and words that are longer than those of the index', async () => {
    const store = await openStore(await newDatabase())
    const { id } = await store.createProject(SETTINGS, new Date(0))
    const words = Array.from({ length: 120_000 }, (_, k) => `word${k}x`).join(' ')
    const long = 'ж'.repeat(3000)
    await store.put(id, [plainTask(1, words), plainTask(2, `left ${long}a arm`), plainTask(3, `left ${long}b arm`)], 'skip')
    const found = async (words: readonly string[], isPrefix = false) =>
      (await store.list(id, { kind: 'words', words, isPrefix }, { order: 'id', offset: 0, limit: 9 })).map((task) => task.id)
    expect(await found(['word119999x'])).toEqual([1])
    expect(await found(['word7x', 'word8x'])).toEqual([1])
    expect(await found(['word8x', 'word7x'])).toEqual([])
    expect(await found([`${long}a`])).toEqual([2])
    expect(await found(['left', `${long}b`])).toEqual([3])
    expect(await found([long], true)).toEqual([2, 3])
    await store.close()
  })

  it('answers searches by indexes', async () => {
    const url = await newDatabase()
    const store = await openStore(url)
    const { id } = await store.createProject(SETTINGS, new Date(0))
    await store.put(
      id,
      Array.from({ length: 20_000 }, (_, k) => searchedTask(k + 1)),
      'skip',
    )
    await store.close()
    await run(url, 'VACUUM ANALYZE')
    const session = new PostgresSession(url)
    const reader = new SqlReader(session.db, POSTGRES_DIALECT)
    for (const [search, { postgres }] of Object.entries(INDEXED_SEARCHES)) {
      const { sql: text, parameters } = await reader.references(id, parseQuery(search), { order: 'id', offset: 0, limit: 50 })
      const { rows } = await session.db.executeQuery<Record<string, string>>(
        CompiledQuery.raw(`EXPLAIN ${text}`, [...parameters]),
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan, search).toMatch(postgres)
      expect(plan, search).not.toContain('Seq Scan')
    }
    await session.close()
  })
})
