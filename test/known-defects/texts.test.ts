import { describe, expect, it } from 'vitest'
import { readRows } from '../formats/rfc4180.ts'
import { codes, exported, type Options } from './exported.ts'

describe('texts', () => {
  it('R15: Cyrillic, emoji in either unit, Chinese cut at spans, accents, right to left', async () => {
    const { lines, issues } = await conll('ner_unicode')
    expect(lines).toEqual([
      ...['Анна B-PER', 'живёт O', 'в O', 'Москве B-LOC', '. O', ''],
      ...['😀 O', 'Ada B-PER', 'met O', '👩‍👩‍👧 O', 'Bob B-PER', 'in O', 'Paris B-LOC', '🇫🇷 O', '. O', ''],
      ...['張偉 B-PER', '住在 O', '北京 B-LOC', '。 O', '', '他在 O', '谷 B-ORG', '歌 I-ORG', '工作 O', '。 O', ''],
      ...['Ciudad B-LOC', 'de I-LOC', 'México I-LOC', 'café O', 'résumé O', '. O', ''],
      ...['محمد B-PER', 'يعيش O', 'في O', 'القاهرة B-LOC', '. O', ''],
      ...['😀 O', 'Ada B-PER', 'met O', 'Bob B-PER', '. O'],
    ])
    expect(issues).toEqual([])
  })

  it('R16 R17: null offsets cost one span, both Labels controls are written', async () => {
    const { lines, issues } = await conll('ner_multi_annotator', {}, { ids: '3,5' })
    expect(lines).toEqual([
      ...['Ada B-PER', 'works B-GOOD', 'at O', 'Acme O', 'in O', 'Paris O', '. O', ''],
      ...['Ada O', 'works O', 'at O', 'Acme B-ORG', 'in O', 'Paris O', '. O'],
    ])
    expect(codes(issues)).toEqual(['answer-dropped 3/c', 'region-invalid 5/n'])
  })

  it('T8: the latest by moment: 23:30 in New York is after 01:00 in London', async () => {
    const { lines } = await conll('ner_multi_annotator', {}, { ids: '1', annotations: 'latest' })
    expect(lines).toContain('Acme B-ORG')
    expect((await conll('ner_multi_annotator', {}, { ids: '2' })).lines).toContain('Paris B-LOC') // starred, though older
  })

  it('HyperText: across elements, by XPath, behind an emoji', async () => {
    const { lines, issues } = await conll('hypertext_ner')
    expect(lines).toEqual(['Ada B-PER', 'Lovelace I-PER', '& O', 'Bob B-PER', '', 'Paris O', '😀 O', 'London B-LOC'])
    expect(codes(issues)).toEqual(['span-outside 1/d'])
  })
})

