import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTask, TaskProblem } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { annotatorName, answerTexts, type Task } from '../../src/model/task.ts'
import { result, taskOf } from './task-of.ts'

const codes = (task: Task) => task.issues.map(({ code }) => code)

describe('Label Studio today', () => {
  const task = taskOf({
    id: 12,
    data: { text: 'x' },
    annotations: [
      {
        id: 3,
        completed_by: { id: 9, email: 'a@b.c', first_name: 'A' },
        result: [result('labels', { start: 0, end: 1, labels: ['A'] })],
        was_cancelled: false,
        ground_truth: true,
        created_at: '2024-01-01T00:00:00Z',
        updated_at: '2024-01-02T00:00:00Z',
        draft_created_at: null,
        lead_time: 2.5,
      },
      { id: 4, completed_by: 8, result: [], was_cancelled: true, ground_truth: false },
    ],
    drafts: [{ id: 1, result: [result('labels', { start: 0, end: 1, labels: ['DRAFT'] })] }],
    predictions: [{ id: 5, model_version: 'm1', score: 0.5, result: [] }],
  })

  it('annotations', () => {
    expect(task).toMatchObject({ id: 12, dialect: 'label-studio', complete: true, issues: [] })
    expect(task.annotations.map(({ id, origin, wasCancelled, groundTruth }) => [id, origin, wasCancelled, groundTruth])).toEqual([
      [3, 'annotation', false, true],
      [4, 'annotation', true, false],
    ])
    expect(task.annotations[0]).toMatchObject({
      annotator: { id: 9, email: 'a@b.c', username: undefined },
      createdAt: '2024-01-01T00:00:00Z',
      updatedAt: '2024-01-02T00:00:00Z',
    })
    expect(task.annotations.map(({ annotator }) => annotatorName(annotator))).toEqual(['a@b.c', 8])
  })

  it('predictions', () => {
    expect(task.predictions).toMatchObject([{ id: 5, origin: 'prediction', modelVersion: 'm1', score: 0.5 }])
  })

  it('drafts are nobody’s answer', () => {
    expect(task.annotations.flatMap(({ regions }) => regions.flatMap(({ labels }) => labels))).toEqual(['A'])
  })

  it('predictions may be bare ids; that is told', () => {
    const bare = taskOf({ id: 1, data: {}, annotations: [], predictions: [17, { id: 18, result: [] }] })
    expect(bare.predictions.map(({ id }) => id)).toEqual([18])
    expect(bare.issues).toEqual([{ code: 'prediction-id-only', effect: 'dropped', where: { task: 1 }, detail: { id: '17' } }])
  })
})

describe('Label Studio of the guide', () => {
  it('completions, string ids, skipped', () => {
    const task = taskOf({
      id: 'abc-1',
      data: { image: 'a.jpg' },
      completions: [
        { id: '1001', created_at: 1593692220, result: [], skipped: true, honeypot: 1 },
        { id: 1002, created_ago: '3 hours ago', result: null, was_cancelled: 'true' },
      ],
    })
    expect(task).toMatchObject({ id: 'abc-1', dialect: 'label-studio', issues: [] })
    expect(task.annotations).toMatchObject([
      { id: '1001', wasCancelled: true, groundTruth: true, createdAt: undefined },
      { id: 1002, wasCancelled: true, groundTruth: false, createdAt: undefined, results: [], issues: [] },
    ])
  })

  it('its own sample', () => {
    const task = sample('label-studio-task.json')
    expect(task.dialect).toBe('label-studio')
    expect(task.annotations.length).toBeGreaterThan(0)
    expect(task.predictions).toHaveLength(2)
    expect(codes(task)).toEqual([])
  })
})

