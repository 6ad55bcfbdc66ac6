// A server in a process of its own, and what it has used so far. Works on Linux, whose /proc tells.

import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const TOKEN = '0123456789abcdef0123456789abcdef01234567'
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
/** Parts of a second that CPU times are counted in. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/**
 * @typedef {object} ServedProcess
 * @property {(path: string, init?: RequestInit) => Promise<Response>} ask
 * @property {() => number} cpu seconds of user and system time, of all threads
 * @property {() => number} memory bytes that it holds now
 * @property {() => void} forgetPeak so that the peak is that of what comes next
 * @property {() => number} peak the most bytes that it held
 * @property {() => Promise<void>} stop
 */

/** `goldpan serve` over an empty store in this folder. @param {string} folder @returns {Promise<ServedProcess>} */
export async function serveIn(folder) {
  const child = spawn(process.execPath, [MAIN, 'serve', '--data', folder, '--port', '0'], {
    env: { ...process.env, GOLDPAN_ADMIN_TOKEN: TOKEN, GOLDPAN_STORE: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const address = await addressIn(child.stdout)
  const proc = `/proc/${child.pid}`
  return {
    ask: (path, init = {}) =>
      fetch(`${address}${path}`, { ...init, headers: { authorization: `Token ${TOKEN}`, ...init.headers } }),
    cpu() {
      const fields = readFileSync(`${proc}/stat`, 'latin1').split(') ')[1].split(' ') // from the third on, proc(5)
      return (Number(fields[11]) + Number(fields[12])) / TICKS
    },
    memory: () => statusBytes(proc, 'VmRSS'),
    forgetPeak: () => writeFileSync(`${proc}/clear_refs`, '5'),
    peak: () => statusBytes(proc, 'VmHWM'),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** @param {import('node:stream').Readable} output @returns {Promise<string>} */
async function addressIn(output) {
  let text = ''
  for await (const chunk of output) {
    text += String(chunk)
    const address = /^API: (\S+)\/api /m.exec(text)?.[1]
    if (address !== undefined) return address
  }
  throw new Error(`the server did not start: ${text}`)
}

/** @param {string} proc @param {string} key */
function statusBytes(proc, key) {
  const status = readFileSync(`${proc}/status`, 'latin1')
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}
