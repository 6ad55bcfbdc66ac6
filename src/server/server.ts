import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { authenticate, type SignedIn, unauthorized } from './access/authenticate.ts'
import { checkBody, readBody } from './http/body.ts'
import { parseQueryParameters } from './http/parameters.ts'
import { HttpProblem, internalProblem, problemResponse, toProblem } from './http/problem.ts'
import { RateLimit } from './http/rate-limit.ts'
import { pageResponse } from './page-files.ts'
import type { AnyRoute, RouteRequest } from './route.ts'
import { routes } from './routes.ts'
import type { Services } from './services.ts'

/** The whole API over these services; `fetch` answers one request. */
export function createApp(services: Services): Hono {
  const app = new Hono({ strict: false })
  const gate = new Gate(services)
  app.use(secureHeaders({ strictTransportSecurity: false, contentSecurityPolicy: CONTENT_POLICY }))
  app.use(async (context, next) => {
    const start = performance.now()
    await next()
    tell(services, context, performance.now() - start)
  })
  for (const route of routes)
    app.on(route.method.toUpperCase(), patternOf(route), (context) => serve(route, context, services, gate))
  for (const [pattern, methods] of methodsByPattern()) app.all(pattern, ({ req }) => otherMethod(req.method, methods))
  app.notFound(
    ({ req }) =>
      (req.method === 'GET' && services.page !== undefined && pageResponse(services.page, req.raw)) ||
      problemResponse(new HttpProblem(404, 'path-unknown', 'Not found.', { hint: 'GET /api lists what there is' })),
  )
  app.onError((error) => fail(error, services))
  return app
}

/** Code is loaded from here only, WebAssembly too; what tasks show may lie anywhere. Nobody frames the pages. */
const CONTENT_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ['*', 'data:', 'blob:'],
  mediaSrc: ['*', 'data:', 'blob:'],
  connectSrc: ['*', 'data:', 'blob:'],
  frameAncestors: ["'none'"],
}
const NO_PARAMETERS = z.object({})

async function serve(route: AnyRoute, context: Context, services: Services, gate: Gate): Promise<Response> {
  const raw = context.req.raw
  const signedIn = await gate.enter(raw, addressOf(context), route)
  const url = new URL(raw.url)
  const query = parseQueryParameters(url, route.query ?? NO_PARAMETERS, route.ignoredQuery ?? [])
  const { value, json } =
    route.body === undefined ? { value: undefined, json: undefined } : await readBody(raw, services.limits.bodyBytes)
  const request: RouteRequest<unknown, unknown> = {
    services,
    get user() {
      if (signedIn === undefined) throw unauthorized()
      return signedIn.user
    },
    role: route.role,
    params: context.req.param() as Record<string, string>, // the pattern has them all
    query,
    body: route.body === undefined ? undefined : checkBody(route.body, value),
    json,
    raw,
    url,
    token: signedIn?.token,
  }
  return route.handle(request as RouteRequest<never, never>) // query and body were made by the route's own schemas
}

/** Lets in whoever may come in, at a pace that the server can keep up with. */
class Gate {
  readonly #services: Services
  readonly #requests: RateLimit
  readonly #refusals: RateLimit

  constructor(services: Services) {
    this.#services = services
    this.#requests = new RateLimit(services.limits.requestsPerMinute)
    this.#refusals = new RateLimit(services.limits.refusalsPerMinute)
  }

  /** @throws HttpProblem 401, 429 */
  async enter(request: Request, address: string, route: AnyRoute): Promise<SignedIn | undefined> {
    const now = this.#services.now().getTime()
    if (route.role !== 'everyone' && this.#refusals.isExhausted(address, now)) throw tooManyRequests(1)
    try {
      const signedIn = await authenticate(request, this.#services)
      if (signedIn === undefined && route.role !== 'everyone') throw unauthorized()
      const wait = this.#requests.spend(signedIn === undefined ? address : `user ${signedIn.user.id}`, now)
      if (wait > 0) throw tooManyRequests(wait)
      return signedIn
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 401) this.#refusals.spend(address, now)
      throw error
    }
  }
}

function tooManyRequests(seconds: number): HttpProblem {
  return new HttpProblem(429, 'too-many-requests', 'Request was throttled.', {
    hint: `try again in ${seconds} s`,
    headers: { 'retry-after': String(seconds) },
  })
}

/** The peer's address; forwarded headers are not believed. */
function addressOf({ env }: Context): string {
  const socket: unknown = env?.incoming?.socket
  return typeof socket === 'object' && socket !== null && 'remoteAddress' in socket ? String(socket.remoteAddress) : 'local'
}

/** `/api/tasks/{id}` as Hono's pattern; numbers only where it is not said otherwise, so that `/projects/counts` is no project. */
function patternOf({ path, words = [] }: Pick<AnyRoute, 'path' | 'words'>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (words.includes(name) ? `:${name}` : `:${name}{[0-9]+}`))
}

function methodsByPattern(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>()
  for (const route of routes) {
    const pattern = patternOf(route)
    methods.set(pattern, [...(methods.get(pattern) ?? []), route.method.toUpperCase()])
  }
  return methods
}

function otherMethod(method: string, methods: readonly string[]): Response {
  const allow = [...methods, 'OPTIONS'].join(', ')
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  const hint = `this path takes ${methods.join(', ')}`
  return problemResponse(
    new HttpProblem(405, 'method-not-allowed', `Method "${method}" not allowed.`, { hint, headers: { allow } }),
  )
}

function fail(error: unknown, { log }: Services): Response {
  const id = randomUUID()
  const problem = toProblem(error)
  if (problem !== undefined && problem.status < 500) return problemResponse(problem, id)
  log.error('request-failed', { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return problem === undefined ? internalProblem(id) : problemResponse(problem, id)
}

function tell({ log, metrics }: Services, { req, res }: Context, milliseconds: number): void {
  const { pathname } = new URL(req.url)
  log.info('request', { method: req.method, path: pathname, status: res.status, ms: Math.round(milliseconds * 10) / 10 })
  metrics.count('goldpan_requests_total', 'Requests answered.', { method: req.method, status: res.status })
}
