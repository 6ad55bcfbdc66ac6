import { describe, expect, it } from 'vitest'
import { readTask, TaskProblem } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { answerTexts, type Task } from '../../src/model/task.ts'
import { result, taskOf } from './task-of.ts'

const codes = (task: Task) => task.issues.map(({ code }) => code)

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
