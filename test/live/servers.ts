import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { afterEach } from 'vitest'

const running: Server[] = []

afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on a port of its own until the test ends. @returns its address, without a slash at its end */
export function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  running.push(server)
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'))
      else resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}

/** What happens to one request instead of an answer. */
export type Fault = (request: IncomingMessage, response: ServerResponse, answer: string) => void

interface ScriptedTask {
  readonly id: number
  readonly [key: string]: unknown
}

/**
 * A Label Studio with one project, number 5. Its lists of tasks go wrong as `faults` say, one fault per request, then well.
 * `counts` change what it says there is.
 */
export class ScriptedStudio {
  readonly requests: { readonly path: string; readonly query: URLSearchParams; readonly authorization: string | undefined }[] = []
  readonly faults: Fault[] = []
  tasks: ScriptedTask[]
  counts: { total?: number; total_annotations?: number; total_predictions?: number } = {}
  /** False: filters are passed over, as unknown parameters are. */
  knowsFilters = true
  /** Answers instead of the project and its tasks, when it gives any. */
  door: ((request: IncomingMessage) => { readonly status: number; readonly body: object } | undefined) | undefined

  constructor(count: number) {
    this.tasks = Array.from({ length: count }, (_, k) => ({ id: 10 * (k + 1), ...task(k) }))
  }

  readonly listener: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host')
    const { authorization } = request.headers
    this.requests.push({ path: pathname, query: searchParams, authorization })
    const refusal = this.door?.(request)
    if (refusal !== undefined) return send(response, refusal.status, refusal.body)
    if (pathname === '/api/projects/5/') return send(response, 200, { id: 5, label_config: '<View></View>' })
    if (pathname !== '/api/tasks/') return send(response, 404, { status_code: 404, detail: 'Not found.' })
    const answer = this.#page(searchParams)
    const fault = this.faults.shift()
    if (answer === undefined) send(response, 404, { status_code: 404, detail: 'Invalid page.' })
    else if (fault === undefined) send(response, 200, answer)
    else fault(request, response, JSON.stringify(answer))
  }

  /** The queries of the requests for tasks so far. */
  get pages(): URLSearchParams[] {
    return this.requests.filter(({ path }) => path === '/api/tasks/').map(({ query }) => query)
  }

  #page(query: URLSearchParams): object | undefined {
    const size = Number(query.get('page_size'))
    const filter = JSON.parse(query.get('query') ?? '{}').filters?.items[0]
    const matching = this.tasks.filter(({ id }) => !this.knowsFilters || filter === undefined || id > filter.value)
    const from = (Number(query.get('page') ?? 1) - 1) * size
    if (from > 0 && from >= matching.length) return undefined
    return {
      total_annotations: matching.length,
      total_predictions: 0,
      total: matching.length,
      ...this.counts,
      tasks: matching.slice(from, from + size),
    }
  }
}

function task(k: number): object {
  const result = [{ id: 'r', type: 'choices', from_name: 'sentiment', to_name: 'text', value: { choices: ['good'] } }]
  return { data: { text: `text ${k}` }, annotations: [{ id: k + 1, result, was_cancelled: false }], predictions: [], drafts: [] }
}

export function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** An answer of that status. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) =>
    void response.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<html>Trouble</html>')
}

/** Half of the answer, then the connection breaks. */
export const cut: Fault = (request, response, answer) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(answer.length) })
  response.write(answer.slice(0, answer.length / 2), () => request.socket.destroy())
}
