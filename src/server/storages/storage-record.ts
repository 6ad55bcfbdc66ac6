import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { nextId } from '../access/users.ts'
import type { Services } from '../services.ts'

/** The store's collection of storages: folders and buckets that tasks come from or annotations go to. */
const STORAGES = 'storages'

export const STORAGE_KINDS = ['localfiles', 's3'] as const
export type StorageKind = (typeof STORAGE_KINDS)[number]
export type StorageSide = 'import' | 'export'

export const STORAGE = z.object({
  id: z.number(),
  side: z.enum(['import', 'export']),
  kind: z.enum(STORAGE_KINDS),
  project: z.number(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  created_at: z.string(),
  status: z.enum(['initialized', 'queued', 'in_progress', 'completed', 'completed_with_errors', 'failed']),
  last_sync: z.string().nullable(),
  last_sync_count: z.number().nullable(),
  traceback: z.string().nullable(),
  meta: z.record(z.string(), z.unknown()),
  regex_filter: z.string().nullable(),
  use_blob_urls: z.boolean(),
  recursive_scan: z.boolean(),
  can_delete_objects: z.boolean().nullable(),
  /** Of a folder. */
  path: z.string().nullable(),
  /** Of a bucket. */
  bucket: z.string().nullable(),
  prefix: z.string().nullable(),
  region_name: z.string().nullable(),
  s3_endpoint: z.string().nullable(),
  aws_sse_kms_key_id: z.string().nullable(),
  presign: z.boolean(),
  presign_ttl: z.number(),
  /** Access key, secret and session token of a bucket: sealed JSON. */
  credentials: z.string().nullable(),
})
export type Storage = z.output<typeof STORAGE>

const CREDENTIALS = z.object({
  aws_access_key_id: z.string().nullable(),
  aws_secret_access_key: z.string().nullable(),
  aws_session_token: z.string().nullable(),
})
export type Credentials = z.output<typeof CREDENTIALS>

export async function newStorageId({ store }: Pick<Services, 'store'>): Promise<number> {
  return nextId(store.records, 'storage')
}

export async function saveStorage({ store }: Pick<Services, 'store'>, storage: Storage): Promise<void> {
  await store.records.put(STORAGES, String(storage.id), JSON.stringify(storage))
}

export async function deleteStorage({ store }: Pick<Services, 'store'>, { id }: Storage): Promise<void> {
  await store.records.delete(STORAGES, String(id))
}

/** In order of their ids. */
export async function storagesOf({ store }: Pick<Services, 'store'>, project: number): Promise<Storage[]> {
  const all = (await store.records.list(STORAGES)).map(({ value }) => STORAGE.parse(JSON.parse(value)))
  return all.filter((storage) => storage.project === project).sort((a, b) => a.id - b.id)
}

export async function storageById({ store }: Pick<Services, 'store'>, id: number): Promise<Storage | undefined> {
  const value = await store.records.get(STORAGES, String(id))
  return value === undefined ? undefined : STORAGE.parse(JSON.parse(value))
}

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** So that a copy of the store alone gives nobody the keys of a bucket. */
export function seal({ secret }: Pick<Services, 'secret'>, credentials: Credentials): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(credentials)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

export function unseal({ secret }: Pick<Services, 'secret'>, text: string): Credentials {
  const bytes = Buffer.from(text, 'base64')
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  return CREDENTIALS.parse(JSON.parse(opened.toString()))
}

/** Another key than the one that signs tokens. */
function keyOf(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update('storage credentials').update(secret).digest()
}
