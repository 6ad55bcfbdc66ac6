import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { encodeGreyPng } from '../../../src/formats/shared/png.ts'
import { openZip } from '../../../src/io/zip-archive.ts'
import { type Site, TOKEN } from './site.ts'

/** A project with these tasks, made through the API; gives its id and those of the tasks. */
export async function makeProject(
  site: Site,
  title: string,
  config: string,
  tasks: readonly object[],
): Promise<{ readonly id: number; readonly tasks: readonly number[] }> {
  const { id } = await post<{ id: number }>(site, '/api/projects', { title, label_config: config })
  if (tasks.length === 0) return { id, tasks: [] }
  const answer = await post<{ task_ids: number[] }>(site, `/api/projects/${id}/import?return_task_ids=true`, tasks)
  return { id, tasks: answer.task_ids }
}

/** Brings a file to the server; gives the address that tasks show it by. */
export async function upload(site: Site, project: number, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData()
  form.append('file', new File([bytes], name))
  const response = await fetch(`${site.address}/api/projects/${project}/import?commit_to_project=false`, {
    method: 'POST',
    headers: { authorization: `Token ${TOKEN}` },
    body: form,
  })
  expect(response.status).toBeLessThan(300)
  const uploads: { file: string }[] = await get(site, `/api/projects/${project}/file-uploads?all=true`)
  return `/data/${uploads.at(-1)!.file}`
}

/** What the server answers, as it is: tests look only at what they name. */
export async function get<T>(site: Site, path: string): Promise<T> {
  const response = await fetch(site.address + path, { headers: { authorization: `Token ${TOKEN}` } })
  expect(response.status).toBe(200)
  return response.json()
}

export async function post<T>(site: Site, path: string, body: unknown): Promise<T> {
  const response = await fetch(site.address + path, {
    method: 'POST',
    headers: { authorization: `Token ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBeLessThan(300)
  return response.json()
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
