import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import type { Store } from './store.ts'

const KINDS = ['sqlite', 'postgres', 'postgresql', 'dir', 's3'] as const
type StoreKind = (typeof KINDS)[number]

/** What opens each kind of store, by the word before the colon. What only one of them needs is loaded when it is opened. */
const STORES: Readonly<Record<StoreKind, (place: string) => Promise<Store>>> = {
  sqlite: async (place) => (await import('./sqlite.ts')).openSqliteStore(place),
  postgres: openPostgres,
  postgresql: openPostgres,
  dir: async (place) => (await import('./directory.ts')).openDirectoryStore(place),
  s3: async (place) => (await import('./bucket.ts')).openBucketStore(`s3:${place}`),
}

/**
 * Opens a store: a SQLite file (`goldpan.db`, `sqlite:goldpan.db`), PostgreSQL (`postgres://host/base`), a folder (`dir:projects`, `projects/`), a bucket
 * (`s3://bucket/prefix`). What is a file or a folder is made when it is not there.
 * @throws GoldpanError `store-unknown`, `store-unreachable`, `store-damaged`, `store-foreign`, `store-newer`
 */
export async function openStore(url: string): Promise<Store> {
  const { kind, place } = placeOf(url)
  return STORES[kind](place)
}

async function openPostgres(place: string): Promise<Store> {
  return (await import('./postgres.ts')).openPostgresStore(`postgres:${place}`)
}

/** A word of one letter is a drive of Windows. */
function placeOf(url: string): { readonly kind: StoreKind; readonly place: string } {
  const [, scheme, place] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(url) ?? []
  if (scheme === undefined || place === undefined) return { kind: isFolder(url) ? 'dir' : 'sqlite', place: url }
  const kind = KINDS.find((known) => known === scheme.toLowerCase())
  if (kind !== undefined) return { kind, place }
  const near = nearest(scheme, KINDS)
  const hint = near === undefined ? `known are ${KINDS.join(', ')}, and paths` : `did you mean ${near}:?`
  throw new GoldpanError('store-unknown', `there is no kind of store \`${scheme}:\``, hint)
}

/** What is not there yet is a folder unless its name has an ending, as `goldpan.db` has. */
function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? extname(path) === '' || /[/\\]$/.test(path) : stats.isDirectory()
}
