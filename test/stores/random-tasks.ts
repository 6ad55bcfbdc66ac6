import fc from 'fast-check'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import type { Id } from '../../src/model/task.ts'
import { factsOf } from '../../src/query/facts-of.ts'
import { NAME_FIELDS, type Query, RANGE_FIELDS, type Range, type RangeField, TASK_STATES } from '../../src/query/query.ts'
import type { IndexedTask } from '../../src/stores/store.ts'
import '../seed.ts'

const encoder = new TextEncoder()

/** A task as it is brought to a store, from the text of its document. */
export function indexed(text: string, origin?: string): IndexedTask {
  const document = encoder.encode(text)
  const task = readTask(parseJson(document), 0, EMPTY_CONFIG)
  return { id: task.id, document, facts: factsOf(task), origin }
}

/** A task about `words`, nobody's work yet. */
export function plainTask(id: Id, words = ''): IndexedTask {
  return indexed(JSON.stringify({ id, data: { text: words } }))
}

const LABELS = ['Car', 'car', 'Traffic light', 'Zürich, "West"', '😀']
const PEOPLE = [7, 8, { id: 9, email: 'ann@example.com' }, 'ann@example.com']
const MODELS = ['v1', 'v2']
const TAGS = ['night', 'day']
const WORDS = ['Left', 'left', 'arm', 'armour', 'é', 'E\u0301te', '左の腕', 'कि', 'ﬁn', 'x2', '12', '١٢', 'left-arm', 'σίγμας']
const DAYS = ['2024-01-01T00:00:00Z', '2024-01-01T12:30:00.123456Z', '2024-02-29', '1969-12-31T23:59:59Z']

const ID: fc.Arbitrary<Id> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(-5, 2 ** 33 - 1, 2 ** 33, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER) },
  { weight: 2, arbitrary: fc.constantFrom('7', 'a', 'B', 'ä', '😀', '\uffee', 'a/b', 'a%') },
)

const result = fc.record({
  from_name: fc.constantFrom('box', 'mood'),
  type: fc.constant('choices'),
  to_name: fc.constant('image'),
  id: fc.constantFrom('r1', 'r2'),
  value: fc.record({ choices: fc.subarray(LABELS, { minLength: 1 }) }),
})
const written = fc.constantFrom(...WORDS).map((text) => ({
  from_name: 'note',
  to_name: 'image',
  type: 'textarea',
  value: { text: [text] },
}))
const results = fc.array(fc.oneof(result, written), { maxLength: 3 })
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const person = fc.constantFrom(...PEOPLE)

const annotation = fc.record({
  id: sometimes(fc.integer({ min: 1, max: 99 })),
  completed_by: person,
  was_cancelled: sometimes(fc.boolean()),
  ground_truth: sometimes(fc.boolean()),
  lead_time: sometimes(fc.constantFrom(0, 2.5, 12)),
  result: results,
})
const prediction = fc.record({
  id: sometimes(fc.integer({ min: 1, max: 99 })),
  model_version: sometimes(fc.constantFrom(...MODELS)),
  score: sometimes(fc.constantFrom(0, 0.25, 0.9)),
  result: results,
})

const task = fc.record({
  id: ID,
  data: fc.record({ text: fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(' ')) }),
  tags: sometimes(fc.subarray(TAGS)),
  created_at: sometimes(fc.constantFrom(...DAYS)),
  updated_at: sometimes(fc.constantFrom(...DAYS)),
  annotations: fc.array(annotation, { maxLength: 3 }),
  predictions: fc.array(prediction, { maxLength: 2 }),
})

/** A task of few possible ids, spelled in one of several ways. */
export const TASK: fc.Arbitrary<IndexedTask> = fc
  .tuple(task, fc.constantFrom(undefined, 1, '\t'))
  .map(([fields, indent]) => indexed(JSON.stringify(fields, undefined, indent)))

/** What one `put` takes. */
export const TASKS: fc.Arbitrary<readonly IndexedTask[]> = fc.uniqueArray(TASK, { selector: ({ id }) => id, maxLength: 12 })

const VALUES = [...LABELS, '7', '8', '9', 'ann@example.com', ...MODELS, ...TAGS, 'box', 'mood', 'nothing']
const BOUNDS: Readonly<Record<RangeField, readonly number[]>> = {
  id: [-5, 0, 6.5, 7, 20, 2 ** 33, Number.MAX_SAFE_INTEGER, 1e30],
  created: DAYS.map((day) => Date.parse(day)),
  updated: DAYS.map((day) => Date.parse(day)),
  score: [0, 0.25, 0.5, 0.9],
  annotations: [0, 1, 1.5, 2],
  predictions: [0, 1],
  'lead-time': [0, 2.5, 12],
}

function rangeOf(field: RangeField): fc.Arbitrary<Query> {
  const bounds = BOUNDS[field]
  const range: fc.Arbitrary<Range> = fc.record({
    from: fc.constantFrom(Number.NEGATIVE_INFINITY, ...bounds),
    to: fc.constantFrom(Number.POSITIVE_INFINITY, ...bounds),
    isFromIncluded: fc.boolean(),
    isToIncluded: fc.boolean(),
  })
  return range.map((range) => ({ kind: 'range', field, range }))
}

const LOOKED_FOR = [
  ['left'],
  ['left', 'arm'],
  ['arm'],
  ['ar'],
  ['e'],
  ['腕'],
  ['左', 'の'],
  ['कि'],
  ['क'],
  ['12'],
  ['fin'],
  ['σιγμας'],
]
const condition: fc.Arbitrary<Query> = fc.oneof(
  fc.constant<Query>({ kind: 'all' }),
  fc.constantFrom(...TASK_STATES).map((state): Query => ({ kind: 'is', state })),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('name'),
      field: fc.constantFrom(...NAME_FIELDS),
      value: fc.constantFrom(...VALUES),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...RANGE_FIELDS).chain(rangeOf) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('words'), words: fc.constantFrom(...LOOKED_FOR), isPrefix: fc.boolean() }),
  },
)

/** A search of every kind, three levels deep. */
export const QUERY: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    condition,
    fc.record({ kind: fc.constantFrom('and', 'or'), parts: fc.array(tie('query'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not'), part: tie('query') }),
  ),
})).query
