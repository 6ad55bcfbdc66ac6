import { describe, expect, it } from 'vitest'
import { srt } from '../../src/formats/srt.ts'
import { audioTask, convertAudio, segment, transcript } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

describe('srt', () => {
  it('numbers subtitles by time', async () => {
    const result = [
      ...[segment('b', 61.5, 62, ['Agent']), transcript('b', 'one\n\ntwo --> three')],
      ...[segment('a', 0, 1, ['Agent', 'big customer'])],
      ...[segment('c', 70, 71, []), transcript('c', 'alone')],
    ]
    const converted = await convertAudio(srt, [audioTask(1, 'a.wav', result)])
    expect(converted.text('a.srt')).toBe(
      [
        ...['1', '00:00:00,000 --> 00:00:01,000', 'Agent, big customer', ''],
        ...['2', '00:01:01,500 --> 00:01:02,000', 'Agent: one', 'two -> three', ''],
        ...['3', '00:01:10,000 --> 00:01:11,000', 'alone', ''],
      ].join('\n'),
    )
    expect(issuesOf(converted)).toEqual([['arrow-replaced', 1, 'b']])
  })

  it('writes an empty file for a recording without segments', async () => {
    expect((await convertAudio(srt, [audioTask(1, 'a.wav', [])])).text('a.srt')).toBe('')
  })
})
