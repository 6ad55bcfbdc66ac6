import { describe, expect, it } from 'vitest'
import { csv } from '../../src/formats/csv.ts'
import { type ConvertInput, convert } from '../convert.ts'
import { readRows, readTable } from './rfc4180.ts'
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

async function table(input: Omit<ConvertInput, 'to'>) {
  return readTable((await convert({ ...input, to: csv })).text('result.csv'), ',')
}
const REGIONS = { rows: 'regions' }

describe('csv', () => {
  it.each(RIGHT_CASES)('T5: writes %s as Label Studio does, with plain slashes', async (name) => {
    const result = await convert({ ...golden(name), to: csv })
    expect(result.text('result.csv')).toBe(readFixture(`goldens/${name}/CSV/result.csv`).replaceAll('\\/', '/'))
  })

  it('T1, T2: renames data keys, never hides them', async () => {
    const result = await convert({ tasks: TORTURE, config: TEXT_CONFIG, to: csv })
    const [first, second] = readTable(result.text('result.csv'), ',')
    for (const [key, written] of Object.entries(TORTURE_NAMES))
      expect(first![written]).toBe((TORTURE[0]!.data as Record<string, unknown>)[key])
    expect(first).toMatchObject({ id: '1', _data_id: 'kept', text: 'yes', annotator: '5', annotation_id: '11' })
    expect(first).toMatchObject({ number: '-1.5', 'quoted "key", really': 'True' })
    expect(second).toMatchObject({ id: '2', _data_text: '@cmd', text: '', annotator: '', annotation_id: '' })
    expect(renamedIn(result.issues)).toEqual(TORTURE_NAMES)
  })

  it('T3: stable values always are lists of objects', async () => {
    const rows = await table({ ...golden('classification_mix'), options: { values: 'stable' } })
    expect(rows.map(({ topics }) => topics)).toEqual([
      '[{"choices":["Sports","Politics, local"]}]',
      '[{"choices":["\\"Quoted\\""]}]',
      '[{"choices":[]}]',
      '',
    ])
  })

  it('T4: leaves the header out', async () => {
    const input = { ...golden('bbox_basic'), to: csv }
    const [, ...rows] = readRows((await convert(input)).text('result.csv'), ',')
    expect(readRows((await convert({ ...input, options: { header: false } })).text('result.csv'), ',')).toEqual(rows)
  })

  it('begins with a byte order mark when asked', async () => {
    const result = await convert({ tasks: [], to: csv, options: { bom: true } })
    expect([...result.files.get('result.csv')!.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x22])
  })

  it('T6: names annotators by e-mail, user name or id, and nobody as an empty cell', async () => {
    const by = [{ id: 1, email: 'a@b.c' }, { id: 2, username: 'bob' }, { id: 3 }, 4, null]
    const annotations = by.map((completed_by, id) => ({ id, completed_by, result: [] }))
    const result = await convert({ tasks: [{ id: 1, data: {}, annotations }], to: csv })
    expect(readTable(result.text('result.csv'), ',').map(({ annotator }) => annotator)).toEqual(['a@b.c', 'bob', '3', '4', ''])
    expect(result.text('result.csv')).toContain('3,"4","",1,')
  })

  it('T7: keeps tasks without usable annotations', async () => {
    const rows = await table(golden('multi_annotator_image'))
    expect(rows.map(({ id, annotation_id }) => `${id}/${annotation_id}`)).toEqual(['1/82', '1/81', '2/', '3/', '4/', '5/85'])
  })

  it('T10: guards formulas when asked, not numbers', async () => {
    const plain = await table({ tasks: TORTURE, config: TEXT_CONFIG })
    expect(plain.map(({ formula, _data_text }) => [formula, _data_text])).toEqual([
      ['=1+2', 'He said "hi",\r\nthen\tleft'],
      ['-1.5', '@cmd'],
    ])
    const result = await convert({ tasks: TORTURE, config: TEXT_CONFIG, to: csv, options: { formulaGuard: true } })
    const guarded = readTable(result.text('result.csv'), ',')
    expect(guarded.map(({ formula, number }) => [formula, number])).toEqual([
      ["'=1+2", '-1.5'],
      ['-1.5', ''],
    ])
    expect(guarded[1]!._data_text).toBe("'@cmd")
    const issues = result.issues.filter(({ code }) => code === 'cell-guarded')
    expect(issues.map(({ task, message }) => [task, message])).toEqual([
      [1, 'a cell starting with `=` was prefixed with an apostrophe'],
      [2, 'a cell starting with `@` was prefixed with an apostrophe'],
    ])
  })

  it('tells of every guarded cell, also where it is that of the row before', async () => {
    const region = (id: string, start: number) => ({
      id,
      from_name: 'label',
      to_name: 'text',
      type: 'labels',
      value: { start, end: start + 1, labels: ['PER'] },
    })
    const data = { text: '=a "b"\nc', plain: 'p "q"' }
    const tasks = [{ id: 1, data, annotations: [{ id: 2, result: [region('a', 1), region('b', 3), region('c', 4)] }] }]
    const result = await convert({ tasks, config: TEXT_CONFIG, to: csv, options: { ...REGIONS, formulaGuard: true } })
    const rows = readTable(result.text('result.csv'), ',')
    expect(rows.map(({ region_id, start, plain }) => [region_id, start, plain])).toEqual([
      ['a', '1', 'p "q"'],
      ['b', '3', 'p "q"'],
      ['c', '4', 'p "q"'],
    ])
    expect(new Set(rows.map((row) => row._data_text ?? row.text))).toEqual(new Set(['\'=a "b"\nc']))
    expect(result.issues.filter(({ code }) => code === 'cell-guarded')).toHaveLength(3)
    const unguarded = await convert({ tasks, config: TEXT_CONFIG, to: csv, options: REGIONS })
    expect(readTable(unguarded.text('result.csv'), ',').map(({ plain }) => plain)).toEqual(['p "q"', 'p "q"', 'p "q"'])
  })

  it('R20, R21: region ids and relations are options', async () => {
    const [row] = await table({ tasks: OCR, config: OCR_CONFIG, options: { regionIds: true, relations: true } })
    const texts: { region_id: string; text: string[] }[] = JSON.parse(row!.transcription!)
    expect(texts.map(({ region_id, text }) => [region_id, text])).toEqual([
      ['w1', ['Hello']],
      ['w2', ['wor', 'ld']],
    ])
    expect(JSON.parse(row!.relations!)).toEqual([{ from_id: 'w1', to_id: 'w2', direction: 'right', labels: ['next'] }])
  })

  it('writes a chat as messages and as transcript', async () => {
    const say = (message: object) => ({
      from_name: 'chat',
      to_name: 'chat',
      type: 'chatmessage',
      value: { chatmessage: message },
    })
    const result = [say({ role: 'user', content: 'hi' }), say({ role: 'assistant', content: '' }), say({ content: 'alone' })]
    const [row] = await table({
      tasks: [{ id: 1, data: {}, annotations: [{ id: 2, result }] }],
      config: '<View><Chat name="chat" value="$chat"/></View>',
    })
    expect(row).toMatchObject({
      chat: '[{"role":"user","content":"hi"},{"role":"assistant","content":""},{"content":"alone"}]',
      chat_transcript: 'user: hi\nassistant:\nalone',
    })
  })

  it('has columns for agreement, history and predictions when there are any', async () => {
    const annotations = [{ id: 2, history: [{ at: 1.0 }], result: [] }]
    const predictions = [{ id: 3, model_version: 'm', score: 0.9, result: [] }]
    const tasks = [{ id: 1, agreement: 66.6, data: { score: 1 }, annotations, predictions }]
    const rows = await table({ tasks, selection: { predictions: 'with' } })
    const shared = { id: '1', agreement: '66.6', _data_score: '1' }
    expect(rows).toEqual([
      expect.objectContaining({ ...shared, annotation_id: '2', history: '[{"at":1}]', model_version: '', score: '' }),
      expect.objectContaining({ ...shared, annotation_id: '3', history: '', model_version: 'm', score: '0.9', annotator: '' }),
    ])
    expect(Object.keys((await table({ tasks }))[0]!)).toEqual([
      'agreement',
      'annotation_id',
      'annotator',
      'created_at',
      'history',
      'id',
      'lead_time',
      'score',
      'updated_at',
    ])
  })

  it('reports half a surrogate pair', async () => {
    const result = await convert({ tasks: '[{"id":1,"data":{"t":"\\ud83d"},"annotations":[]}]', to: csv })
    expect(result.issues.map(({ code, task }) => [code, task])).toContainEqual(['text-unpaired', 1])
  })
})

