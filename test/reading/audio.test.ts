import { describe, expect, it } from 'vitest'
import { only, readFiles } from './read.ts'

describe('asr-manifest', () => {
  it('puts all lines about one recording into one task, wherever they stand', async () => {
    const lines = [
      { audio_filepath: 'a.wav', offset: 0, duration: 1.5, text: 'Hello', speaker: 'Ann', channel: 1, lang: 'en' },
      { audio_filepath: 'b.wav', duration: 9, text: 'whole' },
      { audio_filepath: 'a.wav', offset: 2, duration: 1, text: 'you' },
      { audio_filepath: 'a.wav', offset: 'x', duration: 1, text: 'you' },
    ]
    const read = await readFiles({ 'manifest.json': lines.map((line) => `${JSON.stringify(line)}\n`).join('') })
    expect(read.reader).toBe('asr-manifest')
    expect(read.tasks.map(({ data }) => data)).toEqual([
      { audio: 'a.wav', lang: 'en' },
      { audio: 'b.wav', duration: 9 },
    ])
    expect(read.tasks[0]?.annotations[0]?.result.map(({ id, type, value }) => [id, type, value])).toEqual([
      ['1', 'labels', { start: 0, end: 1.5, channel: 1, labels: ['Ann'] }],
      ['1', 'textarea', { start: 0, end: 1.5, channel: 1, text: ['Hello'] }],
      ['2', 'textarea', { start: 2, end: 3, text: ['you'] }],
    ])
    expect(only(read.tasks[1]!.annotations).result).toMatchObject([
      { type: 'textarea', value: { text: ['whole'] }, original_length: 9 },
    ])
    expect(read.issues.map(({ code, where }) => [code, where.line])).toEqual([['record-invalid', 4]])
  })
})

describe('rttm', () => {
  it('reads the turns of each recording', async () => {
    const lines = `SPKR-INFO rec1 1 <NA> <NA> <NA> unknown ann <NA> <NA>
SPEAKER rec1 1 0.50 1.25 <NA> <NA> ann <NA> <NA>
SPEAKER rec2 2 3 1 <NA> <NA> bob 0.5 <NA>
SPEAKER rec1 1 2 1 <NA> <NA> bob <NA> <NA>
SPEAKER rec1 1 x 1 <NA> <NA> bob <NA> <NA>
`
    const read = await readFiles({ 'a.rttm': lines, 'wav/rec1.wav': '' })
    expect(read.tasks.map(({ data }) => data.audio)).toEqual(['wav/rec1.wav', 'rec2.wav'])
    expect(read.results.map(({ value, score }) => [value, score])).toEqual([
      [{ start: 0.5, end: 1.75, labels: ['ann'] }, undefined],
      [{ start: 2, end: 3, labels: ['bob'] }, undefined],
      [{ start: 3, end: 4, channel: 1, labels: ['bob'] }, 0.5],
    ])
    expect(read.told).toEqual([
      'record-invalid: not readable: start and duration are no seconds',
      'media-absent: the file that it is about is not there; it is called `rec2.wav`',
      'field-unread: `SPKR-INFO` has no place in a task (1 of them)',
    ])
  })
})

describe('webvtt and srt', () => {
  it('reads cues with voices, several lines and entities; notes and styles are none', async () => {
    const vtt = `WEBVTT - a title

NOTE
not a cue

intro
00:01.500 --> 00:00:02.750 align:start
<v Ann>Tom &amp; <i>Jerry</i>
second line

01:00:00.000 --> 01:00:01.000
<00:00.500>plain
`
    const read = await readFiles({ 'a.vtt': vtt, 'a.mp4': '' })
    expect(only(read.tasks).data).toEqual({ video: 'a.mp4' })
    expect(read.results.map(({ id, type, value }) => [id, type, value])).toEqual([
      ['1', 'labels', { start: 1.5, end: 2.75, labels: ['Ann'] }],
      ['1', 'textarea', { start: 1.5, end: 2.75, text: ['Tom & Jerry\nsecond line'] }],
      ['2', 'textarea', { start: 3600, end: 3601, text: ['plain'] }],
    ])
  })

  it('reads SRT', async () => {
    const read = await readFiles({
      'a.srt': '1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n2\r\n00:00:03,000 --> 00:00:02,000\r\nx\r\n',
    })
    expect(read.results.map(({ value }) => value)).toEqual([{ start: 1, end: 2, text: ['Hello'] }])
    expect(read.issues.map(({ code, where }) => [code, where.line])).toEqual([
      ['media-absent', undefined],
      ['record-invalid', 6],
    ])
  })
})

describe('audacity', () => {
  it('reads labels, and reports ranges of frequencies', async () => {
    const read = await readFiles({ 'a.txt': '0.000000\t1.500000\tintro\n\\\t10\t20\n2,5\t2,5\t\n', 'a.flac': '' })
    expect(read.reader).toBe('audacity')
    expect(read.results.map(({ value }) => value)).toEqual([
      { start: 0, end: 1.5, labels: ['intro'] },
      { start: 2.5, end: 2.5, labels: ['label'] },
    ])
    expect(read.told).toEqual(['field-unread: `frequencies` has no place in a task (1 of them)'])
  })
})

describe('textgrid', () => {
  const long = `File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.5
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Mary 2"
        xmin = 0
        xmax = 2.5
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.5
            text = "she said ""42"""
        intervals [2]:
            xmin = 1.5
            xmax = 2.5
            text = ""
    item [2]:
        class = "TextTier"
        name = "bell"
        xmin = 0
        xmax = 2.5
        points: size = 1
        points [1]:
            number = 1
            mark = "ding"
`
  const short = `File type = "ooTextFile"\n"TextGrid"\n\n0\n2.5\n<exists>\n2\n"IntervalTier"\n"Mary 2"\n0\n2.5\n2\n0\n1.5\n"she said ""42"""\n1.5\n2.5\n""\n"TextTier"\n"bell"\n0\n2.5\n1\n1\n"ding"\n`

  it.each([
    ['long', long],
    ['short', short],
  ])('reads %s files: tiers are labels, empty intervals nothing', async (_, text) => {
    const read = await readFiles({ 'a.TextGrid': text, 'a.wav': '' })
    expect(read.reader).toBe('textgrid')
    expect(read.results.map(({ id, value }) => [id, value.start, value.end, value.labels ?? value.text])).toEqual([
      ['1', 0, 1.5, ['Mary 2']],
      ['1', 0, 1.5, ['she said "42"']],
      ['2', 1, 1, ['bell']],
      ['2', 1, 1, ['ding']],
    ])
  })

  it('says so when it ends too early', async () => {
    const read = await readFiles({ 'a.TextGrid': short.slice(0, -30), 'a.wav': '' })
    expect(read.told).toEqual(['record-invalid: not readable: the file ends too early'])
  })
})
