import type { JsonNode } from '../../json/node.ts'
import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { invalid } from '../http/problem.ts'
import type { RouteRequest } from '../route.ts'

/** A member of the body letter for letter; in a form it is JSON in a text. @throws HttpProblem 400 */
export function rawMember(
  { json, body }: Pick<RouteRequest<unknown, unknown>, 'json' | 'body'>,
  name: string,
): JsonNode | undefined {
  const node = json === undefined ? formMember(body, name) : json.get(name)
  const text = node?.string()
  return text === undefined || !/^\s*[[{]/.test(text) ? node : parseMember(text, name)
}

function formMember(body: unknown, name: string): JsonNode | undefined {
  const value = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {})).get(name)
  return value === undefined ? undefined : parseJson(JSON.stringify(value))
}

function parseMember(text: string, name: string): JsonNode {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw invalid({ [name]: [`Value must be valid JSON: ${error.message}.`] })
    throw error
  }
}

/** The member `result`. @throws HttpProblem 400 when it is there and neither a list nor null */
export function resultMember(request: Pick<RouteRequest<unknown, unknown>, 'json' | 'body'>): JsonNode | undefined {
  const result = rawMember(request, 'result')
  if (result !== undefined && result.kind !== 'array' && !result.isNull())
    throw invalid({ result: ['annotation "result" field in annotation must be list'] })
  return result
}
