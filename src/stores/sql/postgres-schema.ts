import type pg from 'pg'
import { GoldpanError } from '../../model/error.ts'
import { POSTGRES_MIGRATIONS } from './postgres-migrations.ts'
import type { PostgresSession } from './postgres-session.ts'
import { newerStore } from './schema-version.ts'

/** Two servers that start at once make the tables one after the other. */
const LOCK = 0x676f6c64

/**
 * Brings the schema `goldpan` of a database to the newest version of the tables, in one transaction.
 * @throws GoldpanError `store-newer`, `store-unreachable`
 */
export function migratePostgres(session: PostgresSession): Promise<void> {
  return session.write(async (client) => {
    await needUtf8(client, session.name)
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const version = await versionOf(client)
    if (version > POSTGRES_MIGRATIONS.length) throw newerStore(session.name, version, POSTGRES_MIGRATIONS.length)
    if (version === POSTGRES_MIGRATIONS.length) return
    if (version === 0)
      await client.query('CREATE SCHEMA IF NOT EXISTS goldpan; CREATE TABLE goldpan.version (version integer NOT NULL)')
    for (const migration of POSTGRES_MIGRATIONS.slice(version)) await client.query(migration)
    await client.query('DELETE FROM version')
    await client.query('INSERT INTO version VALUES ($1)', [POSTGRES_MIGRATIONS.length])
  })
}

async function versionOf(client: pg.PoolClient): Promise<number> {
  const { rows: tables } = await client.query<{ name: string | null }>("SELECT to_regclass('goldpan.version')::text AS name")
  if (tables[0]?.name == null) return 0
  const { rows } = await client.query<{ version: number }>('SELECT version FROM goldpan.version')
  return rows[0]?.version ?? 0
}

async function needUtf8(client: pg.PoolClient, name: string): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding')
  if (rows[0]?.server_encoding === 'UTF8') return
  throw new GoldpanError(
    'store-unreachable',
    `${name}: the database keeps its texts as ${rows[0]?.server_encoding}`,
    "make one that can hold every text: CREATE DATABASE goldpan ENCODING 'UTF8' TEMPLATE template0",
  )
}
