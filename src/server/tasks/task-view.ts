import { z } from '@hono/zod-openapi'
import { nearest } from '../../model/nearest.ts'
import { invalid } from '../http/problem.ts'
import { COLUMNS, isColumn } from './task-columns.ts'

const OPERATORS = [
  'equal',
  'not_equal',
  'less',
  'greater',
  'less_or_equal',
  'greater_or_equal',
  'in',
  'not_in',
  'in_list',
  'not_in_list',
  'empty',
  'contains',
  'not_contains',
  'regex',
] as const
export type Operator = (typeof OPERATORS)[number]

export interface TaskFilter {
  /** A name of `COLUMNS`, or `data.<key>`. */
  readonly column: string
  readonly operator: Operator
  readonly value: unknown
}

/** Which tasks of a project a client wants, in which order: Label Studio's data manager in one value. */
export interface TaskView {
  readonly conjunction: 'and' | 'or'
  readonly filters: readonly TaskFilter[]
  /** Undefined: by id. */
  readonly ordering: { readonly column: string; readonly isDescending: boolean } | undefined
  /** Only these ids, or all but these. */
  readonly selected: { readonly isAll: boolean; readonly ids: ReadonlySet<number> } | undefined
}

const IDS = z.array(z.coerce.number())
const VIEW = z.object({
  filters: z
    .object({
      conjunction: z.enum(['and', 'or']).default('and'),
      items: z
        .array(z.object({ filter: z.string(), operator: z.string(), type: z.string().optional(), value: z.unknown() }))
        .default([]),
    })
    .nullish(),
  ordering: z.array(z.string()).nullish(),
  selectedItems: z.object({ all: z.boolean(), included: IDS.nullish(), excluded: IDS.nullish() }).nullish(),
})

/**
 * @param texts JSON of a saved view and of requests, later members in place of earlier ones unless they are null or empty
 * @throws HttpProblem 400: no JSON, an unknown column or operator with the nearest name
 */
export function parseTaskView(texts: readonly (string | undefined)[]): TaskView {
  const members = texts.filter((text) => text !== undefined && text !== '').map((text) => parseObject(text!))
  const parsed = VIEW.safeParse(Object.assign({}, ...members))
  if (!parsed.success) throw invalid({ query: [parsed.error.issues[0]?.message ?? 'not possible'] })
  const { filters, ordering, selectedItems } = parsed.data
  return {
    conjunction: filters?.conjunction ?? 'and',
    filters: (filters?.items ?? []).map(({ filter, operator, value }) => ({
      column: needColumn(filter.replace(/^filter:tasks:/, '')),
      operator: needOperator(operator),
      value,
    })),
    ordering: parseOrdering(ordering?.[0]),
    selected:
      selectedItems === null || selectedItems === undefined
        ? undefined
        : { isAll: selectedItems.all, ids: new Set((selectedItems.all ? selectedItems.excluded : selectedItems.included) ?? []) },
  }
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && !isEmptyList(member)))
  } catch {
    // told below
  }
  throw invalid({ query: ['Value must be valid JSON: an object with filters, ordering or selectedItems.'] })
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function parseOrdering(text: string | undefined): TaskView['ordering'] {
  if (text === undefined) return undefined
  const column = needColumn(text.replace(/^-/, '').replace(/^tasks:/, ''))
  return { column, isDescending: text.startsWith('-') }
}

function needColumn(name: string): string {
  if (isColumn(name)) return name
  const near = nearest(name, Object.keys(COLUMNS))
  throw invalid({ query: [`There is no column \`${name}\`${near === undefined ? '' : `; did you mean ${near}?`}`] })
}

function needOperator(name: string): Operator {
  const operator = OPERATORS.find((known) => known === name)
  if (operator !== undefined) return operator
  const near = nearest(name, OPERATORS)
  throw invalid({ query: [`There is no operator \`${name}\`${near === undefined ? '' : `; did you mean ${near}?`}`] })
}
