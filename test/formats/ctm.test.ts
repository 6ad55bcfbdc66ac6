import { describe, expect, it } from 'vitest'
import { ctm } from '../../src/formats/ctm.ts'
import { audioTask, convertAudio, segment, transcript } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

describe('ctm', () => {
  it('writes words by channel and time, each with the share of its letters', async () => {
    const second = { value: { start: 0, end: 1, channel: 1, labels: [] } }
    const result = [
      ...[segment('a', 0, 1, [], second), transcript('a', 'ja')],
      ...[segment('b', 2, 4, ['Agent']), transcript('b', ' one three\n', 'xx')],
    ]
    const converted = await convertAudio(ctm, [audioTask(1, 'a b.wav', result)])
    expect(converted.text('result.ctm')).toBe(
      'a_b 1 2.000 0.600 one\na_b 1 2.600 1.000 three\na_b 1 3.600 0.400 xx\na_b 2 0.000 1.000 ja\n',
    )
    expect(issuesOf(converted)).toEqual([['labels-omitted', 1, 'b']])
  })

  it('reports segments that nobody transcribed', async () => {
    const converted = await convertAudio(ctm, [audioTask(1, 'a.wav', [segment('a', 0, 1, ['Agent'])])])
    expect(converted.text('result.ctm')).toBe('')
    expect(issuesOf(converted)).toEqual([['transcript-missing', 1, 'a']])
  })
})