describe('Annotation Lab', () => {
  const completion = {
    id: 2001,
    created_username: 'admin',
    created_ago: '2020-11-09T14:44:57.713743Z',
    lead_time: 12,
    honeypot: true,
    confidence_range: [0, 1],
    copied_from: 'prediction: 11001',
    result: [
      result('labels', { start: 0, end: 4, text: 'pain', labels: ['PROBLEM'], confidence: 1 }, { id: 'a' }),
      result(
        'labels',
        { start: 0, end: 4, text: 'pain', labels: ['ABSENT'], confidence: 1 },
        { id: 'b', from_name: 'assertion' },
      ),
      { from_id: 'a', to_id: 'b', type: 'relation', direction: 'right', confidence: 1 },
    ],
  }

  it('honeypot, created_username, an ISO time in created_ago', () => {
    const task = taskOf({ id: 2, created_at: '2020-11-09 14:41:39', data: { text: 'pain' }, completions: [completion] })
    expect(task).toMatchObject({ dialect: 'annotation-lab', issues: [] })
    expect(task.annotations).toMatchObject([
      {
        id: 2001,
        annotator: { id: undefined, email: undefined, username: 'admin' },
        groundTruth: true,
        wasCancelled: false,
        createdAt: '2020-11-09T14:44:57.713743Z',
      },
    ])
  })

  it('an assertion is a second label on the same span', () => {
    const { regions, relations } = taskOf({ id: 2, data: { text: 'pain' }, completions: [completion] }).annotations[0]!
    expect(regions.map(({ id, labels, score, shape }) => [id, labels, score, shape])).toEqual([
      ['a', ['PROBLEM'], 1, { kind: 'span', start: 0, end: 4, text: 'pain' }],
      ['b', ['ABSENT'], 1, { kind: 'span', start: 0, end: 4, text: 'pain' }],
    ])
    expect(relations).toMatchObject([{ from: 'a', to: 'b', direction: 'right', labels: [] }])
  })

  it('scores of predictions are text', () => {
    const { predictions } = taskOf({
      id: 2,
      data: { text: 'pain' },
      completions: [],
      predictions: [
        {
          created_username: 'SparkNLP Pre-annotation',
          score: '0.5',
          result: [result('labels', { start: 0, end: 4, labels: ['A'], confidence: '0.9731' }, { source: '$text' })],
        },
      ],
    })
    expect(predictions[0]).toMatchObject({ id: undefined, score: 0.5, annotator: { username: 'SparkNLP Pre-annotation' } })
    expect(predictions[0]!.regions[0]!.score).toBe(0.9731)
  })

  it('visual NER: pages, tokens, sections, text of the region', () => {
    const box = { x: 10, y: 20, width: 30, height: 5, rotation: 0, x_px: 100, y_px: 400, width_px: 300, height_px: 100 }
    const task = taskOf({
      id: 3,
      data: { image: ['p1.png', 'p2.png'] },
      sections: [{ x: 1 }],
      completions: [
        {
          created_username: 'admin',
          created_ago: '2022-01-01T00:00:00Z',
          result: [
            result(
              'rectanglelabels',
              { ...box, rectanglelabels: ['NAME'], text: ['Ada'], confidence: 1 },
              {
                original_width: 1000,
                original_height: 2000,
                image_rotation: 0,
                pageNumber: 2,
                tokens: [{ x: 100, y: 400, width: 300, height: 100, rotation: 0, text: 'Ada' }],
                meta: { text: ['note'] },
              },
            ),
          ],
        },
      ],
    })
    expect(task.dialect).toBe('annotation-lab')
    expect(task.annotations[0]!.regions).toMatchObject([
      {
        labels: ['NAME'],
        page: 1,
        mediaSize: { width: 1000, height: 2000 },
        shape: { kind: 'rectangle', x: 10, y: 20, width: 30, height: 5, rotation: 0 },
      },
    ])
  })

  it('its own samples', () => {
    const task = sample('annotation-lab-task.json')
    expect(task).toMatchObject({ id: 2, dialect: 'annotation-lab', annotations: [], issues: [] })
    expect(task.predictions[0]!.regions).toMatchObject([
      { id: '7HGzTLkNUA', labels: ['Symptom_Name'], shape: { kind: 'span', start: 3548, end: 3554, text: 'snores' } },
    ])
    expect(sample('annotation-lab-conll-input.json').dialect).toBe('annotation-lab')
  })
})

describe('mixtures', () => {
  it('both lists in one task are both read, completions first', () => {
    const task = taskOf({ id: 1, data: {}, annotations: [{ id: 2, result: [] }], completions: [{ id: 1, result: [] }] })
    expect(task.annotations.map(({ id }) => id)).toEqual([1, 2])
    expect(task.dialect).toBe('label-studio')
  })

  it('fields of one dialect in the other', () => {
    const { annotations } = taskOf({
      id: 1,
      data: {},
      annotations: [
        { id: 1, honeypot: true, skipped: true, created_username: 'ann', created_ago: '2024-05-05T00:00:00Z', result: [] },
      ],
    })
    expect(annotations).toMatchObject([
      { groundTruth: true, wasCancelled: true, annotator: { username: 'ann' }, createdAt: '2024-05-05T00:00:00Z' },
    ])
  })

  it('a date field wins over its stand-in', () => {
    const { annotations } = taskOf({
      id: 1,
      data: {},
      completions: [{ created_at: '2024-01-01T00:00:00Z', created_ago: '2023-01-01T00:00:00Z', result: [] }],
    })
    expect(annotations[0]!.createdAt).toBe('2024-01-01T00:00:00Z')
  })

  it('who it was: number, text, object, nothing', () => {
    const annotators = [7, 'a@b.c', { id: 7 }, { email: '', username: 'ann' }, null, undefined]
    const { annotations } = taskOf({
      id: 1,
      data: {},
      annotations: annotators.map((completed_by) => ({ completed_by, result: [] })),
    })
    expect(annotations.map(({ annotator }) => annotatorName(annotator))).toEqual([7, 'a@b.c', 7, 'ann', undefined, undefined])
  })
})

