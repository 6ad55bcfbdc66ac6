import { describe, expect, it } from 'vitest'
import { webvtt } from '../../src/formats/webvtt.ts'
import { audioTask, convertAudio, mood, segment, transcript } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

describe('webvtt', () => {
  it('writes a cue per segment: voice and transcript, or one of them', async () => {
    const result = [
      ...[segment('a', 3599.9994, 3601.5, ['Agent']), transcript('a', 'a < b & c --> d\n\nnext', 'row')],
      ...[segment('b', 5, 6.25, ['big customer', 'Agent'])],
      ...[segment('c', 0, 0.0001, []), transcript('c', 'hm')],
    ]
    const converted = await convertAudio(webvtt, [audioTask(1, 'http://x/ü.mp3', result)])
    expect(converted.text('ü.vtt')).toBe(
      [
        ...['WEBVTT', '', '00:00:00.000 --> 00:00:00.001', 'hm', ''],
        ...['00:00:05.000 --> 00:00:06.250', 'big customer, Agent', ''],
        ...['00:59:59.999 --> 01:00:01.500', '<v Agent>a &lt; b &amp; c --&gt; d', 'next', 'row', ''],
      ].join('\n'),
    )
    expect(issuesOf(converted)).toEqual([])
  })

  it('reports what is neither label nor transcript', async () => {
    const result = [segment('a', 0, 1, []), segment('b', 1, 2, ['Agent']), mood('b')]
    const converted = await convertAudio(webvtt, [audioTask(1, 'a.wav', result)])
    expect(issuesOf(converted)).toEqual([
      ['region-unlabelled', 1, 'a'],
      ['attribute-dropped', 1, 'b'],
    ])
    expect(converted.wrote.get('regions')).toBe(1)
  })
})
