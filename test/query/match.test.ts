import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from '../../src/query/facts-of.ts'
import { matches } from '../../src/query/match.ts'
import { parseQuery } from '../../src/query/parse.ts'
import { wordsOf } from '../../src/query/words.ts'
import { taskOf } from '../dialects/task-of.ts'

const TASK = taskOf({
  id: 12,
  data: { text: 'The Left Arm of Zoë', meta: { where: ['Zürich', 3] } },
  tags: ['night'],
  created_at: '2024-01-01T10:00:00Z',
  updated_at: '2024-02-01T10:00:00Z',
  annotations: [
    {
      id: 5,
      completed_by: { id: 7, email: 'ann@example.com' },
      lead_time: 12.5,
      ground_truth: true,
      result: [
        {
          id: 'r',
          from_name: 'box',
          to_name: 'img',
          type: 'rectanglelabels',
          value: { x: 1, y: 1, width: 5, height: 5, rectanglelabels: ['Car'] },
        },
        { id: 'r', from_name: 'note', to_name: 'img', type: 'textarea', value: { text: ['broken lamp'] } },
        { id: 'c', from_name: 'mood', to_name: 'img', type: 'choices', value: { choices: ['dark'] } },
      ],
    },
    {
      id: 6,
      completed_by: 8,
      was_cancelled: true,
      result: [{ id: 'c', from_name: 'skip', to_name: 'img', type: 'choices', value: { choices: ['odd'] } }],
    },
  ],
  predictions: [
    {
      id: 1,
      model_version: 'v1',
      score: 0.7,
      result: [{ id: 'c', from_name: 'mood', to_name: 'img', type: 'choices', value: { choices: ['light'] } }],
    },
  ],
})
const isFound = (query: string) => matches(parseQuery(query), TASK.id, factsOf(TASK))

describe('a task is found', () => {
  it.each([
    ...['', 'arm', 'LEFT', '"left arm"', 'left-arm', 'zoe', 'zurich', 'lam*', '3', '"broken lamp"', '-leg', 'leg OR arm'],
    ...['label:Car', 'label:dark', 'predicted:light', 'from:box', 'annotator:7', 'annotator:ann@example.com', 'annotator:8'],
    ...['model:v1', 'tag:night', 'is:annotated', 'is:ground-truth', 'is:predicted', '-is:skipped', '-is:unannotated'],
    ...[
      'id:12',
      'id:10..20',
      'created:2024-01-01',
      'updated:>2024-01-31',
      'score:>0.5',
      'lead-time:12.5',
      'annotations:1',
      'predictions:1',
    ],
    'label:Car annotator:8',
  ])('by %s', (query) => expect(isFound(query)).toBe(true))

  it.each([
    ...[
      'leg',
      '"arm left"',
      'lam',
      '33',
      'left leg',
      'label:car',
      'label:light',
      'label:odd',
      'from:skip',
      'predicted:dark',
      'label:broken',
    ],
    ...[
      'annotator:9',
      'model:v2',
      'tag:day',
      'is:skipped',
      'is:unannotated',
      'id:13',
      'created:2024-01-02',
      'updated:<2024-02-01',
    ],
    ...['score:>0.7', 'lead-time:<12.5', 'annotations:2', '-(arm)'],
  ])('not by %s', (query) => expect(isFound(query)).toBe(false))
})

it('words have no case and no accents, and scripts without blanks are cut into signs', () => {
  expect(wordsOf('Élan ﬁne_ÅNGSTRÖM x2')).toEqual(['elan', 'fine', 'angstrom', 'x2'])
  expect(wordsOf('左の腕abc')).toEqual(['左', 'の', '腕', 'abc'])
  expect(wordsOf('… !')).toEqual([])
  const ascii = fc.string({ unit: 'binary-ascii' })
  fc.assert(
    fc.property(ascii, (text) => {
      expect([...wordsOf(text), 'e']).toEqual(wordsOf(`${text} é`))
    }),
  )
})
