import { z } from '@hono/zod-openapi'
import type { Store } from '../../stores/store.ts'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { HttpProblem } from '../http/problem.ts'
import { type AnyRoute, defineRoute, type RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { needServerRole } from './access.ts'
import { ACCESS_SECONDS, type Claims, makeJti, peekClaims, signClaims, unsigned, verifyToken } from './tokens.ts'
import { userById } from './users.ts'

/** The store's collection of personal access tokens that are live, by their `jti`. */
const PERSONAL_TOKENS = 'personal-tokens'
const SETTINGS = 'settings'
const TOKEN_SETTINGS = 'tokens'
const DAY_SECONDS = 86_400

const REFRESH_BODY = z.object({ refresh: z.string() })
const STORED = z.object({
  token_type: z.literal('refresh'),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  user_id: z.string(),
})
const SETTINGS_BODY = z.object({
  api_tokens_enabled: z.boolean().default(true),
  legacy_api_tokens_enabled: z.boolean().default(true),
  api_token_ttl_days: z.int().min(1).max(73_000).optional(),
})

export const tokenRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/token',
    tag: 'Tokens',
    summary: 'List one’s personal access tokens, without their signatures',
    role: 'user',
    ignoredQuery: ['ordering'],
    answers: { 200: 'Tokens.' },
    handle: async ({ services, user }) =>
      jsonResponse((await liveTokens(services, user.id)).map((claims) => ({ token: unsigned(claims) }))),
  }),
  defineRoute({
    method: 'post',
    path: '/api/token',
    tag: 'Tokens',
    summary: 'Make a personal access token: it is exchanged for access tokens that live five minutes',
    role: 'user',
    body: z.unknown(),
    answers: { 201: 'The token, shown this once.', 409: 'There is one already.' },
    handle: async ({ services, user }) => {
      if ((await liveTokens(services, user.id)).length > 0)
        throw new HttpProblem(
          409,
          'token-exists',
          'You already have a valid token. Please revoke it before creating a new one.',
          {
            hint: 'POST /api/token/blacklist/ revokes it, /api/token/rotate/ replaces it',
          },
        )
      await services.audit.note(user, 'token-made', { kind: 'personal', for: user.id })
      return jsonResponse({ token: await makePersonal(services, user.id) }, 201)
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/token/refresh',
    tag: 'Tokens',
    summary: 'Exchange a personal access token for an access token',
    role: 'everyone',
    body: REFRESH_BODY,
    answers: { 200: 'The access token.', 401: 'The token is revoked or none.' },
    handle: async ({ services, body }) => {
      const { user_id: user } = await needLive(services, body.refresh)
      return jsonResponse({ access: sign(services, 'access', user, ACCESS_SECONDS).token })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/token/rotate',
    tag: 'Tokens',
    summary: 'Replace a personal access token by a new one',
    role: 'everyone',
    body: REFRESH_BODY,
    answers: { 200: 'The new token.', 401: 'The token is revoked or none.' },
    handle: async ({ services, body }) => {
      const { jti, user_id: user } = await needLive(services, body.refresh)
      await services.store.records.delete(PERSONAL_TOKENS, jti)
      return jsonResponse({ refresh: await makePersonal(services, Number(user)) })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/token/blacklist',
    tag: 'Tokens',
    summary: 'Revoke a personal access token; one without signature, as it is listed, is enough',
    role: 'user',
    body: REFRESH_BODY,
    answers: { 204: 'It is revoked.', 404: 'There is no such token.' },
    handle: async ({ services, user, body }) => {
      const claims = peekClaims(body.refresh)
      const isOwn = claims?.user_id === String(user.id)
      if (isOwn && (await services.store.records.delete(PERSONAL_TOKENS, claims.jti))) return noContent()
      throw new HttpProblem(404, 'token-unknown', 'Token is invalid or already blacklisted.', {
        hint: 'GET /api/token/ lists those that live',
      })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/jwt/settings',
    tag: 'Tokens',
    summary: 'Which kinds of tokens there are',
    role: 'user',
    answers: { 200: 'Both.' },
    handle: () => jsonResponse(BOTH),
  }),
  defineRoute({
    method: 'post',
    path: '/api/jwt/settings',
    tag: 'Tokens',
    summary: 'Set how many days personal access tokens live',
    role: 'admin',
    body: SETTINGS_BODY,
    answers: { 200: 'Both kinds.', 400: 'A kind cannot be turned off.' },
    handle: changeSettings,
  }),
]

const BOTH = { api_tokens_enabled: true, legacy_api_tokens_enabled: true }
const LONGEST_DAYS = 73_000

async function changeSettings(request: RouteRequest<unknown, z.output<typeof SETTINGS_BODY>>): Promise<Response> {
  const { services, user, body } = request
  needServerRole(request, 'admin')
  if (!body.api_tokens_enabled || !body.legacy_api_tokens_enabled)
    throw new HttpProblem(400, 'option-invalid', 'Neither kind of token can be turned off.', { hint: 'deactivate users instead' })
  const days = body.api_token_ttl_days ?? LONGEST_DAYS
  await services.store.records.put(SETTINGS, TOKEN_SETTINGS, String(days))
  await services.audit.note(user, 'settings-changed', { setting: TOKEN_SETTINGS, days })
  return jsonResponse(BOTH)
}

async function makePersonal(services: Services, user: number): Promise<string> {
  const days = Number((await services.store.records.get(SETTINGS, TOKEN_SETTINGS)) ?? LONGEST_DAYS)
  const { token, claims } = sign(services, 'refresh', String(user), days * DAY_SECONDS)
  await services.store.records.put(PERSONAL_TOKENS, claims.jti, JSON.stringify(claims))
  return token
}

function sign({ secret, now }: Services, kind: Claims['token_type'], user: string, seconds: number) {
  const issued = Math.floor(now().getTime() / 1000)
  const claims: Claims = { token_type: kind, exp: issued + seconds, iat: issued, jti: makeJti(), user_id: user }
  return { token: signClaims(claims, secret), claims }
}

async function liveTokens({ store, now }: Services, user: number): Promise<Claims[]> {
  const all = (await store.records.list(PERSONAL_TOKENS)).map(({ value }) => STORED.parse(JSON.parse(value)))
  return all.filter(({ user_id: id, exp }) => id === String(user) && exp * 1000 > now().getTime())
}

/** @throws HttpProblem 401 */
async function needLive(
  { store, secret, now }: Pick<Services, 'store' | 'secret' | 'now'> & { store: Store },
  token: string,
): Promise<Claims> {
  const claims = verifyToken(token, secret, now())
  if (claims?.token_type !== 'refresh') throw refused('Token is invalid')
  const isLive = (await store.records.get(PERSONAL_TOKENS, claims.jti)) !== undefined
  const user = await userById(store, Number(claims.user_id))
  if (!isLive || user?.is_active !== true) throw refused('Token is blacklisted')
  return claims
}

function refused(detail: string): HttpProblem {
  return new HttpProblem(401, 'token-refused', detail, {
    hint: 'make a new token with POST /api/token/',
    headers: { 'www-authenticate': 'Bearer realm="api"' },
  })
}
