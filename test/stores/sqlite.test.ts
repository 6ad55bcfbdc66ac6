import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/query/parse.ts'
import { ALL } from '../../src/query/query.ts'
import { openSqlite } from '../../src/sql/sqlite.ts'
import { openStore } from '../../src/stores/index.ts'
import { kyselyOf, SQLITE_DIALECT, valuesOf } from '../../src/stores/sql/kysely-sqlite.ts'
import { SqlReader } from '../../src/stores/sql/sql-reader.ts'
import { SQLITE_MIGRATIONS } from '../../src/stores/sql/sqlite-migrations.ts'
import { migrateSqlite } from '../../src/stores/sql/sqlite-schema.ts'
import { openSqliteStore } from '../../src/stores/sqlite.ts'
import { scratch } from '../io/scratch.ts'
import { describeStore } from './contract.ts'
import { INDEXED_SEARCHES, searchedTask } from './indexed-searches.ts'
import { indexed, plainTask } from './random-tasks.ts'
import { expectReleased } from './released.ts'

const SETTINGS = { title: 'a project', description: '', config: '', extra: '{}' }

describeStore('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
  const path = join(folder, 'goldpan.db')
  return { url: path, open: () => openSqliteStore(path), remove: async () => rmSync(folder, { recursive: true, force: true }) }
})

describe('a store in a SQLite file', () => {
  const { path, put } = scratch()

  it.each(Object.entries(INDEXED_SEARCHES))('answers `%s` by an index', async (search, { sqlite }) => {
    const { database, project } = await searchedStore(`${path}/searched.db`)
    const reader = new SqlReader(kyselyOf(database), SQLITE_DIALECT)
    const query = await reader.references(project, parseQuery(search), { order: 'id', offset: 0, limit: 50 })
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(...valuesOf(query))
    database.close()
    const steps = plan.map(({ detail }) => String(detail))
    expect(steps.join('\n')).toMatch(sqlite)
    expect(steps.filter((step) => /^SCAN (?!d .*VIRTUAL TABLE)/.test(step))).toEqual([])
  })

  it('that is damaged, or of another program, is told so', async () => {
    const noDatabase = put('text.db', 'x'.repeat(5000))
    await expect(openStore(noDatabase)).rejects.toMatchObject({ code: 'store-damaged' })
    await expect(openStore(`${path}/no/such/folder.db`)).rejects.toMatchObject({ code: 'store-unreachable' })
    const foreign = await openSqlite(`${path}/foreign.db`)
    foreign.exec('CREATE TABLE task (id INTEGER)')
    foreign.close()
    await expect(openStore(`${path}/foreign.db`)).rejects.toMatchObject({ code: 'store-foreign' })
  })

  it('gives others their turn while a project is deleted, and takes away later what a stop has left', async () => {
    const file = `${path}/sweep.db`
    const store = await openStore(file)
    const [gone, next] = [await store.createProject(SETTINGS, new Date(0)), await store.createProject(SETTINGS, new Date(0))]
    const tasks = Array.from({ length: 3000 }, (_, k) => plainTask(k + 1))
    await store.put(gone.id, tasks, 'skip')
    const deletion = store.deleteProject(gone.id)
    let turns = 0
    const isDone = deletion.then(() => true)
    while (!(await Promise.race([isDone, setImmediate(false)]))) {
      await store.count(next.id, ALL)
      turns++
    }
    expect(turns).toBeGreaterThan(3)
    await store.put(next.id, tasks, 'skip')
    const stopped = store.deleteProject(next.id).catch(() => undefined)
    await store.close()
    await stopped
    const again = await openStore(file)
    expect(await again.projects()).toEqual([])
    expect(await rowsOf(file, 'tasks')).toBeGreaterThan(0)
    expect(await again.find('task', 7)).toEqual([])
    await again.deleteProject((await again.createProject(SETTINGS, new Date(0))).id)
    await again.close()
    for (const table of ['tasks', 'documents', 'annotations', 'texts', 'names', 'task_names'])
      expect([table, await rowsOf(file, table)]).toEqual([table, 0])
  })

  it('loses a whole transaction when a part of it fails, tells all who share it, and goes on', async () => {
    const file = `${path}/failing.db`
    const store = await openStore(file)
    const { id } = await store.createProject(SETTINGS, new Date(0))
    const database = await openSqlite(file)
    database.exec(
      `CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN CAST(new.document AS TEXT) LIKE '%13%' BEGIN SELECT raise(ABORT, 'no 13'); END`,
    )
    const tagged = (task: number) => indexed(JSON.stringify({ id: task, data: {}, tags: ['new'] }))
    const first = await store.load(id, [tagged(1)], 'skip')
    await expect(store.load(id, [tagged(2), tagged(13)], 'skip')).rejects.toThrow('no 13')
    await expect(first.stored).rejects.toThrow('no 13')
    expect((await store.count(id, ALL)).tasks).toBe(0)
    const again = await store.load(id, [tagged(3)], 'skip')
    await expect(store.load(999_999, [tagged(4)], 'skip')).rejects.toMatchObject({ code: 'project-unknown' })
    await store.flush()
    await again.stored
    expect(await store.facet(id, ALL, 'tag', 5)).toEqual([{ value: 'new', tasks: 1 }])
    database.close()
    await store.close()
  })

  it('waits for another program that writes, and does other things meanwhile', async () => {
    const file = `${path}/shared.db`
    const store = await openStore(file)
    const { id } = await store.createProject(SETTINGS, new Date(0))
    const other = await openSqlite(file)
    other.exec('BEGIN IMMEDIATE')
    const writes = [
      store.put(id, [plainTask(1)], 'skip'),
      store.load(id, [plainTask(2)], 'skip'),
      store.records.put('a', 'b', '1'),
    ]
    const isDone = Promise.all(writes).then(() => true)
    for (let turns = 0; turns < 20; turns++) {
      expect((await store.count(id, ALL)).tasks).toBe(0)
      expect(await Promise.race([isDone, setImmediate(false)])).toBe(false)
    }
    other.exec('COMMIT')
    expect(await isDone).toBe(true)
    expect((await store.count(id, ALL)).tasks).toBe(2)
    other.close()
    await store.close()
  })

  it('tells of a document that is gone', async () => {
    const store = await openStore(`sqlite:${path}/hole.db`)
    const { id } = await store.createProject(SETTINGS, new Date(0))
    await store.put(id, [plainTask(1)], 'skip')
    const database = await openSqlite(`${path}/hole.db`)
    database.exec('DELETE FROM documents')
    await expect(store.change(id, 1, () => undefined)).rejects.toMatchObject({ code: 'store-damaged' })
    database.close()
    await store.close()
  })

  it('that a newer Goldpan wrote is refused', async () => {
    await (await openStore(`${path}/newer.db`)).close()
    const database = await openSqlite(`${path}/newer.db`)
    database.exec('PRAGMA user_version = 99')
    database.close()
    await expect(openStore(`${path}/newer.db`)).rejects.toMatchObject({ code: 'store-newer' })
  })
})

