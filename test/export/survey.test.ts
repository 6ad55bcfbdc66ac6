import { expect, it } from 'vitest'
import { Surveyor } from '../../src/export/survey.ts'
import { taskOf } from '../dialects/task-of.ts'
import { annotation, choice, type Fields, span, task } from './projects.ts'

function surveyOf(...tasks: readonly Fields[]): Surveyor {
  const survey = new Surveyor()
  for (const fields of tasks) survey.add(taskOf(fields))
  return survey
}

it('counts who said what', () => {
  const survey = surveyOf(
    task(1, [
      annotation(
        1,
        { completed_by: { id: 1, email: 'a@b.c' }, ground_truth: true, history: [] },
        span('a', 0, 'PER', 'LOC'),
        choice('work'),
      ),
      annotation(2, { was_cancelled: true }, span('a', 0, 'PER'), { type: 'relation', from_id: 'a', to_id: 'b' }),
    ]),
    task(2, [], { agreement: 1, predictions: [{ id: 3, model_version: 'm1', result: [span('a', 0, 'ORG')] }] }),
    { id: 3, data: { text: 'x', image: ['p.jpg'], n: 1 } },
  )
  expect(survey).toMatchObject({
    tasks: 3,
    annotations: 2,
    cancelled: 1,
    groundTruths: 1,
    predictions: 1,
    unannotatedTasks: 2,
    relations: 1,
    hasAgreement: true,
    hasHistory: true,
  })
  expect([...survey.annotators]).toEqual([
    ['a@b.c', 1],
    ['unknown', 1],
  ])
  expect([...survey.modelVersions]).toEqual([['m1', 1]])
  expect([...survey.shapes]).toEqual([['span', 3]])
  expect([...survey.dataKeys].map(([key, { count, kinds, sample }]) => [key, count, [...kinds], sample])).toEqual([
    ['text', 3, ['string'], 'abcdef ghijkl mnopqr'],
    ['image', 1, ['array'], 'p.jpg'],
    ['n', 1, ['number'], undefined],
  ])
})

it('controls: types, objects, labels in order of appearance', () => {
  const note = { id: 'a', from_name: 'note', to_name: 'text', type: 'textarea', value: { start: 0, end: 6, text: ['hm'] } }
  const { controls } = surveyOf(
    task(1, [annotation(1, {}, span('a', 0, 'LOC'), note, { ...span('b', 7, 'PER', 'LOC'), source: '$text' }, choice('fun'))]),
  )
  expect([...controls.keys()]).toEqual(['label', 'note', 'topic'])
  const [label, noted, topic] = [...controls.values()]
  expect([[...label!.types], [...label!.toNames], [...label!.labels], [...label!.sources], label!.perRegion]).toEqual([
    [['labels', 2]],
    ['text'],
    [
      ['LOC', 2],
      ['PER', 1],
    ],
    ['$text'],
    false,
  ])
  expect([noted!.perRegion, topic!.perRegion, [...topic!.labels]]).toEqual([true, false, [['fun', 1]]])
})

it('T8: first and last date are moments, as they are written', () => {
  const at = (id: number, updated_at: unknown) => annotation(id, { updated_at })
  const survey = surveyOf(
    task(1, [at(1, '2024-01-01T23:00:00-05:00'), at(2, '2024-01-02T01:00:00Z'), at(3, 'soon'), at(4, undefined)]),
  )
  expect([survey.firstDate, survey.lastDate]).toEqual(['2024-01-02T01:00:00Z', '2024-01-01T23:00:00-05:00'])
  expect(surveyOf(task(1, [])).firstDate).toBeUndefined()
})
