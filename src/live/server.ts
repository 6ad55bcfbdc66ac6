import { setTimeout as pause } from 'node:timers/promises'
import { type JsonNode, parseJson } from '../json/node.ts'
import { JsonSyntaxError } from '../json/scan.ts'
import { GoldpanError } from '../model/error.ts'
import { ApiToken } from './api-token.ts'
import { noSuchThing, refused, unexpected, unreachable } from './server-errors.ts'

/** Milliseconds before the second attempt, the third and so on: always the same, since one user alone asks. */
const PAUSES = [1000, 2000, 4000, 8000, 16_000, 32_000]
const LONGEST_PAUSE = 10 * 60_000
/** Proxies in front of Label Studio give up after one minute or two. */
const REQUEST_MILLISECONDS = 150_000
const MOST_REDIRECTS = 5

/** Worth another attempt, also before the server has answered anything. */
const PASSING_ERRORS = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'])
const PASSING_STATUSES = new Set([408, 425, 429])

type Pause = (milliseconds: number, value: undefined, options: { signal?: AbortSignal }) => Promise<unknown>

export interface ServerOptions {
  /** The user's own, of either kind. */
  readonly token?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** In place of the timer. */
  readonly pause?: Pause | undefined
}

/** What one attempt came to: an answer, something that may pass, or an error. */
type Attempt =
  | { readonly answer: JsonNode }
  | { readonly problem: string; readonly cause?: unknown; readonly wait?: number | undefined }

/** A Label Studio server that is only read. Tokens go to nobody else, and into no message. */
export class Server {
  readonly #base: string
  readonly #token: ApiToken | undefined
  readonly #signal: AbortSignal | undefined
  readonly #pause: Pause
  #hasAnswered = false

  /** @param base of all paths, without a slash at its end */
  constructor(base: string, { token, signal, pause: pauseOf = pause }: ServerOptions) {
    this.#base = base
    this.#token = token === undefined ? undefined : new ApiToken(token)
    this.#signal = signal
    this.#pause = pauseOf
  }

  /**
   * What the server answers to a GET. Tries again, with longer and longer pauses or those that the server asks for, when it is overloaded or the
   * connection breaks.
   * @param path asked for before each attempt: what is too much for the server can be cut down in `onProblem`
   * @throws GoldpanError `server-unreachable`, `access-denied`, `project-missing` for all that is not found, `server-unexpected`
   */
  async get(path: () => string, onProblem: () => void = () => undefined): Promise<JsonNode> {
    for (let attempts = 1; ; attempts++) {
      const address = `${this.#base}${path()}`
      const attempt = await this.#attempt(address)
      if ('answer' in attempt) return attempt.answer
      const wait = PAUSES[attempts - 1]
      if (wait === undefined) throw unreachable(withoutQuery(address), attempt.problem, attempts, attempt.cause)
      onProblem()
      await this.#pause(attempt.wait ?? wait, undefined, this.#signal === undefined ? {} : { signal: this.#signal })
    }
  }

  async #attempt(address: string): Promise<Attempt> {
    if (this.#token?.needsAccess === true) {
      const problem = await this.#refresh(this.#token)
      if (problem !== undefined) return problem
    }
    const first = await this.#send(address, { method: 'GET' })
    if (!(first instanceof Response) || first.status !== 401 || this.#token?.canRefresh !== true)
      return this.#read(first, address)
    await first.body?.cancel()
    this.#token.setAccess(undefined) // it is good for some minutes only
    return (await this.#refresh(this.#token)) ?? this.#read(await this.#send(address, { method: 'GET' }), address)
  }

  /** Gets a new access token. Undefined when that went well. */
  async #refresh(token: ApiToken): Promise<Attempt | undefined> {
    const address = `${this.#base}/api/token/refresh/`
    const body = JSON.stringify({ refresh: token.refreshToken })
    const attempt = await this.#read(await this.#send(address, { method: 'POST', body }), address)
    if (!('answer' in attempt)) return attempt
    const access = attempt.answer.get('access')?.string()
    if (access === undefined) throw unexpected(address, 'the server gave no access token for this token')
    token.setAccess(access)
    return undefined
  }

