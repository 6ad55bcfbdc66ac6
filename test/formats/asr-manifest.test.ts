import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { asrManifest } from '../../src/formats/asr-manifest.ts'
import { type Converted, type ConvertInput, convert } from '../convert.ts'

const GOLDEN = 'test/fixtures/goldens/audio_transcription'
const golden = {
  tasks: readFileSync(`${GOLDEN}/tasks.json`, 'utf8'),
  config: readFileSync(`${GOLDEN}/config.xml`, 'utf8'),
  to: asrManifest,
}

const CONFIG = `<View>
  <Audio name="audio" value="$audio"/>
  <Labels name="speaker" toName="audio"><Label value="A"/><Label value="B"/></Labels>
  <TextArea name="words" toName="audio" perRegion="true"/>
  <Choices name="quality" toName="audio"><Choice value="good"/></Choices>
</View>`

type Results = readonly object[]

const on = { to_name: 'audio' }
const segment = (id: string, start: number, end: number, labels: readonly string[] = ['A']) => ({
  ...on,
  id,
  from_name: 'speaker',
  type: 'labels',
  value: { start, end, channel: 0, labels },
})
const text = (id: string, rows: readonly string[], more: object = {}) => ({
  ...on,
  id,
  from_name: 'words',
  type: 'textarea',
  value: { text: rows },
  ...more,
})
const choice = (id: string) => ({ ...on, id, from_name: 'quality', type: 'choices', value: { choices: ['good'] } })
const task = (id: number, audio: string, result: Results | undefined, data: object = {}) => ({
  id,
  data: { audio, ...data },
  annotations: result === undefined ? [] : [{ id: id * 10, completed_by: 5, result }],
})

const run = (tasks: readonly unknown[], more: Partial<ConvertInput> = {}) =>
  convert({ tasks, config: CONFIG, to: asrManifest, ...more })
const linesOf = (converted: Converted) =>
  converted
    .text('manifest.json')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
const codesOf = ({ issues }: Converted) => issues.map(({ code, task, annotation, region }) => [code, task, annotation, region])

describe('the golden case', () => {
  it('A3: writes a line per segment with its time, words, further rows and speaker', async () => {
    const converted = await convert({ ...golden, mediaRoot: `${GOLDEN}/media` })
    expect(converted.text('manifest.json')).toBe(
      [
        '{"audio_filepath": "audio/call_01.wav", "offset": 0.0, "duration": 0.7, "text": "Hello, how can I help?", "speaker": "Agent", "channel": 0, "annotator": "ann@example.com"}',
        '{"audio_filepath": "audio/call_01.wav", "offset": 0.8, "duration": 0.6, "text": "Я хочу café", "alternatives": ["(alt) cafe"], "speaker": "Customer", "channel": 0, "annotator": "ann@example.com"}',
        '{"audio_filepath": "audio/call 02.wav", "duration": 0.25, "text": "whole clip", "annotator": "3"}',
        '',
      ].join('\n'),
    )
    expect([...converted.wrote]).toEqual(expect.arrayContaining([['regions', 2]]))
    expect(codesOf(converted)).toEqual([['answer-dropped', 1, 71, undefined]])
  })

  it('has the keys and values of the peer in its lines about recordings', async () => {
    const peer = readFileSync(`${GOLDEN}/ASR_MANIFEST/manifest.json`, 'utf8')
    const options = { lines: 'recordings' }
    const [first, second] = linesOf(await convert({ ...golden, options, mediaRoot: `${GOLDEN}/media` }))
    const [peerFirst, peerSecond] = peer
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(second).toEqual(peerSecond)
    expect(first).toEqual({ ...peerFirst, text: 'Hello, how can I help? Я хочу café' })
  })

  it('A4: takes the length of a recording from its results, so that a missing file need not matter', async () => {
    const converted = await convert({ ...golden, options: { lines: 'recordings' } })
    expect(linesOf(converted).map(({ audio_filepath, duration }) => [audio_filepath, duration])).toEqual([
      ['audio/call_01.wav', 1.5],
    ])
    expect(codesOf(converted)).toEqual([
      ['answer-dropped', 1, 71, undefined],
      ['transcript-cut', 1, 71, 'x2'],
      ['segments-joined', 1, 71, undefined],
      ['duration-unknown', 2, 72, undefined],
    ])
  })

  it('infers the config', async () => {
    const [line] = linesOf(await convert({ tasks: golden.tasks, to: asrManifest }))
    expect(line).toMatchObject({ offset: 0, text: 'Hello, how can I help?', speaker: 'Agent' })
  })
})

