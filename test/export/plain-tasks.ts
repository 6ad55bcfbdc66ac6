import fc from 'fast-check'
import type { RawTask } from '../../src/io/raw-tasks.ts'
import type { RawBatch } from '../../src/io/read-batches.ts'
import { rawTasks } from '../io/raw-tasks.ts'

/** What the reader of an input makes of tasks. */
export function batchOf(texts: readonly string[]): RawBatch {
  const bytes = new TextEncoder().encode(`[${texts.join(',')}]`)
  let start = 1
  const tasks = texts.map((text, k): RawTask => {
    const end = start + new TextEncoder().encode(text).length
    const raw = { start, end, file: 'tasks.json', byte: start, line: 1 + k, column: 1 }
    start = end + 1
    return raw
  })
  return { bytes, tasks: rawTasks(tasks), firstIndex: 0 }
}

/** A value as it is usually spelled, now and then another. */
export const usually = (usual: fc.Arbitrary<string>, ...odd: readonly string[]) =>
  fc.oneof({ weight: 200, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) })
const plain = (text: string) => fc.constant(text)
const object = (members: Readonly<Record<string, fc.Arbitrary<string | undefined>>>, odd: readonly string[] = []) =>
  fc.tuple(fc.record(members), usually(plain(''), ...odd, '')).map(([record, extra]) => {
    const own = Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [`"${key}":${value}`]))
    return `{${[...own, ...(extra === '' ? [] : [extra])].join(',')}}`
  })
const list = (element: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
  fc.array(element, { minLength, maxLength }).map((elements) => `[${elements.join(', ')}]`)

const percent = usually(
  fc.integer({ min: 1000, max: 99_999_999 }).map((k) => String(k / 1e6)),
  ...['0', '-0', '-12.5', '1e1', '0.10', '1e400', '123456789012', '"12"', 'null', '1e-7', '33.333333333333336', '0.0000004'],
)
const degrees = usually(
  fc.oneof(
    fc.constantFrom('0', '90', '180', '270', '-90', '-0', '45', '90.00000000000001'),
    fc.integer({ min: -359_000, max: 359_000 }).map((k) => String(k / 1e3)),
  ),
  ...['-0.00000000000000001', '359.99999999999997', '360', '-450', '"90"', 'null'],
)
const label = usually(
  fc.constantFrom('["car"]', '["dog"]', '["é"]', '["traffic light"]'),
  '["c\\u0061r"]',
  '[]',
  '["car","dog"]',
  '"car"',
)
const box = object(
  {
    original_width: usually(plain('640'), '641', '0', 'null', '"640"', '640.5'),
    original_height: usually(plain('480'), '481', '-1'),
    value: object({ x: percent, y: percent, width: percent, height: percent, rotation: degrees, rectanglelabels: label }, [
      '"score":0.5',
      '"points":[[1,2],[3,4],[5,6]]',
      '"x":7',
      '"text":"a"',
      '"rle":[]',
      '"\\u0078":8',
      '"confidence":1',
    ]),
    id: fc.oneof(
      { weight: 200, arbitrary: fc.nat({ max: 1e9 }).map((id) => `"r${id}"`) },
      { weight: 1, arbitrary: fc.constantFrom('"same"', '"\\u0061"', '7') },
    ),
    from_name: usually(plain('"label"'), '""'),
    to_name: usually(plain('"image"'), '"text"', '"other"', '"im\\u0061ge"'),
    type: usually(plain('"rectanglelabels"'), '"RectangleLabels"', '"rectangle"', '"choices"', '"relation"'),
  },
  [
    ...['"score":0.25', '"item_index":0', '"item_index":2', '"parentID":"abc"', '"meta":{"text":["hm"]}', '"meta":null'],
    ...['"value":{}', '"original_length":3', '"origin":"manual"', '"to_name":"im\\u0061ge"'],
  ],
)
const date = usually(
  fc.integer({ min: 0, max: 2e9 }).map((k) => `"${new Date(1.6e12 + k).toISOString().replace('Z', '123Z')}"`),
  ...[
    'null',
    '"2024-01-31T12:00:00Z"',
    '"yesterday"',
    '"2024-02-30T12:00:00.000000Z"',
    '"9999-99-99T99:99:99.999999Z"',
    '"2024-01-31T12:00:00.000001Z"',
    '"2023-11-31T12:00:00.000000Z"',
    '"2024-02-29T12:00:00.000000Z"',
    '5',
  ],
)
const annotation = object(
  {
    id: usually(fc.nat().map(String), '"a1"', 'null'),
    completed_by: usually(
      fc.nat({ max: 9 }).map(String),
      '{"id":3,"email":"a@b.c"}',
      'null',
      '"7"',
      '1.5',
      '12345678901234567890',
    ),
    result: usually(list(box, 1, 5), '[]', 'null', '[7]', '{}', '"x"'),
    was_cancelled: fc.oneof(
      { weight: 9, arbitrary: usually(plain('false'), 'null', '0', '1', '"true"', '"false"') },
      { weight: 1, arbitrary: plain('true') },
    ),
    ground_truth: plain('false'),
    created_at: date,
    updated_at: date,
    lead_time: usually(plain('12.50'), 'null', '"4"', '{}', '1e3'),
  },
  [
    '"history":[1]',
    '"history":null',
    '"id":7',
    '"skipped":true',
    '"model_version":"m"',
    '"created_username":"ann"',
    '"created_ago":"2024-01-01"',
    '"score":1',
  ],
)
/** A task as labelling tools write it, with boxes; now and then something about it is odd. */
export const task = object(
  {
    id: usually(fc.nat().map(String), '"t"', 'null', '1e3', '007', '-5'),
    data: usually(
      object(
        {
          image: usually(
            fc.nat().map((k) => `"https://x.y/${k}-é.jpg"`),
            '"a\\u0062.jpg"',
            '""',
            '["a.jpg","b.jpg"]',
            'null',
          ),
          other: usually(
            plain('1'),
            ...[
              'null',
              'true',
              'false',
              '-1.50e2',
              '{"a": [1, "b\\n", {}], "c" : []}',
              '[]',
              '"a\\"b\\\\c\\/d\\t"',
              '"\\u00e9"',
              '"=1+1"',
            ],
            ...['"grüße, 😀"', '"a long text, longer than one word of sixteen bytes, with a \\"quote\\" in it"', '""'],
          ),
        },
        [
          '"width":640,"height":480',
          '"a key of more than sixteen bytes":1',
          '"other":2',
          '"image":"again.jpg"',
          '"im\\u0061ge":"hidden.jpg"',
        ],
      ),
      '{}',
      'null',
      '[]',
    ),
    annotations: usually(fc.oneof({ weight: 8, arbitrary: list(annotation, 1, 1) }, list(annotation, 0, 3)), 'null', '{}', '[5]'),
    predictions: usually(plain('[]'), 'null', '[12]', '[{"model_version":"m","result":[]}]'),
  },
  ['"completions":[]', '"meta":{}', '"annotations":[]', '"agreement":0.5', '"agreement":null'],
)
