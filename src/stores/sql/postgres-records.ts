import type pg from 'pg'
import type { Records } from '../store.ts'
import type { PostgresSession } from './postgres-session.ts'

type Change = (value: string | undefined) => string | undefined

export function postgresRecords(session: PostgresSession): Records {
  const { db } = session
  const change = (collection: string, key: string, change: Change) =>
    session.write((client) => changeRecord(client, collection, key, change))
  return {
    get: (collection, key) =>
      session.read(async () => {
        const found = db.selectFrom('records').select('value').where('collection', '=', collection).where('key', '=', key)
        return (await found.executeTakeFirst())?.value
      }),
    put: async (collection, key, value) => void (await change(collection, key, () => value)),
    delete: async (collection, key) => {
      let isThere = false
      await change(collection, key, (value) => {
        isThere = value !== undefined
        return undefined
      })
      return isThere
    },
    list: (collection) =>
      session.read(() =>
        db.selectFrom('records').select(['key', 'value']).where('collection', '=', collection).orderBy('key').execute(),
      ),
    change,
  }
}

/** Changes of one key wait for each other, also while it is not there. */
async function changeRecord(client: pg.PoolClient, collection: string, key: string, change: Change): Promise<string | undefined> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 0))", [collection, key])
  const found = await client.query<{ value: string }>('SELECT value FROM records WHERE collection = $1 AND key = $2', [
    collection,
    key,
  ])
  const value = change(found.rows[0]?.value)
  if (value === undefined) await client.query('DELETE FROM records WHERE collection = $1 AND key = $2', [collection, key])
  else
    await client.query(
      'INSERT INTO records VALUES ($1, $2, $3) ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value',
      [collection, key, value],
    )
  return value
}
