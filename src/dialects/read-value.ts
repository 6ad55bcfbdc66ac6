import type { JsonNode } from '../json/node.ts'
import type { Id } from '../model/task.ts'

/** A number (as written, if it is a safe integer) or a non-empty string. */
export function readId(node: JsonNode | undefined): Id | undefined {
  if (node === undefined) return undefined
  const text = node.string()
  if (text !== undefined) return text === '' ? undefined : text
  if (node.kind !== 'number') return undefined
  const number = node.number()
  return number !== undefined && Number.isSafeInteger(number) ? number : node.text()
}

/** A number, also one in quotes: Annotation Lab writes prediction scores as strings (annotation-lab §6). */
export function readNumber(node: JsonNode | undefined): number | undefined {
  return node && finite(node.number() ?? spelledNumber(node.string()))
}

function spelledNumber(text: string | undefined): number | undefined {
  return text === undefined || text.trim() === '' ? undefined : Number(text)
}

function finite(number: number | undefined): number | undefined {
  return number === undefined || !Number.isFinite(number) ? undefined : number
}

/** `a string`, `an object`, `null`. */
export function withArticle(kind: string): string {
  if (kind === 'null') return kind
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}
