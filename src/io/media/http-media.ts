import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ReservedAddress, sendPublic } from '../public-request.ts'
import type { Downloads } from './downloads.ts'
import type { FoundMedia, MediaSource } from './found-media.ts'

export interface HttpRules {
  /** `example.com`, `*.example.com`, `example.com:8080`; no others are asked. */
  readonly hosts: readonly string[]
  readonly allowsPrivateAddresses: boolean
  /** How long nothing may come, milliseconds. */
  readonly timeout: number
  /** The pause before the second try, milliseconds; each further one is twice as long. */
  readonly pause?: number
}

const MOST_TRIES = 4
const MOST_REDIRECTIONS = 5
const FIRST_PAUSE = 500
/** What a server may ask us to wait, milliseconds. */
const LONGEST_PAUSE = 30_000

/** Files of the net, from hosts that are allowed. */
export function httpMedia(rules: HttpRules, downloads: Downloads): MediaSource {
  return async (reference, signal) => {
    if (!/^https?:\/\//i.test(reference)) return undefined
    let wait = rules.pause ?? FIRST_PAUSE
    for (let tries = 1; ; tries++) {
      const tried = await tryOnce(reference, rules, downloads, signal)
      if (!('retryAfter' in tried)) return tried
      if (tries === MOST_TRIES) return { problem: `${tried.problem}, ${MOST_TRIES} times` }
      await pause(Math.min(LONGEST_PAUSE, tried.retryAfter ?? wait), undefined, signal && { signal })
      wait *= 2
    }
  }
}

/** What may go well another time; milliseconds, where the server says when. */
interface Failure {
  readonly problem: string
  readonly retryAfter: number | undefined
}

async function tryOnce(
  address: string,
  rules: HttpRules,
  downloads: Downloads,
  signal: AbortSignal | undefined,
): Promise<FoundMedia | Failure> {
  try {
    const answer = await follow(address, rules, signal)
    return 'problem' in answer ? answer : await downloads.keep(bodyOf(answer))
  } catch (error) {
    if (signal?.aborted === true) throw error
    const problem = messageOf(error)
    return error instanceof ReservedAddress
      ? { problem: `${problem}, see [--media-private]` }
      : { problem, retryAfter: undefined }
  }
}

/** The answer with the file, behind all redirections. Each address on the way has to be allowed. */
async function follow(
  address: string,
  rules: HttpRules,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage | Failure | { readonly problem: string }> {
  let url = toUrl(address)
  for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
    if (url === undefined) return { problem: 'it is no address of http or https' }
    if (!isAllowed(url, rules.hosts)) return { problem: `${url.host} is not among the hosts of [--media-allow]` }
    const answer = await sendPublic(url, rules, { timeout: rules.timeout, signal, headers: { 'user-agent': 'goldpan' } })
    const status = answer.statusCode ?? 0
    if (status === 200) return answer
    const { location } = answer.headers
    answer.destroy()
    if (status < 300 || status > 399 || location === undefined) return refusal(answer, status)
    url = toUrl(location, url)
  }
  return { problem: `it is redirected more than ${MOST_REDIRECTIONS} times` }
}

function refusal({ headers }: IncomingMessage, status: number): Failure | { readonly problem: string } {
  const problem = `the server answers ${status}`
  if (status !== 408 && status !== 429 && status < 500) return { problem }
  const seconds = Number(headers['retry-after'])
  return { problem, retryAfter: Number.isFinite(seconds) ? seconds * 1000 : undefined }
}

/** As it comes; an answer that ends too early is an error. */
async function* bodyOf(answer: IncomingMessage): AsyncGenerator<Uint8Array> {
  for await (const chunk of answer) yield chunk
}

function isAllowed({ hostname, host }: URL, hosts: readonly string[]): boolean {
  return hosts.some((pattern) => {
    const allowed = pattern.toLowerCase()
    if (allowed.startsWith('*.')) return hostname.endsWith(allowed.slice(1))
    return allowed === hostname || allowed === host
  })
}

function toUrl(address: string, base?: URL): URL | undefined {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) ? url : undefined
}

/** Several addresses of a host fail with an error that has no words of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
