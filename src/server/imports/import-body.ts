import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import busboy from 'busboy'
import { bodyChunks, mediaType, tooLarge, unsupportedType } from '../http/body.ts'
import { fetchPublic } from '../http/outbound.ts'
import { HttpProblem, invalidBody } from '../http/problem.ts'
import type { RouteRequest } from '../route.ts'
import type { ImportSource } from './import-run.ts'
import { needImportable } from './import-sources.ts'
import { deleteUpload, extensionOf, keepUpload, type Upload } from './upload-store.ts'

/** What an import came with: files that are kept, or the body itself. */
export interface ImportBody {
  readonly uploads: readonly Upload[]
  readonly source: ImportSource | undefined
  /** Removes what was kept of the body for this import only. */
  release?(): Promise<void>
}

/** Where bodies are that imports in the background read. */
export function bodiesFolder(folder: string): string {
  return join(folder, 'imports')
}

/**
 * Takes in the body of an import as it comes: JSON, files of a form, or a form with the address of a file.
 * @param isKept whether all of it has to be here at the end, for what is done with it when the request is answered
 * @throws HttpProblem 400, 413, 415
 */
export async function takeImportBody(
  request: RouteRequest<unknown, unknown>,
  project: number,
  isKept: boolean,
): Promise<ImportBody> {
  const { raw, services } = request
  const type = mediaType(raw)
  const most = services.limits.importBytes
  if (type === 'application/json' || type === '') {
    const bytes = bodyChunks(raw, most)
    if (!isKept) return { uploads: [], source: { name: 'the request', bytes } }
    return keepBody(bytes, bodiesFolder(services.folder))
  }
  if (type === 'multipart/form-data') return { uploads: await takeFiles(request, project), source: undefined }
  if (type !== 'application/x-www-form-urlencoded') throw unsupportedType(type)
  return { uploads: [await takeAddress(request, project)], source: undefined }
}

async function keepBody(bytes: AsyncIterable<Uint8Array>, folder: string): Promise<ImportBody> {
  const path = join(folder, `${randomUUID()}.json`)
  const release = () => rm(path, { force: true })
  await mkdir(folder, { recursive: true })
  try {
    await pipeline(bytes, createWriteStream(path, { flags: 'wx' }))
  } catch (error) {
    await release()
    throw error
  }
  return { uploads: [], source: path, release }
}

async function takeFiles({ raw, services, user }: RouteRequest<unknown, unknown>, project: number): Promise<Upload[]> {
  const most = services.limits.importBytes
  if (Number(raw.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  if (raw.body === null) throw invalidBody('load_tasks: No data found in DATA or in FILES')
  const kept: Promise<Upload>[] = []
  const parser = openForm(raw, most)
  let problem: unknown
  parser.on('file', (_field, content, { filename }) => {
    let isCut = false
    content.on('limit', () => {
      isCut = true
    })
    const upload = keepIfImportable(services, project, user.id, filename ?? 'file', content).then((one) => {
      if (isCut) throw tooLarge(most)
      return one
    })
    upload.catch((error: unknown) => {
      problem ??= error
      content.resume()
    })
    kept.push(upload)
  })
  await new Promise<void>((resolve) => {
    parser.on('close', resolve)
    parser.on('error', (error) => {
      problem ??= new HttpProblem(400, 'form-invalid', 'Multipart form parse error', { hint: String(error) })
      resolve()
    })
    // the two declarations of web streams differ in names only
    Readable.fromWeb(raw.body as NodeReadableStream<Uint8Array>)
      .on('error', (error) => parser.destroy(error))
      .pipe(parser)
  })
  const settled = await Promise.allSettled(kept)
  const uploads = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (problem === undefined && uploads.length > 0) return uploads
  for (const upload of uploads) await deleteUpload(services, upload)
  throw problem ?? invalidBody('load_tasks: No data found in DATA or in FILES')
}

function openForm(raw: Request, most: number): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': raw.headers.get('content-type') ?? '' },
      limits: { fileSize: most, files: 1000, fields: 100 },
    })
  } catch (error) {
    throw new HttpProblem(400, 'form-invalid', 'Multipart form parse error', {
      hint: error instanceof Error ? error.message : 'no boundary',
    })
  }
}

async function keepIfImportable(
  services: RouteRequest['services'],
  project: number,
  user: number,
  name: string,
  content: Readable,
): Promise<Upload> {
  needImportable(extensionOf({ name }))
  return keepUpload(services, project, user, name, content)
}

/** `url=` is an address, or JSON itself. */
async function takeAddress({ raw, services, user }: RouteRequest<unknown, unknown>, project: number): Promise<Upload> {
  const form = new URLSearchParams(await raw.text())
  const address = form.get('url')
  if (address === null || address === '') throw invalidBody('"url" is not found in request data')
  if (/^\s*[[{]/.test(address))
    return keepUpload(services, project, user.id, 'inline.json', Readable.from([Buffer.from(address)]))
  const { name, content } = await fetchPublic(address, services)
  needImportable(extensionOf({ name }))
  return keepUpload(services, project, user.id, name, content)
}
