import { describe, expect, it } from 'vitest'
import { labelStudio } from '../../src/formats/label-studio.ts'
import { convert } from '../convert.ts'
import { convertTexts, issuesOf, span, textTask } from './text-cases.ts'

const RESULT = [span('a', 'Ann', 'Ann')]

describe('label-studio', () => {
  it('writes annotations as predictions of their annotator, word for word', async () => {
    const converted = await convertTexts(labelStudio, [
      textTask(1, 'Ann', RESULT),
      { id: 2, data: { text: 'x' }, meta: { a: 1 } },
    ])
    expect(JSON.parse(converted.text('tasks.json'))).toEqual([
      { data: { text: 'Ann' }, predictions: [{ model_version: '5', result: RESULT }] },
      { data: { text: 'x' }, meta: { a: 1 }, predictions: [] },
    ])
    expect(issuesOf(converted)).toEqual([])
  })

  it('names the model version on request, and keeps ids and those of predictions', async () => {
    const predictions = [{ id: 7, model_version: 'v1', score: 0.5, result: RESULT }]
    const tasks = [{ id: 1, data: {}, annotations: [{ id: 10, result: RESULT }], predictions }]
    const options = { asModel: 'people', keepIds: true }
    const converted = await convertTexts(labelStudio, tasks, { options, selection: { predictions: 'with' } })
    expect(JSON.parse(converted.text('tasks.json'))).toEqual([
      {
        id: 1,
        data: {},
        predictions: [
          { model_version: 'people', result: RESULT },
          { model_version: 'v1', score: 0.5, result: RESULT },
        ],
      },
    ])
  })

  it('can be read again: predictions hold what the annotations held', async () => {
    const written = (await convertTexts(labelStudio, [textTask(1, 'Ann', RESULT)])).text('tasks.json')
    const again = await convert({ tasks: written, to: labelStudio, selection: { predictions: 'only' } })
    expect(again.text('tasks.json')).toBe(written)
  })

  it('counts pages as Label Studio does', async () => {
    const result = [{ ...RESULT[0], pageNumber: 2 }]
    const converted = await convertTexts(labelStudio, [{ id: 1, data: {}, completions: [{ id: 1, result }] }])
    expect(JSON.parse(converted.text('tasks.json'))[0].predictions[0].result[0]).toEqual({ ...result[0], item_index: 1 })
  })
})