describe('a SQLite file of an earlier version', () => {
  const { path, put } = scratch()

  it.each(['sqlite-1.db.gz'])('%s is read and written by this one', async (fixture) => {
    const file = put(fixture, gunzipSync(readFileSync(`test/fixtures/stores/${fixture}`)))
    const store = await openStore(file)
    await expectReleased(store)
    await store.close()
  })

  it('is kept beside the new one when it is brought up to date', async () => {
    await (await openStore(`${path}/old.db`)).close()
    const database = await openSqlite(`${path}/old.db`)
    migrateSqlite(database, `${path}/old.db`, [...SQLITE_MIGRATIONS, "INSERT INTO records VALUES ('new', 'key', '1')"])
    expect(database.prepare('SELECT count(*) AS count FROM records').get()).toEqual({ count: 1 })
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 })
    database.close()
    const before = await openStore(`${path}/old.db.before-2`)
    expect(await before.records.list('new')).toEqual([])
    await before.close()
  })

  it('stays as it is when it cannot be brought up to date', async () => {
    const file = `${path}/stays.db`
    await (await openStore(file)).close()
    const database = await openSqlite(file)
    const failing = () => migrateSqlite(database, file, [...SQLITE_MIGRATIONS, 'CREATE TABLE more (id); SELECT nothing'])
    expect(failing).toThrow('nothing')
    database.close()
    const store = await openStore(file)
    expect(await store.projects()).toEqual([])
    await store.close()
  })
})

/** Made once; each test reads it through a connection of its own. */
async function searchedStore(path: string) {
  if (!existsSync(path)) {
    const store = await openSqliteStore(path)
    const { id } = await store.createProject(SETTINGS, new Date(0))
    await store.put(
      id,
      Array.from({ length: 2000 }, (_, k) => searchedTask(k + 1)),
      'skip',
    )
    await store.close()
  }
  return { database: await openSqlite(path, { readOnly: true }), project: 1 }
}

async function rowsOf(file: string, table: string): Promise<number> {
  const database = await openSqlite(file, { readOnly: true })
  const count = database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count
  database.close()
  return Number(count)
}
