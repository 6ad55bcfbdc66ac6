import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scratch } from '../io/scratch.ts'
import { type OpenServer, openServer, TOKEN } from '../server/open-server.ts'
import { clientPython } from './client-python.ts'

/** Scripts as users have them, on Label Studio's own client (label-studio-sdk, unmodified). */
const { path: folder, put } = scratch()
const filesRoot = join(folder, 'files')
let opened: OpenServer
let python: string

beforeAll(async () => {
  python = clientPython()
  put('files/images/1.jpg', 'first')
  put('files/images/2.jpg', 'second')
  put('files/images/readme.txt', 'no image')
  opened = await openServer(folder, { filesRoot })
})
afterAll(() => opened.close())

it.each([
  ['client_session.py', 49],
  ['further_session.py', 38],
  ['wide_session.py', 147],
])('%s passes', (script, checks) => passes(opened, script, checks))

it('storage_session.py passes', async () => {
  const own = join(folder, 'reaching')
  mkdirSync(own)
  const reaching = await openServer(own, { allowsPrivateAddresses: true })
  try {
    await passes(reaching, 'storage_session.py', 14)
  } finally {
    await reaching.close()
  }
})

async function passes(running: OpenServer, script: string, checks: number): Promise<void> {
  const { code, output } = await run(running, script)
  expect(output.trim().split('\n').at(-1)).toBe(`${checks} passed, 0 failed`)
  expect(code).toBe(0)
}

/** Beside this process, which has to answer meanwhile. */
function run({ server }: OpenServer, script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LABEL_STUDIO_URL: server.address, LABEL_STUDIO_API_KEY: TOKEN, FILES_ROOT: filesRoot }
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
