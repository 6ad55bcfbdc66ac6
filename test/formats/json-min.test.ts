import { describe, expect, it } from 'vitest'
import { jsonMin } from '../../src/formats/json-min.ts'
import { type ConvertInput, convert } from '../convert.ts'
import {
  golden,
  OCR,
  OCR_CONFIG,
  RIGHT_CASES,
  readFixture,
  renamedIn,
  TEXT_CONFIG,
  TORTURE,
  TORTURE_NAMES,
} from './table-cases.ts'

async function records(input: Omit<ConvertInput, 'to'>) {
  return JSON.parse((await convert({ ...input, to: jsonMin })).text('result.json'))
}

describe('json-min', () => {
  it.each(RIGHT_CASES)('T5: writes %s as Label Studio does, with plain slashes and a final newline', async (name) => {
    const result = await convert({ ...golden(name), to: jsonMin })
    const expected = readFixture(`goldens/${name}/JSON_MIN/result.json`).replaceAll('\\/', '/')
    expect(result.text('result.json')).toBe(`${expected}\n`)
  })

  it('keeps all digits of repo_yolo_obb, which Label Studio rounds', async () => {
    const result = await convert({ ...golden('repo_yolo_obb'), to: jsonMin })
    expect(JSON.parse(result.text('result.json'))).toEqual(JSON.parse(readFixture('goldens/repo_yolo_obb/JSON_MIN/result.json')))
    expect(result.text('result.json')).toContain('"width": 19.045470024656689')
  })

  it('writes the bare record of the guide', async () => {
    const tasks = readFixture('guide/label-studio-task.json')
    const expected = JSON.parse(readFixture('guide/label-studio-json-min.expected.json'))
    expect(await records({ tasks, options: { fields: 'bare' } })).toEqual([expected])
    expect(await records({ tasks })).toEqual([
      { ...expected, id: 1, annotator: null, annotation_id: '1001', created_at: null, updated_at: null, lead_time: 15.053 },
    ])
  })

  it('keeps the spelling of numbers', async () => {
    const tasks = '[{"id":1,"data":{"n":1.0,"big":12345678901234567890,"deep":[1E+2]},"annotations":[]}]'
    const result = await convert({ tasks, to: jsonMin, options: { fields: 'bare' } })
    expect(result.text('result.json')).toBe(
      '[\n{\n  "n": 1.0,\n  "big": 12345678901234567890,\n  "deep": [\n    1E+2\n  ]\n}\n]\n',
    )
  })

  it('of a repeated key writes the last value in the place of the first', async () => {
    const value = '{"x":1,"rating":2,"x":3.0,"original_width":4}'
    const result = `{"from_name":"stars","to_name":"doc","type":"rating","original_width":5,"value":${value},"original_width":6}`
    const tasks = `[{"id":1,"data":{"a":1,"b":2,"a":3.0},"annotations":[{"result":[${result},${result}]}]}]`
    const written = await convert({ tasks, to: jsonMin, options: { fields: 'bare' } })
    const object = '{"x":3.0,"rating":2,"original_width":6}'
    expect(written.text('result.json').replaceAll(/\s/g, '')).toBe(`[{"a":3.0,"b":2,"stars":[${object},${object}]}]`)
  })

  it('drops `type` from values as Label Studio does, but not from stable ones and chats', async () => {
    const of = (value: object) => ({
      from_name: 'c',
      to_name: 't',
      type: 'rating',
      original_height: 2,
      value: { type: 'T', ...value },
    })
    const result = [of({ rating: 1 }), of({ chatmessage: 'odd' }), of({ chatmessage: { type: 'U' } })]
    const tasks = [{ id: 1, data: {}, annotations: [{ id: 2, result }] }]
    const chats = [
      { type: 'T', chatmessage: 'odd', original_height: 2 },
      { type: 'U', original_height: 2 },
    ]
    expect((await records({ tasks }))[0].c).toEqual([{ rating: 1, original_height: 2 }, ...chats])
    const stable = await records({ tasks, options: { values: 'stable' } })
    expect(stable[0].c).toEqual([{ type: 'T', rating: 1, original_height: 2 }, ...chats])
  })

  it('T1, T2: renames data keys, never hides them', async () => {
    const result = await convert({ tasks: TORTURE, config: TEXT_CONFIG, to: jsonMin })
    const [first, second] = JSON.parse(result.text('result.json'))
    for (const [key, written] of Object.entries(TORTURE_NAMES))
      expect(first[written]).toBe((TORTURE[0]!.data as Record<string, unknown>)[key])
    expect(first).toMatchObject({ id: 1, _data_id: 'kept', text: 'yes', annotator: 5, annotation_id: 11, lead_time: 2.5 })
    expect(first).not.toHaveProperty('agreement')
    expect(second).toMatchObject({ id: 2, _data_text: '@cmd', annotator: null })
    expect(second).not.toHaveProperty('text')
    expect(renamedIn(result.issues)).toEqual(TORTURE_NAMES)
  })

  it('T1: renames a control that has the name of a column', async () => {
    const result = [{ from_name: 'id', to_name: 't', type: 'choices', value: { choices: ['a'] } }]
    expect(await records({ tasks: [{ id: 3, data: { x: 1 }, annotations: [{ id: 4, result }] }] })).toEqual([
      expect.objectContaining({ id: 3, _control_id: 'a', annotation_id: 4 }),
    ])
  })

  it('T3: stable values always are lists of objects', async () => {
    const [first, second, third] = await records({ ...golden('classification_mix'), options: { values: 'stable' } })
    expect(first).toMatchObject({ sentiment: [{ choices: ['Positive'] }], topics: [{ choices: ['Sports', 'Politics, local'] }] })
    expect(second).toMatchObject({ topics: [{ choices: ['"Quoted"'] }] })
    expect(third).toMatchObject({ comment: [{ text: [] }], topics: [{ choices: [] }] })
  })

  it('T6: names annotators by e-mail, user name or id, and nobody as null', async () => {
    const by = [{ id: 1, email: 'a@b.c' }, { id: 2, username: 'bob' }, { id: 3 }, 4, null]
    const annotations = by.map((completed_by, id) => ({ id, completed_by, result: [] }))
    const written: { annotator: unknown }[] = await records({ tasks: [{ id: 1, data: {}, annotations }] })
    expect(written.map(({ annotator }) => annotator)).toEqual(['a@b.c', 'bob', 3, 4, null])
  })

  it('T7: keeps tasks without usable annotations', async () => {
    const written: { id: number; annotation_id: unknown }[] = await records(golden('multi_annotator_image'))
    expect(written.map(({ id, annotation_id }) => [id, annotation_id])).toEqual([
      [1, 82],
      [1, 81],
      [2, null],
      [3, null],
      [4, null],
      [5, 85],
    ])
  })

  it('T8: sorts by moment, newest first, and takes missing dates and string ids', async () => {
    const dates = ['2024-01-01T12:00:00+05:00', undefined, '2024-01-01 08:00:00', '2024-01-01T07:00:00.000001Z']
    const annotations = dates.map((created_at, id) => ({ id: `a${id}`, created_at, result: null }))
    const written: { annotation_id: string }[] = await records({ tasks: [{ id: 't', data: {}, annotations }, { data: {} }] })
    expect(written.map(({ annotation_id }) => annotation_id)).toEqual(['a2', 'a3', 'a0', 'a1', null])
    expect(written[4]).toMatchObject({ id: 2 })
  })

  it('keeps results of controls that the config does not have', async () => {
    const value = { rating: 4 }
    const result = [{ id: 'r', from_name: 'stars', to_name: 'doc', type: 'rating', value }]
    const tasks = [{ id: 1, data: { stars: '*' }, annotations: [{ id: 2, result }] }]
    expect(await records({ tasks, config: TEXT_CONFIG })).toEqual([expect.objectContaining({ stars: [value], _data_stars: '*' })])
  })

  it('R20: region ids tie texts to their boxes', async () => {
    const [plain] = await records({ tasks: OCR, config: OCR_CONFIG })
    expect(plain.transcription).toEqual(['Hello', expect.objectContaining({ text: ['wor', 'ld'] })])
    const [tied] = await records({ tasks: OCR, config: OCR_CONFIG, options: { regionIds: true } })
    expect(tied.label.map(({ region_id }: { region_id: string }) => region_id)).toEqual(['w1', 'w2'])
    expect(tied.transcription).toEqual([
      expect.objectContaining({ x: 1, text: ['Hello'], region_id: 'w1' }),
      expect.objectContaining({ x: 50, text: ['wor', 'ld'], region_id: 'w2' }),
    ])
  })

  it('R21: relations are an option, and reported when they are not written', async () => {
    const result = await convert({ tasks: OCR, config: OCR_CONFIG, to: jsonMin })
    expect(result.issues.map(({ code, annotation }) => [code, annotation])).toEqual([['relation-dropped', 11]])
    const withRelations = await convert({ tasks: OCR, config: OCR_CONFIG, to: jsonMin, options: { relations: true } })
    expect(JSON.parse(withRelations.text('result.json'))[0].relations).toEqual([
      { from_id: 'w1', to_id: 'w2', direction: 'right', labels: ['next'] },
    ])
    expect(withRelations.issues).toEqual([])
    expect(Object.fromEntries(withRelations.wrote)).toEqual({ records: 1, regions: 2, relations: 1 })
  })

  it('writes chat messages bare, pairs and rankings whole', async () => {
    const chat = (role: string, content: string) => ({
      from_name: 'chat',
      to_name: 'chat',
      type: 'chatmessage',
      value: { chatmessage: { role, content } },
    })
    const pair = { from_name: 'best', to_name: 'pair', type: 'pairwise', value: { selected: 'left' } }
    const rank = { from_name: 'rank', to_name: 'list', type: 'ranker', value: { ranker: { _: ['b', 'a'] } } }
    const result = [chat('user', 'hi'), chat('assistant', 'Hello'), pair, rank]
    expect(await records({ tasks: [{ id: 1, data: {}, annotations: [{ id: 2, result }] }] })).toEqual([
      expect.objectContaining({
        chat: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'Hello' },
        ],
        best: [{ selected: 'left' }],
        rank: [{ ranker: { _: ['b', 'a'] } }],
      }),
    ])
  })

  it('writes selected predictions with model and score', async () => {
    const predictions = [{ id: 9, model_version: 'm1', score: 0.5, result: [] }]
    const tasks = [{ id: 1, data: { score: 'B+' }, annotations: [], predictions }]
    const [prediction] = await records({ tasks, selection: { predictions: 'only' } })
    expect(prediction).toMatchObject({ annotation_id: 9, annotator: null, model_version: 'm1', score: 0.5, _data_score: 'B+' })
    expect((await records({ tasks }))[0]).toMatchObject({ score: 'B+' })
  })
})
