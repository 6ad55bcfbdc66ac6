import { randomUUID } from 'node:crypto'
import { GoldpanError, type Where } from '../../model/error.ts'

/** The release of Label Studio whose API this server speaks; its clients look for it. */
export const LABEL_STUDIO_RELEASE = '1.23.2'

/** What is wrong with the fields of a request: texts by field, as deep as the request is. */
export interface FieldProblems {
  readonly [field: string]: readonly string[] | FieldProblems
}

interface ProblemDetails {
  readonly hint?: string | undefined
  readonly where?: Where | undefined
  readonly fields?: FieldProblems | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A request that cannot be served: becomes `application/problem+json` (RFC 9457) with Label Studio's `detail` and `validation_errors` in it. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string | undefined
  readonly where: Where | undefined
  readonly fields: FieldProblems | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, detail: string, { hint, where, fields, headers = {} }: ProblemDetails = {}) {
    super(detail)
    this.name = 'HttpProblem'
    this.status = status
    this.code = code
    this.hint = hint
    this.where = where
    this.fields = fields
    this.headers = headers
  }
}

/** 400 for fields that are not right. */
export function invalid(fields: FieldProblems, hint?: string): HttpProblem {
  return new HttpProblem(400, 'request-invalid', 'Validation error', { fields, hint })
}

/** 400 for a body that is wrong as a whole. */
export function invalidBody(...problems: readonly string[]): HttpProblem {
  return invalid({ non_field_errors: problems })
}

/** 404 in Label Studio's words. @param kind Project, Task, Annotation … */
export function notFound(kind: string): HttpProblem {
  return new HttpProblem(404, 'not-found', `No ${kind} matches the given query.`)
}

export function forbidden(hint: string): HttpProblem {
  return new HttpProblem(403, 'forbidden', 'You do not have permission to perform this action.', { hint })
}

/** Which status an error of the library has; all others mean that the request is wrong. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['project-unknown', 404],
  ['task-unknown', 404],
  ['project-exists', 409],
  ['store-unreachable', 503],
  ['store-damaged', 500],
  ['output-unwritable', 500],
  ['cancelled', 409],
  ['internal', 500],
])

/** The problem that an error is to the client; undefined when it is a fault of ours, which is nobody else's business. */
export function toProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error
  if (!(error instanceof GoldpanError)) return undefined
  const { code, message, hint, where } = noteOf(error)
  if (code === 'project-unknown') return notFound('Project')
  if (code === 'task-unknown') return notFound('Task')
  return new HttpProblem(STATUSES.get(code) ?? 400, code, message, { hint, where })
}

/** An error as a page and an API tell it. */
export interface ErrorNote {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly where: Where
}

/** Options are called as forms do: who reads it has no command line. */
export function noteOf(error: GoldpanError): ErrorNote {
  return { code: error.code, ...error.wordedFor('form'), where: error.where }
}

const TITLES: ReadonlyMap<number, string> = new Map([
  [400, 'Bad request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not found'],
  [405, 'Method not allowed'],
  [409, 'Conflict'],
  [413, 'Content too large'],
  [415, 'Unsupported media type'],
  [416, 'Range not satisfiable'],
  [422, 'Unprocessable content'],
  [424, 'Failed dependency'],
  [429, 'Too many requests'],
  [500, 'Internal server error'],
  [503, 'Service unavailable'],
])

/** The answer to a request that failed. @param id tells this failure from all others in the log */
export function problemResponse(problem: HttpProblem, id: string = randomUUID()): Response {
  const { status, code, message, hint, where, fields, headers } = problem
  const body = {
    type: 'about:blank',
    title: TITLES.get(status) ?? 'Error',
    status,
    code,
    hint,
    where,
    id,
    status_code: status,
    version: LABEL_STUDIO_RELEASE,
    detail: message,
    exc_info: null,
    validation_errors: fields,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

/** For faults of ours: no word of what happened leaves the server, the log has it under the same id. */
export function internalProblem(id: string): Response {
  const hint = `the server's log has the cause under ${id}`
  return problemResponse(new HttpProblem(500, 'internal', 'Internal server error', { hint }), id)
}
