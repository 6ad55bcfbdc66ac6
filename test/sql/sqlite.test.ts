import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/sql/sqlite.ts'
import { scratch } from '../io/scratch.ts'

const { path, put } = scratch()

describe('openSqlite', () => {
  it('makes a database and keeps what is written', async () => {
    const file = `${path}/new.db`
    const database = await openSqlite(file)
    database.exec('CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB)')
    const insert = database.prepare('INSERT INTO word (text, bytes) VALUES (?, ?)')
    expect(insert.run('grün', new Uint8Array([1, 2]))).toMatchObject({ changes: 1, lastInsertRowid: 1 })
    insert.run(null, null)
    database.close()

    const again = await openSqlite(file, { readOnly: true })
    const select = again.prepare('SELECT text, bytes FROM word WHERE id >= ? ORDER BY id')
    expect(select.all(1).map(({ text }) => text)).toEqual(['grün', null])
    expect([...select.iterate(2)]).toHaveLength(1)
    expect(Uint8Array.from(select.get(1)!.bytes as Uint8Array)).toEqual(new Uint8Array([1, 2]))
    expect(select.get(3)).toBeUndefined()
    expect(() => again.exec("INSERT INTO word (text) VALUES ('x')")).toThrow(/readonly/)
    again.close()
  })

  it('holds a statement while its rows are read', async () => {
    const database = await openSqlite(':memory:')
    database.exec(
      'CREATE TABLE number AS WITH RECURSIVE n(k) AS (VALUES(1) UNION ALL SELECT k + 1 FROM n WHERE k < 20000) SELECT k FROM n',
    )
    const rowsOf = () => database.prepare('SELECT k FROM number').iterate() // nothing else refers to the statement
    let [sum, garbage] = [0, 0]
    for (const { k } of rowsOf()) {
      sum += Number(k)
      garbage += Array.from({ length: 500 }, () => ({ k })).length
      if (sum % 1000 === 0) await new Promise(setImmediate)
    }
    expect([sum, garbage]).toEqual([200010000, 10_000_000])
    database.close()
  })

  it('reads numbers that no double holds as bigint', async () => {
    const database = await openSqlite(':memory:')
    const statement = database.prepare('SELECT 9007199254740993 AS big')
    statement.setReadBigInts(true)
    expect(statement.get()).toEqual({ big: 9007199254740993n })
    database.close()
  })

  it('has full-text search and JSON', async () => {
    const database = await openSqlite(':memory:')
    database.exec("CREATE VIRTUAL TABLE note USING fts5(text); INSERT INTO note VALUES ('left arm'), ('right arm')")
    expect(database.prepare("SELECT text FROM note WHERE note MATCH 'left'").all()).toEqual([{ text: 'left arm' }])
    expect(database.prepare("SELECT json_extract('{\"a\":[1,2]}', '$.a[1]') AS second").get()).toEqual({ second: 2 })
    database.close()
  })

  it.each(['no/such/folder/x.db', 'missing.db', 'text.db'])('says why %s cannot be opened', async (name) => {
    put('text.db', 'this is no database, however long it is'.repeat(100))
    await expect(openSqlite(`${path}/${name}`, { readOnly: true })).rejects.toMatchObject({
      code: 'database-unreadable',
      where: { file: `${path}/${name}` },
    })
  })

  it('leaves no warning behind, and none off', async () => {
    const { emitWarning } = process
    ;(await openSqlite(':memory:')).close()
    expect(process.emitWarning).toBe(emitWarning)
  })
})