describe('clips without a transcript', () => {
  it('A1: are left out and never get the words of another clip', async () => {
    const spoken = task(1, 'a.wav', [text('t', ['hello'])], { duration: 2 })
    const silent = task(2, 'b.wav', undefined, { duration: 2 })
    for (const tasks of [
      [spoken, silent],
      [silent, spoken],
    ]) {
      const converted = await run(tasks)
      expect(linesOf(converted)).toEqual([{ audio_filepath: 'audio/a.wav', duration: 2, text: 'hello', annotator: '5' }])
      expect(codesOf(converted)).toEqual([['task-unannotated', 2, undefined, undefined]])
    }
    const converted = await run([silent, spoken], { selection: { includeUnannotated: true } })
    expect(linesOf(converted)).toHaveLength(1)
    expect(codesOf(converted)).toContainEqual(['transcript-missing', 2, undefined, undefined])
  })

  it('A2: are reported when there is only a choice, an empty text or nothing', async () => {
    const converted = await run([
      task(1, 'a.wav', [choice('c')]),
      task(2, 'b.wav', [text('t', [])]),
      task(3, 'c.wav', [text('t', [' '])]),
      task(4, 'd.wav', []),
    ])
    expect(converted.text('manifest.json')).toBe('')
    expect(codesOf(converted).sort()).toEqual([
      ['answer-dropped', 1, 10, undefined],
      ['transcript-missing', 1, 10, undefined],
      ['transcript-missing', 2, 20, undefined],
      ['transcript-missing', 3, 30, undefined],
      ['transcript-missing', 4, 40, undefined],
    ])
  })

  it('are reported segment by segment', async () => {
    const converted = await run([task(1, 'a.wav', [segment('s1', 0, 1), segment('s2', 1, 2), text('s2', ['hi'])])])
    expect(linesOf(converted).map(({ offset }) => offset)).toEqual([1])
    expect(codesOf(converted)).toEqual([['transcript-missing', 1, 10, 's1']])
    expect(converted.wrote.get('regions')).toBe(1)
  })
})

describe('the length of a recording', () => {
  const clip = [text('t', ['hello'])]

  it.each([
    ['original_length', [text('t', ['hello'], { original_length: 3.5 })], { duration: 9 }, 3.5],
    ['original_length of another result', [...clip, { ...choice('c'), original_length: 4 }], {}, 4],
    ['data.duration', clip, { duration: 9 }, 9],
    ['data.duration in quotes', clip, { duration: '9.25' }, 9.25],
    ['data.length', clip, { duration: null, length: 8 }, 8],
  ])('A4: is found in %s', async (_, results, data, seconds) => {
    expect(linesOf(await run([task(1, 'call.mp3', results, data)]))).toMatchObject([{ duration: seconds }])
  })

  it('is left open never: a clip without it is reported', async () => {
    const converted = await run([task(1, 'call.mp3', clip, { duration: 0 })])
    expect(converted.text('manifest.json')).toBe('')
    expect(codesOf(converted)).toEqual([['duration-unknown', 1, 10, undefined]])
  })

  it('is not the end of the last segment', async () => {
    const tasks = [task(1, 'a.wav', [segment('s', 1, 2), text('s', ['hi'])])]
    const converted = await run(tasks, { options: { lines: 'recordings' } })
    expect(codesOf(converted)).toEqual([['duration-unknown', 1, 10, 's']])
    expect(converted.wrote.get('regions') ?? 0).toBe(0)
  })
})

