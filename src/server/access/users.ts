import { z } from '@hono/zod-openapi'
import type { Records, Store } from '../../stores/store.ts'
import { ROLES, type User } from './access.ts'
import { hashToken, makeToken } from './tokens.ts'

/** Collections of the store's records. */
const USERS = 'users'
const TOKENS = 'tokens'
const SEQUENCES = 'sequences'

const USER: z.ZodType<User> = z.object({
  id: z.number(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  username: z.string(),
  phone: z.string(),
  role: z.enum([...ROLES, 'none']),
  date_joined: z.string(),
  is_active: z.boolean(),
})

/** In order of their ids. */
export async function allUsers({ records }: Pick<Store, 'records'>): Promise<readonly User[]> {
  const entries = await records.list(USERS)
  return entries.map(({ value }) => USER.parse(JSON.parse(value))).sort((a, b) => a.id - b.id)
}

export async function userById({ records }: Pick<Store, 'records'>, id: number): Promise<User | undefined> {
  const value = await records.get(USERS, String(id))
  return value === undefined ? undefined : USER.parse(JSON.parse(value))
}

/** Whoever has the legacy token. */
export async function userByToken(store: Pick<Store, 'records'>, token: string): Promise<User | undefined> {
  const id = await store.records.get(TOKENS, hashToken(token))
  return id === undefined ? undefined : userById(store, Number(id))
}

export type NewUser = Pick<User, 'email' | 'role'> & Partial<Pick<User, 'first_name' | 'last_name' | 'username' | 'phone'>>

export async function createUser({ records }: Pick<Store, 'records'>, user: NewUser, at: Date): Promise<User> {
  const id = await nextId(records, USERS)
  const created: User = {
    id,
    first_name: '',
    last_name: '',
    username: '',
    phone: '',
    ...user,
    date_joined: at.toISOString(),
    is_active: true,
  }
  await records.put(USERS, String(id), JSON.stringify(created))
  return created
}

export async function saveUser({ records }: Pick<Store, 'records'>, user: User): Promise<void> {
  await records.put(USERS, String(user.id), JSON.stringify(user))
}

/** With the legacy token. */
export async function deleteUser(store: Pick<Store, 'records'>, id: number): Promise<void> {
  await takeToken(store, id)
  await store.records.delete(USERS, String(id))
}

async function takeToken({ records }: Pick<Store, 'records'>, user: number): Promise<void> {
  for (const { key, value } of await records.list(TOKENS)) if (value === String(user)) await records.delete(TOKENS, key)
}

/** Gives the user this legacy token, or a new one; any other dies. Only its hash is kept. */
export async function giveToken(store: Pick<Store, 'records'>, user: User, token = makeToken()): Promise<string> {
  await takeToken(store, user.id)
  await store.records.put(TOKENS, hashToken(token), String(user.id))
  return token
}

/** The next number of a sequence, from 1; given out once. */
export async function nextId(records: Records, kind: string): Promise<number> {
  return nextIds(records, kind, 1)
}

/** The first of so many. */
export async function nextIds(records: Records, kind: string, count: number): Promise<number> {
  const last = await records.change(SEQUENCES, kind, (value) => String(Number(value ?? 0) + count))
  return Number(last) - count + 1
}
