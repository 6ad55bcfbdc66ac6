import { describe, expect, it } from 'vitest'
import { audacity } from '../../src/formats/audacity.ts'
import { audioTask, convertAudio, segment, transcript } from './audio-cases.ts'

describe('audacity', () => {
  it('writes start, end and one line of text, parted by tabs', async () => {
    const result = [
      segment('b', 1.4, 3, ['Agent']),
      transcript('b', 'a\tb\nc'),
      segment('a', 0.1, 0.3, ['big customer', 'Agent']),
    ]
    const converted = await convertAudio(audacity, [audioTask(1, 'x/a.wav', result), audioTask(2, 'y/a.wav', [])])
    expect([...converted.files.keys()]).toEqual(['a.txt', expect.stringMatching(/^a-[0-9a-f]{8}\.txt$/)])
    expect(converted.text('a.txt')).toBe('0.100000\t0.300000\tbig customer, Agent\n1.400000\t3.000000\tAgent: a b c\n')
  })
})