describe('lines', () => {
  const both = [task(1, 'a.wav', [segment('s', 1.5, 2), text('s', ['part']), text('t', ['whole'])], { duration: 4 })]

  it('are of segments where there are any', async () => {
    const converted = await run(both)
    expect(linesOf(converted).map((line) => line.text)).toEqual(['part'])
    expect(codesOf(converted)).toEqual([['answer-dropped', 1, 10, undefined]])
  })

  it('recordings: of both kinds of transcript', async () => {
    const converted = await run(both, { options: { lines: 'recordings' } })
    expect(linesOf(converted).map((line) => [line.duration, line.text, line.offset])).toEqual([
      [4, 'whole', undefined],
      [4, 'part', undefined],
    ])
    expect(codesOf(converted)).toEqual([['segments-joined', 1, 10, undefined]])
    expect(converted.wrote.get('regions')).toBe(1)
  })

  it('segments: leave out transcripts of the whole', async () => {
    const converted = await run([task(1, 'a.wav', [text('t', ['whole'])], { duration: 4 })], { options: { lines: 'segments' } })
    expect(converted.text('manifest.json')).toBe('')
    expect(codesOf(converted)).toEqual([['answer-dropped', 1, 10, undefined]])
  })

  it('come by time, with exact decimals and always a point', async () => {
    const results = [segment('late', 1.4, 3), text('late', ['b']), segment('early', 0.1, 0.3), text('early', ['a'])]
    const converted = await run([task(1, 'a.wav', results)])
    expect(converted.text('manifest.json').match(/"offset": \S+ "duration": \S+/g)).toEqual([
      '"offset": 0.1, "duration": 0.2,',
      '"offset": 1.4, "duration": 1.6,',
    ])
  })

  it('report segments that last no time', async () => {
    const results = [segment('a', 2, 2), text('a', ['x']), segment('b', 3, 1), text('b', ['y'])]
    const converted = await run([task(1, 'a.wav', results)])
    expect(codesOf(converted)).toEqual([
      ['region-invalid', 1, 10, 'a'],
      ['region-invalid', 1, 10, 'b'],
    ])
  })

  it('have one speaker', async () => {
    const converted = await run([task(1, 'a.wav', [segment('s', 0, 1, ['B', 'A']), text('s', ['hi'])])])
    expect(linesOf(converted)).toMatchObject([{ speaker: 'B' }])
    expect(codesOf(converted)).toEqual([['labels-cut', 1, 10, 's']])
  })

  it('tell the language, and nobody where nobody is known', async () => {
    const result = [text('t', ['salut'])]
    const tasks = [{ id: 1, data: { audio: 'a.wav', duration: 1, language: 'fr' }, annotations: [{ id: 1, result }] }]
    expect((await run(tasks)).text('manifest.json')).toBe(
      '{"audio_filepath": "audio/a.wav", "duration": 1.0, "text": "salut", "lang": "fr", "annotator": null}\n',
    )
  })

  it('A23: keep text as UTF-8, one line a line', async () => {
    const converted = await run([task(1, 'a.wav', [text('t', ['ça — "ü"\nnew\u2028line'])], { duration: 1 })])
    expect(converted.text('manifest.json')).toContain('"text": "ça — \\"ü\\"\\nnew\\u2028line"')
    expect(linesOf(converted)[0].text).toBe('ça — "ü"\nnew\u2028line')
  })

  it('report other answers about a segment', async () => {
    const results = [segment('s', 0, 1), text('s', ['hi']), choice('s')]
    const converted = await run([task(1, 'a.wav', results)])
    expect(codesOf(converted)).toEqual([['attribute-dropped', 1, 10, 's']])
  })
})