describe('csv with a row per region', () => {
  it('R20, R21: puts coordinates, answers and relations into columns', async () => {
    const result = await convert({ tasks: OCR, config: OCR_CONFIG, to: csv, options: REGIONS })
    const rows = readTable(result.text('result.csv'), ',')
    const box = {
      type: 'rectanglelabels',
      from_name: 'label',
      to_name: 'image',
      label: 'Word',
      labels: '["Word"]',
      y: '2',
      width: '3',
    }
    expect(rows).toEqual([
      expect.objectContaining({ ...box, region_id: 'w1', x: '1', height: '4', rotation: '5', transcription: 'Hello', value: '' }),
      expect.objectContaining({ ...box, region_id: 'w2', x: '50', original_width: '200', transcription: '["wor","ld"]' }),
      expect.objectContaining({ type: 'relation', from_id: 'w1', to_id: 'w2', direction: 'right', label: 'next', x: '' }),
    ])
    for (const row of rows)
      expect(row).toMatchObject({ task_id: '1', annotation_id: '11', annotator: 'ann@example.com', image: 'page.png' })
    expect(result.issues).toEqual([])
    expect(Object.fromEntries(result.wrote)).toEqual({ rows: 3, regions: 2, relations: 1 })
  })

  it('keeps what has no column of its own in `value`', async () => {
    const [track] = await table({ ...golden('video_tracking'), options: REGIONS })
    expect(JSON.parse(track!.value!)).toMatchObject({
      framesCount: 250,
      duration: 10,
      sequence: [{ frame: 1 }, { frame: 51 }, { frame: 100 }],
    })
    expect(track).toMatchObject({ label: 'Man', video: 'https://data.example.com/v/clip.mp4' })
    const polygons = await table({ ...golden('polygons'), options: REGIONS })
    expect(JSON.parse(polygons[0]!.points!)[0]).toHaveLength(2)
    const shapes = await table({ ...golden('labels_plus_shapes'), options: REGIONS })
    expect(shapes.slice(0, 5).map(({ region_id, label, from_name }) => [region_id, label, from_name])).toEqual([
      ['q1', 'Car', 'labels'],
      ['q2', 'Airplane', 'labels'],
      ['q3', 'Car', 'labels'],
      ['q4', 'Airplane', 'labels'],
      ['q5', 'Car', 'labels'],
    ])
    expect(JSON.parse(shapes[3]!.value!)).toMatchObject({ format: 'rle', rle: expect.arrayContaining([255]) })
  })

  it('has a row per answer about the task, and one for tasks without any', async () => {
    const rows = await table({ ...golden('classification_mix'), options: REGIONS })
    const answers = rows.map(({ task_id, from_name, sentiment, topics, stars }) => [task_id, from_name, sentiment, topics, stars])
    expect(answers).toEqual([
      ['1', 'sentiment', 'Positive', '', ''],
      ['1', 'topics', '', '["Sports","Politics, local"]', ''],
      ['1', 'taxonomy', '', '', ''],
      ['1', 'stars', '', '', '4'],
      ['1', 'number', '', '', ''],
      ['1', 'when', '', '', ''],
      ['1', 'comment', '', '', ''],
      ['2', 'sentiment', 'neu', '', ''],
      ['2', 'topics', '', '"Quoted"', ''],
      ['2', 'comment', '', '', ''],
      ['3', 'comment', '', '', ''],
      ['3', 'topics', '', '[]', ''],
      ['4', '', '', '', ''],
    ])
    expect(rows[12]).toMatchObject({ _data_text: 'unlabelled', text: '', lang: 'de' })
  })

  it('writes chats, pairs and rankings once', async () => {
    const to = { from_name: 'c', to_name: 't' }
    const result = [
      { ...to, type: 'chatmessage', value: { chatmessage: { role: 'user', content: 'hi' } } },
      { ...to, from_name: 'best', type: 'pairwise', value: { selected: 'left' } },
      { ...to, from_name: 'rank', type: 'ranker', value: { ranker: { _: ['b', 'a'] } } },
    ]
    const rows = await table({ tasks: [{ id: 1, data: {}, annotations: [{ id: 2, result }] }], options: REGIONS })
    expect(rows.map(({ type, c, best, rank, value }) => [type, c, best, rank, value])).toEqual([
      ['chatmessage', '{"role":"user","content":"hi"}', '', '', ''],
      ['pairwise', '', '{"selected":"left"}', '', ''],
      ['ranker', '', '', '{"_":["b","a"]}', ''],
    ])
  })

  it('looks at results one by one where they are not like those before', async () => {
    const like = { to_name: 'image', from_name: 'box', type: 'rectanglelabels' }
    const value = { x: 1, y: 2, width: 3, height: 4, rotation: 0 }
    const labels = (...names: unknown[]) => ({ ...value, rectanglelabels: names })
    const result = [
      { id: 'usual', ...like, value: labels('Car') },
      { id: 'again "\u00e9"\n', ...like, value: { ...labels('a "b"\t'), x: -1.5e-3 } },
      { id: 'two', ...like, value: labels('Car', 'Bus') },
      { id: 'none', ...like, value: labels() },
      { id: 'empty', ...like, value: labels('') },
      { id: 'number', ...like, value: labels(7) },
      { id: 'null', ...like, value: { ...labels('Car'), x: null } },
      { id: 'list', ...like, value: { ...labels('Car'), y: [1, 'z'] } },
      { id: 'more', ...like, value: { ...labels('Car'), extra: true } },
      { id: 'page', ...like, item_index: 2, value: labels('Car') },
      { id: 'meta', ...like, meta: {}, value: labels('Car') },
      { id: 'bare', ...like, type: 'rectangle', value },
      { id: '\u0001', ...like, value: labels('\u0001') },
    ]
    const rows = await table({ tasks: [{ id: 1, data: { image: 'a.jpg' }, annotations: [{ id: 2, result }] }], options: REGIONS })
    const cells = rows.map(({ region_id, x, y, label, labels: all, value: rest, page }) => [
      region_id,
      x,
      y,
      label,
      all,
      rest,
      page,
    ])
    expect(cells).toEqual([
      ['usual', '1', '2', 'Car', '["Car"]', '', ''],
      ['again "\u00e9"\n', '-0.0015', '2', 'a "b"\t', '["a \\"b\\"\\t"]', '', ''],
      ['two', '1', '2', 'Car', '["Car","Bus"]', '', ''],
      ['none', '1', '2', '', '', '', ''],
      ['empty', '1', '2', '', '', '{"rectanglelabels":[""]}', ''],
      ['number', '1', '2', '7', '["7"]', '', ''],
      ['null', '', '2', 'Car', '["Car"]', '', ''],
      ['list', '1', '[1,"z"]', 'Car', '["Car"]', '', ''],
      ['more', '1', '2', 'Car', '["Car"]', '{"extra":true}', ''],
      ['page', '1', '2', 'Car', '["Car"]', '', '2'],
      ['meta', '1', '2', 'Car', '["Car"]', '', ''],
      ['bare', '1', '2', '', '', '', ''],
      ['\u0001', '1', '2', '\u0001', '["\\u0001"]', '', ''],
    ])
    for (const row of rows) expect(row).toMatchObject({ task_id: '1', annotation_id: '2', from_name: 'box', image: 'a.jpg' })
  })

  it('keeps both of two values that disagree', async () => {
    const result = [
      {
        id: 'a',
        from_name: 'label',
        to_name: 'text',
        type: 'labels',
        value: { start: 1, end: 3, text: 'bc', labels: ['X'], confidence: 0.5 },
      },
      { id: 'a', from_name: 'other', to_name: 'text', type: 'labels', value: { start: 1, end: 4, text: 'bcd', labels: ['Y'] } },
    ]
    const [row] = await table({ tasks: [{ id: 1, data: { doc: 'abcd' }, annotations: [{ id: 2, result }] }], options: REGIONS })
    expect(row).toMatchObject({ start: '1', end: '3', text: 'bc', label: 'X', labels: '["X","Y"]' })
    expect(JSON.parse(row!.value!)).toEqual({ confidence: 0.5, end: 4, text: 'bcd' })
  })
})
