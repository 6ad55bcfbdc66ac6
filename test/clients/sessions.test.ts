import { spawn } from 'node:child_process'
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
])('%s passes', async (script, checks) => {
  const { code, output } = await run(script)
  expect(output.trim().split('\n').at(-1)).toBe(`${checks} passed, 0 failed`)
  expect(code).toBe(0)
})

/** Beside this process, which has to answer meanwhile. */
function run(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const { address } = opened.server
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
