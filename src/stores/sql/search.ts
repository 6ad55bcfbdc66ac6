import type { Query, Range, RangeField } from '../../query/query.ts'
import type { NameRow } from './tables.ts'
import { type Name, nameKey, storableText } from './task-rows.ts'

/** A query whose names were looked up; of a whole search, `all` and `none` are only at the top. */
export type Search =
  | { readonly kind: 'all' | 'none' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Search[] }
  | { readonly kind: 'not'; readonly part: Search }
  | NameSearch
  | RangeSearch
  | WordsSearch

export interface NameSearch {
  readonly kind: 'name'
  readonly row: NameRow
}
export interface RangeSearch {
  readonly kind: 'range'
  readonly field: RangeField
  readonly range: Range
}
/** All phrases have to be there, wherever. */
export interface WordsSearch {
  readonly kind: 'words'
  readonly phrases: readonly Phrase[]
}
/** Words behind each other; the last one may be longer. */
export interface Phrase {
  readonly words: readonly string[]
  readonly isPrefix: boolean
}

/** The names that a query asks for. */
export function namesIn(query: Query): Name[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.flatMap(namesIn)
    case 'not':
      return namesIn(query.part)
    case 'is':
      return [{ field: 'is', value: query.state }]
    case 'name':
      return [{ field: query.field, value: storableText(query.value) }]
    case 'all':
    case 'range':
    case 'words':
      return []
  }
}

/** @param rows the project's, by `nameKey`; a name that has none is one that no task has */
export function searchOf(query: Query, rows: ReadonlyMap<string, NameRow>): Search {
  switch (query.kind) {
    case 'and':
      return joined(
        'and',
        'none',
        query.parts.map((part) => searchOf(part, rows)),
      )
    case 'or':
      return joined(
        'or',
        'all',
        query.parts.map((part) => searchOf(part, rows)),
      )
    case 'not':
      return negated(searchOf(query.part, rows))
    case 'is':
    case 'name': {
      const row = namesIn(query).map((name) => rows.get(nameKey(name)))[0]
      return row === undefined ? { kind: 'none' } : { kind: 'name', row }
    }
    case 'words':
      return { kind: 'words', phrases: [query] }
    case 'all':
    case 'range':
      return query
  }
}

/** @param end what decides alone when one part is it; its opposite says nothing */
function joined(kind: 'and' | 'or', end: 'all' | 'none', parts: readonly Search[]): Search {
  if (parts.some((part) => part.kind === end)) return { kind: end }
  const needed = parts.filter((part) => part.kind !== 'all' && part.kind !== 'none')
  const open = kind === 'and' ? withWordsTogether(needed) : needed
  if (open.length === 0) return { kind: kind === 'and' ? 'all' : 'none' }
  return open.length === 1 ? open[0]! : { kind, parts: open }
}

/** One look into the index finds all words quicker than one for each. */
function withWordsTogether(parts: readonly Search[]): Search[] {
  const phrases = parts.flatMap((part) => (part.kind === 'words' ? part.phrases : []))
  const others = parts.filter((part) => part.kind !== 'words')
  return phrases.length === 0 ? others : [...others, { kind: 'words', phrases }]
}

function negated(part: Search): Search {
  if (part.kind === 'all') return { kind: 'none' }
  if (part.kind === 'none') return { kind: 'all' }
  return { kind: 'not', part }
}
