import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openZip } from '../../src/browser/zip-archive.ts'
import type { ArchiveEntry } from '../../src/io/entry-files.ts'
import * as node from '../../src/io/zip-archive.ts'
import { zipSink } from '../../src/io/zip-writer.ts'
import { from, gather } from './streams.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-blob-zip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PYTHON_ZIP = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as out:
    out.comment = b'PK a comment'
    out.mkdir('completions') if hasattr(out, 'mkdir') else None
    out.writestr('completions/1.json', '{"id": 1}' * 5000, zipfile.ZIP_DEFLATED)
    out.writestr('stored.json', '[]', zipfile.ZIP_STORED)
    out.writestr('Übersicht 😀.json', '{}')
    with out.open('large.json', 'w', force_zip64=True) as large: large.write(b'x' * 100000)
    with out.open('bzip2.json', 'w') as packed: packed.write(b'y')
`

/** What the reader of Node says of the same bytes. */
async function readByNode(bytes: Uint8Array): Promise<unknown> {
  const path = join(folder, 'node.zip')
  writeFileSync(path, bytes)
  const archive = await node.openZip(path, 'a.zip').catch(plain)
  if (!('entries' in archive)) return archive
  const read = await readAll(archive.entries)
  archive.close()
  return read
}

async function readByBrowser(bytes: Uint8Array): Promise<unknown> {
  return openZip(new Blob([Uint8Array.from(bytes)]), 'a.zip').then(readAll, plain)
}

async function readAll(entries: readonly ArchiveEntry[]): Promise<unknown> {
  return Promise.all(
    entries.map(async ({ path, size, open }) => ({
      path,
      size,
      content: await gather(open()).then((all) => Buffer.from(all).toString('latin1'), plain),
    })),
  )
}

function plain(error: unknown): object {
  const { code, message, hint, where } = error as { code: string; message: string; hint: string; where: object }
  return { code, message, hint, where }
}

async function ownZip(): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const sink = zipSink({
    write: async (bytes) => void chunks.push(Uint8Array.from(bytes)),
    close: async () => undefined,
    abort: async () => undefined,
  })
  await sink.put('a.json', '[{"id": 1, "data": {}}]'.repeat(100))
  await sink.put('folder/b.json', from([Buffer.from('{"id": 2}'), Buffer.alloc(0), Buffer.from('\n{"id": 3}')]))
  await sink.close()
  return Buffer.concat(chunks)
}

describe('a zip in a Blob is read as a file is', () => {
  it('when Python packed it, with comment, folders, zip64 and names in Unicode', async () => {
    const path = join(folder, 'python.zip')
    execFileSync('python3', ['-c', PYTHON_ZIP, path])
    const bytes = readFileSync(path)
    const read = await readByBrowser(bytes)
    expect(read).toEqual(await readByNode(bytes))
    expect(JSON.stringify(read)).toContain('Übersicht 😀.json')
  })

  it('when we wrote it, with sizes behind the contents', async () => {
    const bytes = await ownZip()
    const read = await readByBrowser(bytes)
    expect(read).toMatchObject([{ path: 'a.json' }, { path: 'folder/b.json', content: '{"id": 2}\n{"id": 3}' }])
    expect(read).toEqual(await readByNode(bytes))
  })

  it('when it has nothing in it', async () => {
    const bytes = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')
    expect(await readByBrowser(bytes)).toEqual([])
    expect(await readByNode(bytes)).toEqual([])
  })

  it('when it breaks off, or is none', async () => {
    const bytes = await ownZip()
    for (const damaged of [bytes.subarray(0, -30), bytes.subarray(0, 10), Buffer.alloc(0), Buffer.from('text')])
      expect(await readByBrowser(damaged)).toEqual(await readByNode(damaged))
  })

  it('when a file of it is damaged: the others are whole', async () => {
    const bytes = await ownZip()
    bytes.fill(0xff, 40, 45)
    const read = await readByBrowser(bytes)
    expect(read).toEqual(await readByNode(bytes))
    expect(read).toMatchObject([{ content: { code: 'input-damaged' } }, { content: '{"id": 2}\n{"id": 3}' }])
  })
})
