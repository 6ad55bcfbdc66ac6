import type { z } from '@hono/zod-openapi'
import { joinBytes } from '../../json/bytes.ts'
import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { fieldProblems } from './parameters.ts'
import { HttpProblem, invalid } from './problem.ts'

export interface ParsedBody {
  readonly value: unknown
  /** The same letter for letter, when it is JSON. */
  readonly json: JsonNode | undefined
}

/**
 * A request's body: JSON, or a form whose fields are texts. No body is an empty object.
 * @throws HttpProblem 400 no JSON, 413 too large, 415 of another kind
 */
export async function readBody(request: Request, most: number): Promise<ParsedBody> {
  const type = mediaType(request)
  if (type === 'multipart/form-data') return { value: await formValues(request, most), json: undefined }
  const bytes = await readBytes(request, most)
  if (bytes.length === 0) return { value: {}, json: undefined }
  if (type === 'application/x-www-form-urlencoded')
    return { value: Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))), json: undefined }
  if (type !== 'application/json' && type !== '') throw unsupportedType(type)
  const json = parseBody(bytes)
  return { value: json.value(), json }
}

export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
}

export function unsupportedType(type: string): HttpProblem {
  return new HttpProblem(415, 'media-type-unsupported', `Unsupported media type "${type}" in request.`, {
    hint: 'send application/json, application/x-www-form-urlencoded or multipart/form-data',
  })
}

export function tooLarge(most: number): HttpProblem {
  return new HttpProblem(413, 'body-too-large', `The body has more than ${most} bytes.`, {
    hint: 'send less at once, or start the server with a higher limit',
  })
}

/** The body against a schema. @throws HttpProblem 400 in the words of Django REST framework */
export function checkBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(fieldProblems(parsed.error))
}

/** The chunks of a body. @throws HttpProblem 413 as soon as there are too many bytes */
export async function* bodyChunks(request: Request, most: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  if (request.body === null) return
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > most) throw tooLarge(most)
    yield chunk
  }
}

async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bodyChunks(request, most)) chunks.push(chunk)
  return joinBytes(chunks)
}

function parseBody(bytes: Uint8Array): JsonNode {
  try {
    return parseJson(bytes)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw jsonProblem(bytes, error)
    throw error
  }
}

/** Where and why a body is no JSON, as Python's parser tells it. */
function jsonProblem(bytes: Uint8Array, { byte, message }: JsonSyntaxError): HttpProblem {
  const before = new TextDecoder().decode(bytes.subarray(0, byte))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  return new HttpProblem(
    400,
    'json-invalid',
    `JSON parse error - ${message}: line ${line} column ${column} (char ${before.length})`,
    { hint: 'send valid JSON', where: { line, column, byte } },
  )
}

async function formValues(request: Request, most: number): Promise<Record<string, string>> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  const form = await request.formData().catch(() => {
    throw new HttpProblem(400, 'form-invalid', 'Multipart form parse error', { hint: 'is the boundary that of the body?' })
  })
  const values: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string') values[name] = value
  return values
}
