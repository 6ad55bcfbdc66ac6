import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openZip } from '../src/io/zip-archive.ts'

/** Path → content. */
export async function unzip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-unzip-'))
  const path = join(folder, 'archive.zip')
  writeFileSync(path, bytes)
  const archive = await openZip(path, 'archive.zip')
  const files = new Map<string, Buffer>()
  for (const { path: name, open } of archive.entries) {
    const chunks: Uint8Array[] = []
    for await (const chunk of open()) chunks.push(Uint8Array.from(chunk))
    files.set(name, Buffer.concat(chunks))
  }
  await archive.close()
  rmSync(folder, { recursive: true })
  return files
}
