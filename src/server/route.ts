import type { z } from '@hono/zod-openapi'
import type { JsonNode } from '../json/node.ts'
import type { Role, User } from './access/access.ts'
import { HttpProblem } from './http/problem.ts'
import type { Services } from './services.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** One call of the API: what it takes, who may make it, what it answers. The OpenAPI document is printed from it. */
export interface Route<Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> {
  readonly method: Method
  /** `/api/tasks/{id}`; parameters in braces are whole numbers, unless `words` names them. A trailing slash is the client's choice. */
  readonly path: string
  /** Path parameters that are any text without a slash. */
  readonly words?: readonly string[]
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** The least role: in the project that the request is about, else on the server. `user`: whoever is signed in; `everyone`: no token needed. */
  readonly role: Role | 'user' | 'everyone'
  /** Any other parameter is refused, except those that Label Studio's clients send and that mean nothing here. */
  readonly query?: Q
  readonly ignoredQuery?: readonly string[]
  /** Absent: the handler reads the body itself, or there is none. */
  readonly body?: B
  /** What the body is when `body` is absent; for the reference. */
  readonly bodyKind?: 'import' | 'none'
  readonly answers: Readonly<Record<number, string | AnswerKind>>
  readonly handle: (request: RouteRequest<z.output<Q>, z.output<B>>) => Response | Promise<Response>
}

export interface AnswerKind {
  readonly description: string
  readonly schema?: z.ZodType
  readonly contentType?: string
}

export interface RouteRequest<Q = Record<string, unknown>, B = unknown> {
  readonly services: Services
  /** Whoever is signed in. @throws HttpProblem 401 for routes that everyone may call, when nobody is */
  readonly user: User
  readonly role: Role | 'user' | 'everyone'
  readonly params: Readonly<Record<string, string>>
  readonly query: Q
  readonly body: B
  /** The body letter for letter, when it is JSON. */
  readonly json: JsonNode | undefined
  readonly raw: Request
  readonly url: URL
  /** The legacy token that the request came with. */
  readonly token: string | undefined
}

/** A route whose types are nobody else's business. */
export type AnyRoute = Omit<Route, 'handle'> & {
  readonly handle: (request: RouteRequest<never, never>) => Response | Promise<Response>
}

export function defineRoute<Q extends z.ZodObject = z.ZodObject<Record<never, never>>, B extends z.ZodType = z.ZodUndefined>(
  route: Route<Q, B>,
): AnyRoute {
  return route
}

/** A whole number in the path. */
export function idOf({ params }: Pick<RouteRequest, 'params'>, name = 'id'): number {
  const id = Number(params[name])
  if (Number.isSafeInteger(id)) return id
  throw new HttpProblem(404, 'not-found', 'Not found.')
}
