import { type QueryToken, tokensOf } from '../../../query/tokens.ts'

/** A condition `field:value` that stands in a query so that it has to hold. */
export interface Condition {
  readonly field: string
  readonly value: string
  /** Its characters, from 0; `end` is the first behind it. */
  readonly start: number
  readonly end: number
}

/** The conditions that a query demands at its top level; none where OR makes them alternatives, or where it cannot be read. */
export function conditionsIn(query: string): readonly Condition[] {
  const tokens = readTokens(query)
  const found: Condition[] = []
  let depth = 0
  for (const [k, token] of tokens.entries()) {
    if (token.kind === 'open') depth++
    if (token.kind === 'close') depth--
    if (token.kind === 'or' && depth === 0) return []
    const [before, value, after] = [tokens[k - 1], tokens[k + 1], tokens[k + 2]]
    if (depth > 0 || token.kind !== 'field' || value?.kind !== 'text' || before?.kind === 'not') continue
    const start = token.column - 1
    const end = start + query.slice(start, (after?.column ?? query.length + 1) - 1).trimEnd().length
    found.push({ field: token.name.toLowerCase(), value: value.text, start, end })
  }
  return found
}

/** The query with one more condition that has to hold. */
export function withCondition(query: string, field: string, value: string): string {
  const condition = `${field}:${printValue(value)}`
  const text = query.trim()
  if (text === '') return condition
  return hasAlternatives(text) ? `(${text}) ${condition}` : `${text} ${condition}`
}

export function withoutCondition(query: string, { start, end }: Condition): string {
  return `${query.slice(0, start).trimEnd()} ${query.slice(end).trimStart()}`.trim()
}

/** In quotes where it would not be read as one value. */
export function printValue(value: string): string {
  return /^[^\s()",\\]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}

function hasAlternatives(query: string): boolean {
  let depth = 0
  for (const { kind } of readTokens(query)) {
    if (kind === 'open') depth++
    if (kind === 'close') depth--
    if (kind === 'or' && depth === 0) return true
  }
  return false
}

function readTokens(query: string): readonly QueryToken[] {
  try {
    return tokensOf(query)
  } catch {
    return [] // a quote that is not closed: said below the field
  }
}
