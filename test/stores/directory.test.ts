import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openDirectoryStore } from '../../src/stores/directory.ts'
import { describeStore } from './contract.ts'

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
}, 60_000)

describeStore(
  'a folder',
  async () => {
    const path = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
    folders.push(path)
    return { url: `dir:${path}`, open: () => openDirectoryStore(path), remove: async () => undefined }
  },
  { runs: 20 },
)