  /** Follows redirects; the token goes no further than the server it is for. */
  async #send(address: string, request: { readonly method: string; readonly body?: string }): Promise<Response | Attempt> {
    let url = new URL(address)
    const home = url
    try {
      for (let redirects = 0; ; redirects++) {
        const timeout = AbortSignal.timeout(REQUEST_MILLISECONDS)
        const response = await fetch(url, {
          ...request,
          headers: this.#headers(request.body !== undefined, isSameServer(home, url)),
          redirect: 'manual',
          signal: this.#signal === undefined ? timeout : AbortSignal.any([this.#signal, timeout]),
        })
        this.#hasAnswered = true
        const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
        if (location === null || !URL.canParse(location, url.href)) return response
        await response.body?.cancel()
        if (redirects === MOST_REDIRECTS) throw unexpected(withoutQuery(address), 'the server redirects for ever')
        if (request.method !== 'GET' && !isSameServer(home, new URL(location, url)))
          throw unexpected(withoutQuery(address), 'the server redirects to another one')
        url = new URL(location, url)
      }
    } catch (error) {
      return this.#broken(error, withoutQuery(address))
    }
  }

  #headers(hasBody: boolean, isOwn: boolean): Record<string, string> {
    const authorization = isOwn && !hasBody ? this.#token?.header : undefined
    return {
      accept: 'application/json',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(authorization !== undefined && { authorization }),
    }
  }

  async #read(response: Response | Attempt, address: string): Promise<Attempt> {
    if (!(response instanceof Response)) return response
    const place = withoutQuery(address)
    try {
      const bytes = new Uint8Array(await response.arrayBuffer())
      const isWebPage = /html/i.test(response.headers.get('content-type') ?? '') || bytes[0] === 0x3c /* < */
      const { status, statusText } = response
      const detail = isWebPage ? undefined : detailOf(bytes)
      const problem = this.#hide(`${status} ${detail ?? statusText}`.trim())
      if (status === 401 || status === 403) throw refused(place, problem, this.#token !== undefined)
      if (status === 404) throw noSuchThing(place, problem)
      if (PASSING_STATUSES.has(status) || status >= 500) return { problem, wait: retryAfter(response.headers.get('retry-after')) }
      if (status !== 200) throw unexpected(place, `the server answered ${problem}`)
      if (isWebPage) throw unexpected(place, 'the server answered with a web page where JSON was expected')
      return { answer: parseJson(bytes) }
    } catch (error) {
      if (error instanceof JsonSyntaxError) return { problem: `its JSON is cut off or broken: ${error.message}`, cause: error }
      return this.#broken(error, place)
    }
  }

  /** What may pass, as long as it is not the address that is wrong. */
  #broken(error: unknown, place: string): Attempt {
    this.#signal?.throwIfAborted()
    if (error instanceof GoldpanError || !(error instanceof Error)) throw error
    const cause = error.cause instanceof Error ? error.cause : error
    const code = 'code' in cause ? String(cause.code) : cause.name
    const isPassing = this.#hasAnswered || PASSING_ERRORS.has(code) || cause.name === 'TimeoutError'
    const problem = this.#hide(cause.name === 'TimeoutError' ? 'it took too long' : cause.message || code)
    if (!isPassing) throw unreachable(place, problem, 1, error)
    return { problem, cause: error }
  }

  #hide(text: string): string {
    return this.#token?.hide(text) ?? text
  }
}

/** The same host, or the same one over TLS. */
function isSameServer(home: URL, other: URL): boolean {
  return (
    home.origin === other.origin || (home.hostname === other.hostname && home.protocol === 'http:' && other.protocol === 'https:')
  )
}

/** Seconds, or a date: RFC 9110 §10.2.3. In milliseconds, never more than ten minutes. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(LONGEST_PAUSE, Math.max(0, wait))
}

/** What the server says in its errors under `detail`, and of single fields. */
function detailOf(bytes: Uint8Array): string | undefined {
  try {
    return parseJson(bytes).get('detail')?.string()?.slice(0, 300)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

function withoutQuery(address: string): string {
  return address.replace(/\?.*$/s, '')
}
