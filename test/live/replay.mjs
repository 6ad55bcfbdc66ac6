// A server that answers as a Label Studio did when its exchanges were recorded: in tests, or round a command (`replay goldpan convert http://HOST/…`).

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

export const RECORDED_TOKEN = '0123456789abcdef0123456789abcdef01234567'

const EXCHANGES = new URL('../fixtures/label-studio/exchanges.jsonl', import.meta.url)

/** @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} */
export function replaying() {
  const exchanges = readFileSync(EXCHANGES, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  return (request, response) => {
    const isKnown = request.headers.authorization === `Token ${RECORDED_TOKEN}`
    const found = exchanges.find(({ path, status }) => (isKnown ? path === request.url && status !== 401 : status === 401))
    if (found === undefined) response.writeHead(501).end(`nobody recorded ${request.method} ${request.url}`)
    else
      response
        .writeHead(found.status, { 'content-type': found.type })
        .end(found.body.replaceAll('http://HOST', `http://${request.headers.host}`))
  }
}

/** Runs a command with `http://HOST` in its arguments replaced by the server's address, and in what it prints put back. */
function run([command, ...args]) {
  const server = createServer(replaying())
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    const address = `http://127.0.0.1:${port}`
    const child = spawn(
      command,
      args.map((arg) => arg.replaceAll('http://HOST', address)),
      { stdio: ['inherit', 'pipe', 'pipe'] },
    )
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      let text = ''
      from.setEncoding('utf8').on('data', (piece) => void (text += piece))
      from.on('end', () => to.write(text.replaceAll(address, 'http://HOST')))
    }
    child.on('close', (code) => {
      process.exitCode = code ?? 1
      server.close()
    })
  })
}

if (process.argv[1] === import.meta.filename) run(process.argv.slice(2))
