import { GoldpanError } from '../model/error.ts'

/** A piece of a query; `column` counts from 1. */
export type QueryToken =
  | { readonly kind: 'open' | 'close' | 'not' | 'and' | 'or' | 'end'; readonly column: number }
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean; readonly column: number }
  | { readonly kind: 'field'; readonly name: string; readonly column: number }

/**
 * Cuts a query into words, "phrases", `field:` and signs. AND, OR and NOT are only words when they are written otherwise, or in quotes.
 * @throws GoldpanError `query-invalid` for a quote that is not closed
 */
export function tokensOf(query: string): QueryToken[] {
  const tokens: QueryToken[] = []
  let at = 0
  while (at < query.length) {
    const column = at + 1
    const start = query[at]!
    if (/\s/.test(start)) at++
    else if (start === '(' || start === ')') {
      tokens.push({ kind: start === '(' ? 'open' : 'close', column })
      at++
    } else if (start === '-' && /\S/.test(query[at + 1] ?? ' ') && !isValue(tokens, column)) {
      tokens.push({ kind: 'not', column })
      at++
    } else if (start === '"') {
      const { text, end } = readQuoted(query, at)
      tokens.push({ kind: 'text', text, isQuoted: true, column })
      at = end
    } else {
      const field = isValue(tokens, column) ? null : /^([A-Za-z][\w-]*):/.exec(query.slice(at))
      const bare = field === null ? bareAt(query, at) : field[0]
      tokens.push(field === null ? wordToken(bare, column) : { kind: 'field', name: field[1]!, column })
      at += bare.length
    }
  }
  tokens.push({ kind: 'end', column: query.length + 1 })
  return tokens
}

/** @throws what `GoldpanError` says: code `query-invalid`, the message with the column */
export function invalidQuery(message: string, column: number, hint: string): GoldpanError {
  return new GoldpanError('query-invalid', `${message} (character ${column} of the query)`, hint, { column })
}

/** Whether what begins here stands directly behind a `field:`. */
function isValue(tokens: readonly QueryToken[], column: number): boolean {
  const last = tokens.at(-1)
  return last?.kind === 'field' && last.column + last.name.length + 1 === column
}

/** Up to white space or a bracket. */
function bareAt(query: string, at: number): string {
  return /^[^\s()"]+/.exec(query.slice(at))?.[0] ?? query[at]!
}

function wordToken(text: string, column: number): QueryToken {
  switch (text) {
    case 'AND':
      return { kind: 'and', column }
    case 'OR':
      return { kind: 'or', column }
    case 'NOT':
      return { kind: 'not', column }
  }
  return { kind: 'text', text, isQuoted: false, column }
}

/** `\"` and `\\` stand for themselves. */
function readQuoted(query: string, at: number): { readonly text: string; readonly end: number } {
  const quoted = /^"((?:[^"\\]|\\.)*)"/su.exec(query.slice(at))
  if (quoted === null) throw invalidQuery('this quote is not closed', at + 1, 'close it with another "')
  return { text: quoted[1]!.replace(/\\(["\\])/g, '$1'), end: at + quoted[0].length }
}
