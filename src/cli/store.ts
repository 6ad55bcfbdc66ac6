import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { openStore } from '../stores/index.ts'
import type { Store } from '../stores/store.ts'

export interface StoreFlags {
  readonly store?: string
}

/** Says where projects are kept. */
export function addStoreOption(command: Command): Command {
  return command.option(
    '--store <place>',
    'where projects are kept: a .db file, postgres://…, a folder, s3://bucket/prefix (default: $GOLDPAN_STORE, else goldpan.db in your data folder)',
  )
}

/** Opens the store that the flags name, and closes it behind the work. @throws GoldpanError what `openStore` throws */
export async function withStore<T>({ store: place }: StoreFlags, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place ?? (process.env.GOLDPAN_STORE || ownDatabase()))
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** The user's own store, in a folder that is made when it is not there. */
function ownDatabase(): string {
  mkdirSync(dataFolder(), { recursive: true })
  return join(dataFolder(), 'goldpan.db')
}

/** Where programs keep a user's data: https://specifications.freedesktop.org/basedir-spec/latest/ */
export function dataFolder(): string {
  const { GOLDPAN_DATA, XDG_DATA_HOME, LOCALAPPDATA } = process.env
  const base = XDG_DATA_HOME || (process.platform === 'win32' && LOCALAPPDATA) || join(homedir(), '.local', 'share')
  return GOLDPAN_DATA || join(base, 'goldpan')
}
