import { z } from '@hono/zod-openapi'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { type AnyRoute, defineRoute } from '../route.ts'
import { userAnswer } from './account.ts'
import { SESSION_COOKIE, unauthorized } from './authenticate.ts'
import { userByToken } from './users.ts'

const SESSION_DAYS = 30

/** The page signs in with a token once; from then on the browser sends it in a cookie that scripts cannot read. */
export const sessionRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'post',
    path: '/api/session',
    tag: 'Account',
    summary: 'Sign a browser in: sets a cookie that holds the token, for 30 days',
    role: 'everyone',
    body: z.strictObject({ token: z.string().max(200) }),
    answers: { 200: 'The user.', 401: 'There is no such token.' },
    handle: async ({ services, body, raw }) => {
      const user = await userByToken(services.store, body.token.trim())
      if (user?.is_active !== true) throw unauthorized('Invalid token.')
      const cookie = sessionCookie(raw, `Token ${body.token.trim()}`, SESSION_DAYS * 86_400)
      return jsonResponse(userAnswer(user), 200, { 'set-cookie': cookie })
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/session',
    tag: 'Account',
    summary: 'Sign a browser out: takes the cookie away',
    role: 'everyone',
    answers: { 204: 'It is gone.' },
    handle: ({ raw }) => noContent({ 'set-cookie': sessionCookie(raw, '', 0) }),
  }),
]

/** For this server only (`SameSite=Strict`), and only through TLS where a proxy before it has it. */
function sessionCookie({ headers }: Request, value: string, seconds: number): string {
  const secure = headers.get('x-forwarded-proto') === 'https' ? '; Secure' : ''
  return `${SESSION_COOKIE}=${encodeURIComponent(value)}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}
