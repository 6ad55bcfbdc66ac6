import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { encodeGreyPng } from '../../../src/formats/shared/png.ts'
import { openZip } from '../../../src/io/zip-archive.ts'
import { type JsonNode, parseJson } from '../../../src/json/node.ts'
import { TOKEN } from '../../server/open-server.ts'
import type { Site } from './site.ts'

/** A project with these tasks, made through the API; gives its id and those of the tasks. */
export async function makeProject(
  site: Site,
  title: string,
  config: string,
  tasks: readonly object[],
): Promise<{ readonly id: number; readonly tasks: readonly number[] }> {
  const project = await ask(site, '/api/projects', json({ title, label_config: config }))
  const id = project.get('id')?.number() ?? 0
  if (tasks.length === 0) return { id, tasks: [] }
  const answer = await ask(site, `/api/projects/${id}/import?return_task_ids=true`, json(tasks))
  return {
    id,
    tasks:
      answer
        .get('task_ids')
        ?.elements()
        .map((node) => node.number() ?? 0) ?? [],
  }
}

/** Brings a file to the server; gives the address that tasks show it by. */
export async function upload(site: Site, project: number, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const body = new FormData()
  body.append('file', new File([bytes], name))
  await ask(site, `/api/projects/${project}/import?commit_to_project=false`, { method: 'POST', body })
  const uploads = await ask(site, `/api/projects/${project}/file-uploads?all=true`)
  return `/data/${uploads.elements().at(-1)?.get('file')?.string()}`
}

/** What the server answers to the administrator. */
export async function ask(site: Site, path: string, request: RequestInit = {}): Promise<JsonNode> {
  const headers = { authorization: `Token ${TOKEN}`, 'content-type': 'application/json' }
  const isForm = request.body instanceof FormData
  const response = await fetch(site.address + path, {
    ...request,
    headers: isForm ? { authorization: headers.authorization } : headers,
  })
  const text = await response.text()
  expect(`${response.status} ${text}`.slice(0, 300)).toMatch(/^20[01] /)
  return parseJson(text)
}

function json(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) }
}

/** The file of an export whose name ends so; also out of the zip that Label Studio's names give. */
export async function exported(site: Site, project: number, format: string, end: string): Promise<string> {
  const response = await fetch(`${site.address}/api/projects/${project}/export?exportType=${format}`, {
    headers: { authorization: `Token ${TOKEN}` },
  })
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  if (bytes.toString('latin1', 0, 2) !== 'PK') return bytes.toString()
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-export-'))
  const path = join(folder, 'export.zip')
  writeFileSync(path, bytes)
  const archive = await openZip(path, 'export.zip')
  const parts: Uint8Array[] = []
  for (const entry of archive.entries) if (entry.path.endsWith(end)) for await (const chunk of entry.open()) parts.push(chunk)
  archive.close()
  rmSync(folder, { recursive: true })
  return Buffer.concat(parts).toString()
}

/** A grey picture with stripes, so that one sees where it is. */
export function stripes(width: number, height: number): Uint8Array<ArrayBuffer> {
  const plane = new Uint8Array(width * height).map((_, k) => 60 + ((k % width) % 40) * 2 + (((k / width) | 0) % 40) * 2)
  return new Uint8Array(encodeGreyPng(plane, { width, height }))
}

/** A tone as a recording, 16 bits, one channel. */
export function tone(seconds: number, rate = 8000): Uint8Array<ArrayBuffer> {
  const samples = Math.round(seconds * rate)
  const bytes = new Uint8Array(44 + 2 * samples)
  const view = new DataView(bytes.buffer)
  const text = (at: number, letters: string) => bytes.set(new TextEncoder().encode(letters), at)
  text(0, 'RIFF')
  view.setUint32(4, 36 + 2 * samples, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, 2 * rate, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, 2 * samples, true)
  for (let k = 0; k < samples; k++)
    view.setInt16(44 + 2 * k, Math.round(12_000 * Math.sin(k / 7) * Math.abs(Math.sin((k / rate) * 3))), true)
  return bytes
}