describe('recordings', () => {
  const lines = async (name: string) => {
    const { text, issues } = await exported(name, 'asr-manifest')
    const found: { audio_filepath: string; duration: number; text: string }[] = text('manifest.json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { manifest: found.map((line) => [line.audio_filepath, line.duration, line.text]), issues }
  }

  it('A1 A4 A5: nobody’s clip gets nobody’s words, any container, names apart', async () => {
    const { manifest, issues } = await lines('audio_gaps')
    expect(manifest).toEqual([
      ['audio/aa-one.wav', 4.5, 'hello'],
      ['audio/three.mp3', 4.5, 'third'],
      ['audio/four.flac', 7, 'fourth'],
      [expect.stringMatching(/^audio\/three-[0-9a-f]{8}\.mp3$/), 4.5, 'same name'],
    ])
    expect(codes(issues)).toEqual(['task-unannotated 2', 'duration-unknown 5', 'name-changed undefined'])
  })

  it('A2: a clip with a choice only, and an empty transcript', async () => {
    const { manifest, issues } = await lines('audio_choice_only')
    expect(manifest).toEqual([['audio/three.wav', 4.5, 'yes']])
    expect(codes(issues.filter(({ code }) => code === 'transcript-missing'))).toEqual([
      'transcript-missing 1',
      'transcript-missing 2',
    ])
  })
})

describe('tables', () => {
  it('T1 T2: no data key hides a column or is hidden', async () => {
    const { text } = await exported('csv_torture', 'csv')
    const [header, ...rows] = readRows(text('result.csv'), ',')
    const first = Object.fromEntries(header!.map((name, k) => [name, rows[0]![k]]))
    expect(first).toMatchObject({
      id: '1',
      _data_id: 'ext-1',
      text: 'a',
      _data_text: 'comma, "quote"\nnew line\r\nCR',
      annotator: 'a@b.c',
      _data_annotator: 'me',
      lead_time: '1.5',
      _data_lead_time: 'x',
      _data_created_at: 'then',
      _data_updated_at: 'later',
      _data_annotation_id: 'A',
      agreement: '50.5',
      _data_agreement: 'yes',
      _data_history: 'h',
      note: '=1+1',
    })
    expect(rows.map((row) => row[header!.indexOf('sentiment')])).toEqual([
      '{"choices":["Positive","Negative"]}',
      'Positive',
      '{"choices":[]}',
      '',
    ])
  })

  it('T10: formulas are guarded when asked for, and that is told', async () => {
    const { text, issues } = await exported('csv_torture', 'csv', { formulaGuard: true })
    const cells = readRows(text('result.csv'), ',').flat()
    expect(cells.filter((cell) => /^[=+@-]/.test(cell) && !/^[+-]?\d+$/.test(cell))).toEqual([])
    expect(cells).toContain("'=cmd|x")
    expect(cells).toContain("'@x")
    expect(codes(issues.filter(({ code }) => code === 'cell-guarded'))).toHaveLength(4)
  })

  it('R20: texts and choices of regions find their regions when asked for', async () => {
    const { text } = await exported('ocr_rect_text', 'json-min', { regionIds: true })
    const [record] = JSON.parse(text('result.json'))
    expect(record.transcription.map((value: { region_id: string; text: string[] }) => [value.region_id, value.text])).toEqual([
      ['o0', ['Invoice']],
      ['o2', ['two', 'lines']],
    ])
    expect(record.quality.map((value: { region_id: string }) => value.region_id)).toEqual(['o0', 'o1', 'o2'])
  })

  it('R21: relations when asked for', async () => {
    const { text, issues } = await exported('ner_multi_annotator', 'json-min', { relations: true }, { ids: '1' })
    const [record] = JSON.parse(text('result.json'))
    expect(record.relations).toEqual([{ from_id: 'a', to_id: 'b', direction: 'right', labels: ['works at'] }])
    expect(record.label.map((value: { region_id: string }) => value.region_id)).toEqual(['a', 'b'])
    expect(codes(issues)).toEqual(['annotation-cancelled 1'])
  })

  it('a chat has its messages and a transcript', async () => {
    const { text } = await exported('chat', 'csv')
    const [header, row] = readRows(text('result.csv'), ',')
    expect(row![header!.indexOf('chat_transcript')]).toBe('user: hi\nassistant: Hello\nthere, "you"\ntool:')
    expect(row![header!.indexOf('safe')]).toBe('yes')
  })

  it('pairs and rankings', async () => {
    const { text } = await exported('pairwise_ranker', 'json-min')
    expect(JSON.parse(text('result.json'))[0]).toMatchObject({
      pair: [{ selected: 'left' }],
      rank: [{ ranker: { rank: ['y', 'x'] } }],
    })
  })
})

/** Lines of a CoNLL file as `token tag`, sentences apart by an empty one. */
async function conll(name: string, options: Options = {}, selection: Options = {}) {
  const converted = await exported(name, 'conll2003', options, selection)
  const lines = converted.text('result.conll').split('\n').slice(1)
  return {
    ...converted,
    lines: lines.map((line) => line.replace(' -X- _ ', ' ')).filter((line, k) => line !== '' || k < lines.length - 2),
  }
}
