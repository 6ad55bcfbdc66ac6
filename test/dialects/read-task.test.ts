import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { annotatorName, type Task } from '../../src/model/task.ts'
import { result, taskOf } from './task-of.ts'

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
    expect(task.issues).toEqual([])
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

function sample(name: string): Task {
  const file = readFileSync(new URL(`../fixtures/guide/${name}`, import.meta.url))
  const root = parseJson(file)
  return readTask(root.elements()[0] ?? root, 0, EMPTY_CONFIG)
}
