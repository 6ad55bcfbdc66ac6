import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export const TOKEN = '0123456789abcdef0123456789abcdef01234567'

/** `goldpan serve` in a process of its own, as it was built. */
export interface ServedProcess {
  readonly address: string
  readonly child: ChildProcess
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

/** @param args of the command besides `--port` @throws Error with what it printed when it ends instead of serving */
export async function serveProcess(args: readonly string[]): Promise<ServedProcess> {
  const child = spawn(process.execPath, [join('dist', 'cli', 'main.js'), 'serve', '--port', '0', ...args], {
    env: { ...process.env, GOLDPAN_ADMIN_TOKEN: TOKEN, GOLDPAN_STORE: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  let printed = ''
  const address = await new Promise<string>((resolve, reject) => {
    const look = (chunk: unknown) => {
      printed += String(chunk)
      const found = /^API: (\S+)\/api /m.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${printed}`)))
  })
  return {
    address,
    child,
    ask: (path, init = {}) =>
      fetch(`${address}${path}`, {
        ...init,
        headers: {
          authorization: `Token ${TOKEN}`,
          ...(init.body != null && { 'content-type': 'application/json' }),
          ...init.headers,
        },
      }),
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}
