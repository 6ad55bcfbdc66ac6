import { forbidden, HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import type { User } from './access.ts'
import { verifyToken } from './tokens.ts'
import { userById, userByToken } from './users.ts'

export interface SignedIn {
  readonly user: User
  /** The legacy token, when it is one. */
  readonly token: string | undefined
}

/** Who sends the request; undefined when it has no credentials. @throws HttpProblem 401 in Label Studio's words */
export async function authenticate(request: Request, services: Services): Promise<SignedIn | undefined> {
  const header = request.headers.get('authorization') ?? cookieOf(request)
  if (header === undefined) return undefined
  const [scheme = '', ...words] = header.trim().split(/\s+/)
  if (scheme.toLowerCase() === 'bearer') return bearer(words.join(' '), services)
  if (scheme.toLowerCase() !== 'token') return undefined
  if (words.length === 0) throw unauthorized('Invalid token header. No credentials provided.')
  if (words.length > 1) throw unauthorized('Invalid token header. Token string should not contain spaces.')
  const token = words[0]!
  const user = await userByToken(services.store, token)
  if (user === undefined || !user.is_active) throw unauthorized('Invalid token.')
  return { user, token }
}

/** 401 with the header that tells clients how to sign in. */
export function unauthorized(detail = 'Authentication credentials were not provided.'): HttpProblem {
  return new HttpProblem(401, 'unauthorized', detail, {
    hint: 'send `Authorization: Token …`, or `Bearer …` with an access token of /api/token/refresh/',
    headers: { 'www-authenticate': 'Token' },
  })
}

/** Holds what would stand in `Authorization`. Scripts of Annotation Lab send it, and browsers that were signed in by `POST /api/session`. */
export const SESSION_COOKIE = 'access_token'

function cookieOf(request: Request): string | undefined {
  const found = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=("?)([^;"]*)\\1`).exec(request.headers.get('cookie') ?? '')?.[2]
  if (found === undefined || found === '') return undefined
  if (isForeign(request)) throw forbidden('the request comes from another site')
  return decodeURIComponent(found)
}

/** Browsers send cookies of this host with what a page of another port makes them send, too; its `Origin` gives it away. */
function isForeign({ method, headers }: Request): boolean {
  const origin = headers.get('origin')
  return !['GET', 'HEAD'].includes(method) && origin !== null && origin.replace(/^https?:\/\//, '') !== headers.get('host')
}

/** A bad or expired access token is as none, as in Label Studio: what everyone may see can still be seen. */
async function bearer(token: string, services: Services): Promise<SignedIn | undefined> {
  const claims = verifyToken(token, services.secret, services.now())
  if (claims?.token_type !== 'access') return undefined
  const user = await userById(services.store, Number(claims.user_id))
  return user?.is_active === true ? { user, token: undefined } : undefined
}