describe('T8: what is missing or null', () => {
  it('no id: the place in the input, from 1', () => {
    const task = readTask(parseJson('{"data": {}}'), 41, EMPTY_CONFIG)
    expect(task.id).toBe(42)
    expect(task.issues).toEqual([{ code: 'id-missing', effect: 'assumed', where: { task: 42 }, detail: { id: 42 } }])
    expect(readTask(parseJson('{"id": null, "data": {}}'), 0, EMPTY_CONFIG).id).toBe(1)
  })

  it('an id that no double can hold keeps its digits', () => {
    expect(taskOf('{"id": 12345678901234567890, "data": {}}').id).toBe('12345678901234567890')
  })

  it('no data, or null', () => {
    for (const text of ['{"id": 1, "annotations": []}', '{"id": 1, "data": null, "annotations": []}']) {
      const task = taskOf(text)
      expect(task.data).toBeUndefined()
      expect(codes(task)).toEqual(['data-missing'])
    }
  })

  it.each(['annotations', 'completions', 'predictions'])('`%s` is null', (list) => {
    const task = taskOf({ id: 1, data: {}, [list]: null })
    expect([task.annotations, task.predictions, task.issues]).toEqual([[], [], []])
  })

  it('lists that are none, and elements that are no annotations', () => {
    expect(taskOf({ id: 1, data: {}, annotations: { id: 1 } }).issues).toMatchObject([
      { code: 'annotation-invalid', detail: { what: '`annotations`', problem: 'expected a list, found an object' } },
    ])
    const task = taskOf({ id: 1, data: {}, annotations: [null, 'x', { id: 2, result: [] }], predictions: ['p'] })
    expect(task.annotations.map(({ id }) => id)).toEqual([2])
    expect(task.issues.map(({ detail }) => `${detail.what}: ${detail.problem}`)).toEqual([
      'one of `annotations`: expected an object, found null',
      'one of `annotations`: expected an object, found a string',
      'one of `predictions`: expected an object, found a string',
    ])
  })

  it('results that cannot be read cost only themselves', () => {
    const annotation = taskOf({
      id: 1,
      data: {},
      annotations: [
        {
          id: 7,
          result: [
            null,
            { id: 'a', from_name: 'sent', type: 'choices' },
            { id: 'b', from_name: 'sent', to_name: 'text', type: 'choices', value: null },
            { id: 'c', from_name: 'sent', to_name: 'text', type: 'choices', value: ['x'] },
            { id: 'd', value: {} },
            { id: 'e', type: 'relation', from_id: 'a' },
            result('choices', { choices: ['good'] }),
          ],
        },
      ],
    }).annotations[0]!
    expect(annotation.answers.map(answerTexts)).toEqual([['good']])
    expect(annotation.issues.map(({ code, where, detail }) => [code, where.region, detail.problem])).toEqual([
      ['result-invalid', undefined, 'expected an object, found null'],
      ['result-invalid', 'a', 'it has no `value`'],
      ['result-invalid', 'b', 'it has no `value`'],
      ['result-invalid', 'c', 'expected `value` to be an object, found an array'],
      ['result-invalid', 'd', 'it has neither `from_name` nor `type`'],
      ['result-invalid', 'e', 'the relation has no `from_id` and `to_id`'],
    ])
    expect(annotation.issues[1]!.where).toEqual({ task: 1, annotation: 7, region: 'a' })
  })

  it('a result list that is none', () => {
    const { annotations } = taskOf({ id: 1, data: {}, annotations: [{ result: 'x' }, { result: null }, {}] })
    expect(annotations.map(({ issues }) => issues.map(({ detail }) => detail.problem))).toEqual([
      ['expected `result` to be a list, found a string'],
      [],
      [],
    ])
  })
})

describe('what is no task', () => {
  it.each([
    ['[1]', 'expected a task object, found an array'],
    ['7', 'expected a task object, found a number'],
    ['null', 'expected a task object, found null'],
    ['{}', 'expected a task with `data`, found an object with no keys'],
    ['{"text": "x", "label": 1}', 'expected a task with `data`, found an object with `text`, `label`'],
    ['{"images": [], "categories": [], "annotations": [{"id": 1}]}', 'expected a task with `data`, found a COCO file'],
    ['{"images": [], "categories": []}', 'expected a task with `data`, found a COCO file'],
    ['{"id": 1, "data": "x.jpg"}', 'expected `data` to be an object, found a string'],
  ])('%s', (text, message) => {
    expect(() => taskOf(text)).toThrow(new TaskProblem(message))
  })
})

function sample(name: string): Task {
  const file = readFileSync(new URL(`../fixtures/guide/${name}`, import.meta.url))
  const root = parseJson(file)
  return readTask(root.elements()[0] ?? root, 0, EMPTY_CONFIG)
}
