import type { Records } from '../store.ts'
import type { SqliteSession } from './sqlite-session.ts'

const SQL = {
  get: 'SELECT value FROM records WHERE collection = ? AND key = ?',
  put: 'INSERT INTO records VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  delete: 'DELETE FROM records WHERE collection = ? AND key = ?',
  list: 'SELECT key, value FROM records WHERE collection = ? ORDER BY key',
}

export function sqliteRecords(session: SqliteSession): Records {
  const get = (collection: string, key: string) => {
    const value = session.statement(SQL.get).get(collection, key)?.value
    return typeof value === 'string' ? value : undefined
  }
  const put = (collection: string, key: string, value: string) => void session.statement(SQL.put).run(collection, key, value)
  const remove = (collection: string, key: string) => Number(session.statement(SQL.delete).run(collection, key).changes) > 0
  return {
    get: (collection, key) => session.read(() => get(collection, key)),
    put: (collection, key, value) => session.write(() => put(collection, key, value)),
    delete: (collection, key) => session.write(() => remove(collection, key)),
    list: (collection) =>
      session.read(() =>
        session
          .statement(SQL.list)
          .all(collection)
          .map(({ key, value }) => ({ key: String(key), value: String(value) })),
      ),
    change: (collection, key, change) =>
      session.write(() => {
        const value = change(get(collection, key))
        if (value === undefined) remove(collection, key)
        else put(collection, key, value)
        return value
      }),
  }
}
