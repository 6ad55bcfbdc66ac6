import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from '@hono/zod-openapi'
import { nextId } from '../access/users.ts'
import type { Services } from '../services.ts'

/** The store's collection of uploaded files. */
const UPLOADS = 'uploads'

const STORED = z.object({
  id: z.number(),
  project: z.number(),
  user: z.number(),
  /** Its name in the project's folder: eight random digits and the name it came with. */
  name: z.string(),
  size: z.number(),
  isUsed: z.boolean(),
})
export type Upload = z.output<typeof STORED>

/** Keeps a file below the server's folder. */
export async function keepUpload(
  services: Services,
  project: number,
  user: number,
  name: string,
  content: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  const stored = `${randomBytes(4).toString('hex')}-${safeName(name)}`
  const path = pathOf(services, project, stored)
  await mkdir(folderOf(services, project), { recursive: true })
  try {
    await pipeline(content, createWriteStream(path, { flags: 'wx' }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  const { size } = await stat(path)
  const upload = { id: await nextId(services.store.records, UPLOADS), project, user, name: stored, size, isUsed: false }
  await saveUpload(services, upload)
  return upload
}

export async function saveUpload({ store }: Services, upload: Upload): Promise<void> {
  await store.records.put(UPLOADS, String(upload.id), JSON.stringify(upload))
}

export async function uploadById({ store }: Services, id: number): Promise<Upload | undefined> {
  const value = await store.records.get(UPLOADS, String(id))
  return value === undefined ? undefined : STORED.parse(JSON.parse(value))
}

export async function uploadsOf({ store }: Services, project: number): Promise<Upload[]> {
  const all = (await store.records.list(UPLOADS)).map(({ value }) => STORED.parse(JSON.parse(value)))
  return all.filter((upload) => upload.project === project).sort((a, b) => a.id - b.id)
}

export async function deleteUpload(services: Services, upload: Upload): Promise<void> {
  await rm(uploadPath(services, upload), { force: true })
  await services.store.records.delete(UPLOADS, String(upload.id))
}

export function uploadPath(services: Services, { project, name }: Pick<Upload, 'project' | 'name'>): string {
  return pathOf(services, project, name)
}

/** The name's extension in small letters, with its dot. */
export function extensionOf({ name }: Pick<Upload, 'name'>): string {
  return extname(name).toLowerCase()
}

function folderOf({ folder }: Services, project: number): string {
  return join(folder, 'upload', String(project))
}

function pathOf(services: Services, project: number, name: string): string {
  return join(folderOf(services, project), basename(name))
}

/** Letters, digits and what is harmless in every file system and address. */
function safeName(name: string): string {
  const safe = name
    .split(/[\\/]/)
    .at(-1)!
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
  return safe === '' ? 'file' : safe.slice(-100)
}
