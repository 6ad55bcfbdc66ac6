import { anything, object, optional, type Shape, text } from './shape.ts'

/** A request that the server refused, or could not be asked: what to show. */
export class ApiProblem extends Error {
  /** 0: the server did not answer. */
  readonly status: number
  readonly code: string
  readonly hint: string | undefined

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.hint = hint
  }
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is: JSON whose numbers keep their spelling. */
  readonly json?: string
  readonly signal?: AbortSignal
  /** Is carried out even when the page is being closed. */
  readonly keepalive?: boolean
}

/** What the API answers. @throws ApiProblem, ShapeError, the reason of `signal` */
export async function ask<T>(path: string, shape: Shape<T>, asking: Asking = {}): Promise<T> {
  const response = await send(path, asking)
  return shape(await response.json(), '$')
}

/** A file, or JSON that is to be read word for word. @throws ApiProblem, the reason of `signal` */
export async function askBytes(path: string, asking: Asking = {}): Promise<Uint8Array> {
  return new Uint8Array(await (await send(path, asking)).arrayBuffer())
}

/** A call whose answer does not matter. @throws ApiProblem, the reason of `signal` */
export async function tell(path: string, asking: Asking = {}): Promise<void> {
  await send(path, asking)
}

/** What a refused request says of itself: what is wrong with its fields, else with the whole. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const { status } = response
  const value: unknown = await response.json().catch(() => undefined)
  try {
    const { code, detail, hint, validation_errors: fields } = PROBLEM(value, '$')
    const [message = detail] = textsIn(fields)
    return new ApiProblem(status, code, message, hint)
  } catch {
    const [message = `The server answered ${status}.`] = textsIn(value)
    return new ApiProblem(status, 'unknown', message)
  }
}

export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== '') search.set(name, String(value))
  const found = search.toString()
  return found === '' ? '' : `?${found}`
}

const PROBLEM = object({ code: text, detail: text, hint: optional(text), validation_errors: anything })

/** Label Studio tells problems as texts by field, in lists. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

async function send(path: string, { method = 'GET', body, json, signal, keepalive = false }: Asking): Promise<Response> {
  const text = json ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(path, {
    method,
    keepalive,
    ...(signal && { signal }),
    ...(text !== undefined && { body: text, headers: { 'content-type': 'application/json' } }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new ApiProblem(0, 'unreachable', 'The server does not answer.', 'is it still running?')
  })
  if (!response.ok) throw await problemOf(response)
  return response
}
