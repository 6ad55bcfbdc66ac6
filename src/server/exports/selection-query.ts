import { listedValues, parseOptions } from '../../export/options.ts'
import { parseSelection, SELECTION, type Selection } from '../../export/selection.ts'
import type { AnyFormat, OptionValue } from '../../formats/format.ts'
import { parseQuery } from '../../query/parse.ts'
import { ALL, type NameField, type Query, type TaskState } from '../../query/query.ts'

/** The tasks that a selection leaves, as far as a search can tell. */
export interface SelectionQuery {
  readonly query: Query
  /** Otherwise it may find more tasks than are written. */
  readonly isExact: boolean
}

/** So many ids are searched for; more are picked out while reading. */
const MOST_IDS = 200

/**
 * A search for the tasks that an export writes: it finds all of them, and more only where a condition is about something that the store's index does not hold.
 * @throws GoldpanError `option-invalid`, `query-invalid`
 */
export function selectionQuery(given: Readonly<Record<string, OptionValue>>, format: AnyFormat): SelectionQuery {
  const options = parseOptions(SELECTION, given, 'export')
  const selection = parseSelection(options, format)
  const ids = idsQuery(options.ids)
  const wanted = options.state === 'any' ? ALL : is(options.state)
  return {
    query: all([parseQuery(options.query), ids.query, named('tag', options.tags), wanted, withContent(selection)]),
    isExact: ids.isExact && isExact(selection),
  }
}

/** Tasks of which something is left to write. */
function withContent({ options, keepsUnannotated, isUnannotatedDeselected, keepsCancelled, predictions }: Selection): Query {
  if (keepsUnannotated && !isUnannotatedDeselected) return ALL
  if (predictions === 'only') return is('predicted')
  const annotated = all([
    keepsCancelled ? { kind: 'not', part: is('unannotated') } : is('annotated'),
    named('annotator', options.annotator),
    options.onlyGroundTruth ? is('ground-truth') : ALL,
  ])
  const mayStandAlone = predictions === 'instead' || (predictions === 'with' && !isUnannotatedDeselected)
  return mayStandAlone ? { kind: 'or', parts: [annotated, is('predicted')] } : annotated
}

/** The index knows dates and scores of the task only, and not whose annotation it is that was starred. */
function isExact({ options, predictions }: Selection): boolean {
  const { since, until, annotator, onlyGroundTruth, modelVersion, minScore } = options
  const areOfOneAnnotation = annotator === '' || !onlyGroundTruth
  const arePredictionsWhole = predictions === 'none' || (modelVersion === '' && minScore <= 0)
  return since === '' && until === '' && areOfOneAnnotation && arePredictionsWhole
}

function all(parts: readonly Query[]): Query {
  const conditions = parts.filter(({ kind }) => kind !== 'all')
  return conditions.length < 2 ? (conditions[0] ?? ALL) : { kind: 'and', parts: conditions }
}

function any(parts: readonly Query[]): Query {
  return parts.length < 2 ? (parts[0] ?? ALL) : { kind: 'or', parts }
}

function is(state: TaskState): Query {
  return { kind: 'is', state }
}

function named(field: NameField, list: string): Query {
  return any(listedValues(list).map((value): Query => ({ kind: 'name', field, value })))
}

function idsQuery(list: string): SelectionQuery {
  const words = listedValues(list)
  if (words.length > MOST_IDS || !words.every((word) => /^\d+(?:-\d+)?$/.test(word))) return { query: ALL, isExact: false }
  const parts = words.map((word): Query => {
    const [from, to = from] = word.split('-').map(Number)
    return {
      kind: 'range',
      field: 'id',
      range: { from: from ?? 0, to: to ?? 0, isFromIncluded: true, isToIncluded: true },
    }
  })
  return { query: any(parts), isExact: true }
}
