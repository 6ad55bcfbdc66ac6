import { describe, expect, it } from 'vitest'
import { json } from '../../src/formats/json.ts'
import { convert } from '../convert.ts'
import { golden, RIGHT_CASES } from './table-cases.ts'

const first = `{ "id" : 1.0, "zeta": [1E+2, 12345678901234567890, "\\u00e9\\/"],
  "data": {"text": "a", "text": "b"},
  "annotations": [
    {"id": 1, "result": [ {"id":"r1","from_name":"c","to_name":"t","type":"choices","value":{"choices":["x"]}} , {"id":"r2","from_name":"d","to_name":"t","type":"rating","value":{"rating":3.0}} ], "odd": -0},
    {"id": 2, "result": [], "ground_truth": true} ,
    {"id": 3, "result": [], "was_cancelled": true}
  ], "drafts": [{"result": [1]}], "predictions": [7, {"id": 70, "result": []}, 8]}`
const second = '{"id":2,"data":{},"annotations":null}'
const tasks = `[${first} ,\n${second}]`

describe('json', () => {
  it('X1: writes the tasks of a file letter for letter', async () => {
    const result = await convert({ tasks, to: json })
    expect(result.text('result.json')).toBe(`[\n${first},\n${second}\n]\n`)
    expect([...result.files.keys()]).toEqual(['result.json'])
  })

  it('X7: writes one flat list', async () => {
    const result = await convert({ tasks: '[{"id":1,"data":{}},{"id":2,"data":{}},{"id":3,"data":{}}]', to: json })
    expect(result.text('result.json')).toBe('[\n{"id":1,"data":{}},\n{"id":2,"data":{}},\n{"id":3,"data":{}}\n]\n')
  })

  it('writes an empty list when nothing is selected', async () => {
    const result = await convert({ tasks, to: json, selection: { ids: '99' } })
    expect(result.text('result.json')).toBe('[]\n')
  })

  it('leaves out deselected annotations and nothing else', async () => {
    const result = await convert({ tasks, to: json, selection: { onlyGroundTruth: true } })
    const starred = first
      .replace(/\{"id": 1, "result".*?-0\},\n {4}/, '')
      .replace(' ,\n    {"id": 3, "result": [], "was_cancelled": true}', '')
    expect(result.text('result.json')).toBe(`[\n${starred}\n]\n`)
  })

  it('leaves out deselected predictions, but ids and drafts stay', async () => {
    const result = await convert({ tasks, to: json, selection: { predictions: 'none' } })
    expect(result.text('result.json')).toBe(`[\n${first.replace(', {"id": 70, "result": []}', '')},\n${second}\n]\n`)
  })

  it('leaves out deselected results', async () => {
    const result = await convert({ tasks, to: json, selection: { controls: 'd' } })
    expect(result.text('result.json')).toBe(`[\n${first.replace(/\{"id":"r1".*?\}\} , /, '')},\n${second}\n]\n`)
  })

  it('empties a list of completions when all are deselected', async () => {
    const skipped = '[ {"id":1,"skipped":true,"result":[]} , {"id":2,"was_cancelled":true} ]'
    const task = `{"id":1,"data":{"text":"x"},"completions":${skipped},"predictions":[]}`
    const result = await convert({ tasks: `[${task}]`, to: json, selection: { cancelled: 'drop' } })
    expect(result.text('result.json')).toBe(`[\n${task.replace(skipped, '[]')}\n]\n`)
  })

  it('counts what is in it', async () => {
    const result = await convert({ ...golden('ner_basic'), to: json })
    expect(Object.fromEntries(result.wrote)).toMatchObject({ tasks: 5, regions: 9 })
  })

  it.each(RIGHT_CASES)('gives %s back', async (name) => {
    const input = golden(name)
    const result = await convert({ ...input, to: json })
    expect(JSON.parse(result.text('result.json'))).toEqual(JSON.parse(input.tasks))
    expect(result.issues.filter(({ effect }) => effect !== 'assumed')).toEqual([])
  })
})
