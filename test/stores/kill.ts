import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const PUTS = 8

/** Lets another process put tasks into a project, fifty at once, and kills it in the midst of that: a kill that it cannot notice. */
export function putUntilKilled(url: string, project: number): Promise<void> {
  return withScript('test/stores/put-forever.ts', (script) =>
    killedAfter(PUTS, spawn(process.execPath, [script, url, String(project)], { stdio: ['ignore', 'pipe', 'inherit'] })),
  )
}

/** A module and what it imports as one file that Node runs, there for as long as it is needed. */
export async function withScript(module: string, work: (script: string) => Promise<void>): Promise<void> {
  mkdirSync('node_modules/.cache', { recursive: true }) // below it, packages are found
  const folder = mkdtempSync(join('node_modules', '.cache', 'goldpan-test-'))
  try {
    const script = join(folder, 'script.mjs')
    const bundle = await rolldown({ input: module, platform: 'node', external: /^[^./]/ })
    await bundle.write({ file: script, codeSplitting: false })
    await work(script)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ends when the process was killed, a moment after it wrote so many lines. @throws Error when it ended by itself */
function killedAfter(lines: number, child: ChildProcess): Promise<void> {
  let seen = 0
  child.stdout?.on('data', (text: Buffer) => {
    seen += text.toString().split('\n').length - 1
    if (seen >= lines) setTimeout(() => child.kill('SIGKILL'), 3)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) =>
      signal === 'SIGKILL' ? resolve() : reject(new Error(`it ended by itself, with ${status}`)),
    )
  })
}
