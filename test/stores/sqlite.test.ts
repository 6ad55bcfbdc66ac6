import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/stores/sqlite.ts'
import { describeStore } from './contract.ts'

describeStore('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
  const path = join(folder, 'goldpan.db')
  return { url: path, open: () => openSqliteStore(path), remove: async () => rmSync(folder, { recursive: true, force: true }) }
})