describe('rows', () => {
  const several = [task(1, 'a.wav', [segment('s', 0, 1), text('s', ['one', '', 'two', 'three'])])]

  it.each([
    ['keep', { text: 'one', alternatives: ['two', 'three'] }, []],
    ['join', { text: 'one two three' }, []],
    ['first', { text: 'one' }, [['transcript-cut', 1, 10, 's']]],
  ])('%s', async (rows, expected, issues) => {
    const converted = await run(several, { options: { rows } })
    const [{ text, alternatives }] = linesOf(converted)
    expect(alternatives === undefined ? { text } : { text, alternatives }).toEqual(expected)
    expect(codesOf(converted)).toEqual(issues)
  })
})

describe('which TextArea', () => {
  const config = (areas: string) =>
    `<View><Audio name="audio" value="$audio"/><Labels name="speaker" toName="audio"/>${areas}</View>`
  const remark = { from_name: 'remarks' }
  const results = [segment('s', 0, 1), text('s', ['remark'], remark), text('s', ['said'])]

  it.each([
    ['the first', '<TextArea name="words" toName="audio"/><TextArea name="remarks" toName="audio"/>', 'said'],
    [
      'the one per region',
      '<TextArea name="remarks" toName="audio"/><TextArea name="words" toName="audio" perRegion="true"/>',
      'said',
    ],
    [
      'the one of that name',
      '<TextArea name="words" toName="audio"/><TextArea name="remarks" toName="audio"/>',
      'remark',
      'remarks',
    ],
  ])('is the transcript: %s', async (_, areas, said, transcript = '') => {
    const converted = await run([task(1, 'a.wav', results)], { config: config(areas), options: { transcript } })
    expect(linesOf(converted).map((line) => line.text)).toEqual([said])
    expect(codesOf(converted)).toEqual([['attribute-dropped', 1, 10, 's']])
  })

  it('is the one called a transcript, and no other is put in its place', async () => {
    const areas = '<TextArea name="remarks" toName="audio"/><TextArea name="Transcription" toName="audio" perRegion="true"/>'
    const converted = await run([task(1, 'a.wav', [text('t', ['noisy'], remark)], { duration: 1 })], { config: config(areas) })
    expect(converted.text('manifest.json')).toBe('')
    expect(codesOf(converted).map(([code]) => code)).toEqual(['answer-dropped', 'transcript-missing'])
  })

  it('must be there', async () => {
    await expect(run([task(1, 'a.wav', [])], { options: { transcript: 'wrods' } })).rejects.toMatchObject({
      code: 'option-invalid',
      hint: 'it takes the name of a TextArea: words',
    })
  })
})

