import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Outcome, type Part, parseTranscript, printTranscript } from './transcript.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MAIN = join(ROOT, 'dist', 'cli', 'main.js')
const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** Runs all commands of a document in a folder of its own that has the examples in it; gives back the document with what they printed. */
export async function runTranscript(text: string): Promise<string> {
  const transcript = parseTranscript(text)
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'goldpan-transcript-')))
  try {
    const folder = join(home, 'work')
    for (const name of [folder, join(home, 'temporary'), join(home, 'bin')]) mkdirSync(name)
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true })
    for (const name of ['input-shapes', 'label-studio'])
      cpSync(join(ROOT, 'test', 'fixtures', name), join(folder, name), { recursive: true })
    putProgram(join(home, 'bin', 'goldpan'), MAIN)
    putProgram(join(home, 'bin', 'replay'), join(ROOT, 'test', 'live', 'replay.mjs'))
    const outcomes = new Map<Part, Outcome>()
    for (const part of transcript.parts) {
      if (part.kind === 'file') putFile(join(folder, part.name), part.lines)
      if (part.kind === 'command') outcomes.set(part, await run(part.command, home, folder))
    }
    const left = readdirSync(join(home, 'temporary'))
    if (left.length > 0) throw new Error(`temporary files are left: ${left.join(', ')}`)
    return printTranscript(transcript, outcomes)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** The command line is not built here; its bundle is what a build writes last. @throws Error when it is missing or older than src */
export function needBuild(): void {
  const built = existsSync(MAIN) ? statSync(MAIN).mtimeMs : 0
  for (const name of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts') && statSync(join(ROOT, 'src', name)).mtimeMs > built)
      throw new Error(`dist is missing or older than src/${name}: run \`npm run build\` first`)
}

function putProgram(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`)
  chmodSync(path, 0o755)
}

function putFile(path: string, lines: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${lines.join('\n')}\n`)
}

function run(command: string, home: string, folder: string): Promise<Outcome> {
  const environment = {
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
    HOME: home,
    TMPDIR: join(home, 'temporary'),
    LC_ALL: 'C',
  }
  return new Promise((resolve, reject) => {
    const shell = spawn('/bin/sh', ['-c', command], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    shell.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
    shell.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
    shell.on('error', reject)
    shell.on('close', (exitCode) =>
      resolve({ stdout: steady(stdout, folder), stderr: steady(stderr, folder), exitCode: exitCode ?? -1 }),
    )
  })
}

/** What differs from release to release and from machine to machine is written in capitals. */
function steady(text: string, folder: string): string {
  return text.replaceAll(folder, 'FOLDER').replaceAll(version, 'VERSION')
}
