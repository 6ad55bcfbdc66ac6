import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../src/server/start.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'

/** Scripts as users have them, on Label Studio's own client (label-studio-sdk, unmodified). */
const TOKEN = '0123456789abcdef0123456789abcdef01234567'
const folder = mkdtempSync(join(tmpdir(), 'goldpan-clients-'))
const log = { info: () => undefined, error: () => undefined }
const filesRoot = join(folder, 'files')
let store: Store
let server: RunningServer
let python: string

beforeAll(async () => {
  const environment = [join('scripts', 'python-env.mjs'), join('test', 'clients', 'requirements.txt')]
  python = process.env.GOLDPAN_CLIENT_PYTHON || execFileSync(process.execPath, environment, { encoding: 'utf8' }).trim()
  mkdirSync(join(filesRoot, 'images'), { recursive: true })
  writeFileSync(join(filesRoot, 'images', '1.jpg'), 'first')
  writeFileSync(join(filesRoot, 'images', '2.jpg'), 'second')
  writeFileSync(join(filesRoot, 'images', 'readme.txt'), 'no image')
  store = await openStore(join(folder, 'goldpan.db'))
  server = await startServer({ store, folder, host: 'localhost', port: 0, adminToken: TOKEN, filesRoot, log })
})
afterAll(async () => {
  await server.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

it.each([
  ['client_session.py', 49],
  ['further_session.py', 38],
  ['wide_session.py', 147],
])('%s passes', (script, checks) => passes(server, script, checks))

it('storage_session.py passes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-clients-'))
  const store = await openStore(join(folder, 'goldpan.db'))
  const open = await startServer({
    store,
    folder,
    host: 'localhost',
    port: 0,
    adminToken: TOKEN,
    allowsPrivateAddresses: true,
    log,
  })
  try {
    await passes(open, 'storage_session.py', 14)
  } finally {
    await open.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function passes(running: RunningServer, script: string, checks: number): Promise<void> {
  const { code, output } = await run(running, script)
  expect(output.trim().split('\n').at(-1)).toBe(`${checks} passed, 0 failed`)
  expect(code).toBe(0)
}

/** Beside this process, which has to answer meanwhile. */
function run({ address }: RunningServer, script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LABEL_STUDIO_URL: address, LABEL_STUDIO_API_KEY: TOKEN, FILES_ROOT: filesRoot }
    const child = spawn(python, [join('test', 'clients', script)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      output += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