describe('media', () => {
  const spoken = (id: number, audio: string) => task(id, audio, [text('t', [audio])], { duration: 1 })

  it('A5: get names of their own', async () => {
    const lines = linesOf(
      await run([spoken(1, '/data/upload/1/a.wav'), spoken(2, '/data/upload/2/a.wav'), spoken(3, '/data/upload/1/a.wav')]),
    )
    const [first, second, third] = lines.map((line) => line.audio_filepath)
    expect(first).toBe('audio/a.wav')
    expect(second).toMatch(/^audio\/a-[0-9a-f]+\.wav$/)
    expect(third).toBe(first)
  })

  it('keep their names: those of uploads are percent-encoded, others are not', async () => {
    const lines = linesOf(
      await run([spoken(1, '/data/upload/1/%C3%BC%20b.wav'), spoken(2, 'http://x.y/c%20d.wav?e=f')], {
        options: { audioPrefix: '' },
      }),
    )
    expect(lines.map((line) => line.audio_filepath)).toEqual(['ü b.wav', 'c%20d.wav'])
  })

  it('may be videos', async () => {
    const config = '<View><Video name="audio" value="$audio"/><TextArea name="words" toName="audio"/></View>'
    expect(linesOf(await run([spoken(1, 'film.mp4')], { config }))).toMatchObject([
      { audio_filepath: 'audio/film.mp4', text: 'film.mp4' },
    ])
  })

  it('must be named', async () => {
    const results = [segment('s', 0, 1), text('s', ['hi'])]
    const converted = await run([{ id: 1, data: {}, annotations: [{ id: 10, result: results }] }])
    expect(converted.text('manifest.json')).toBe('')
    expect(codesOf(converted).map(([code, , , region]) => [code, region])).toEqual([
      ['media-unnamed', undefined],
      ['media-unnamed', 's'],
    ])
  })

  it('stand beside each other in a task: one without a transcript does not make the other a loss', async () => {
    const config = `<View><Audio name="audio" value="$audio"/><Audio name="b" value="$b"/>
      <Labels name="speaker" toName="audio"/><TextArea name="words" toName="audio"/><TextArea name="b_words" toName="b"/></View>`
    const data = { b: 'b.wav', duration: 1 }
    const converted = await run([task(1, 'a.wav', [segment('s', 0, 1), text('s', ['hi'])], data)], { config })
    expect(linesOf(converted)).toHaveLength(1)
    expect(converted.issues.map(({ code, effect }) => [code, effect])).toEqual([['transcript-missing', 'approximated']])
  })

  it('R22: are found in repeated tags', async () => {
    const config = `<View><Repeater on="$clips" indexFlag="{{idx}}"><Audio name="clip_{{idx}}" value="$clips[{{idx}}]"/>
      <TextArea name="text_{{idx}}" toName="clip_{{idx}}"/></Repeater></View>`
    const said = (index: number) => text(`t${index}`, [`said ${index}`], { from_name: `text_${index}`, to_name: `clip_${index}` })
    const tasks = [
      { id: 1, data: { clips: ['a.wav', 'b.wav'], duration: 1 }, annotations: [{ id: 1, result: [said(0), said(1)] }] },
    ]
    expect(linesOf(await run(tasks, { config })).map((line) => [line.audio_filepath, line.text])).toEqual([
      ['audio/a.wav', 'said 0'],
      ['audio/b.wav', 'said 1'],
    ])
  })
})

describe('several annotations', () => {
  const annotation = (id: number, said: string, more: object = {}) => ({
    id,
    completed_by: id,
    result: [text('t', [said])],
    ...more,
  })
  const tasks = [
    {
      id: 1,
      data: { audio: 'a.wav', duration: 1 },
      annotations: [annotation(1, 'one', { ground_truth: true }), annotation(2, 'two')],
    },
  ]

  it('give the starred one', async () => {
    const converted = await run(tasks)
    expect(linesOf(converted).map((line) => line.text)).toEqual(['one'])
    expect(codesOf(converted)).toEqual([['annotation-superseded', 1, 2, undefined]])
  })

  it('give a line each when asked for', async () => {
    const lines = linesOf(await run(tasks, { selection: { annotations: 'all' } }))
    expect(lines.map((line) => [line.text, line.annotator])).toEqual([
      ['one', '1'],
      ['two', '2'],
    ])
  })
})

describe('unsuited', () => {
  const OPTIONS = { lines: 'auto', rows: 'keep', transcript: '', audioPrefix: 'audio/' } as const

  it.each([
    ['<View><Audio name="a" value="$a"/><TextArea name="t" toName="a"/></View>', undefined],
    ['<View><AudioPlus name="a" value="$a"/><TextArea name="t" toName="a"/></View>', undefined],
    [
      '<View><Audio name="a" value="$a"/><Choices name="t" toName="a"/></View>',
      'an ASR manifest needs a TextArea on an Audio or Video tag',
    ],
    [
      '<View><Audio name="a" value="$a"/><Text name="x" value="$x"/><TextArea name="t" toName="x"/></View>',
      'an ASR manifest needs a TextArea on an Audio or Video tag',
    ],
  ])('%s', (config, reason) => {
    expect(asrManifest.unsuited(parseLabelConfig(config), OPTIONS)).toBe(reason)
  })
})
