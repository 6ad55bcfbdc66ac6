import { describe, expect, it } from 'vitest'
import { textgrid } from '../../src/formats/textgrid.ts'
import { audioTask, convertAudio, segment, transcript } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

/** Tiers with their intervals, by plain pattern matching. */
function tiersIn(grid: string): Record<string, [number, number, string][]> {
  const tiers = grid.split(/^ {4}item \[\d+\]:$/m).slice(1)
  return Object.fromEntries(
    tiers.map((tier) => {
      const intervals = [...tier.matchAll(/intervals \[\d+\]:\s+xmin = (\S+)\s+xmax = (\S+)\s+text = "((?:[^"]|"")*)"/g)]
      expect(Number(/intervals: size = (\d+)/.exec(tier)![1])).toBe(intervals.length)
      return [
        /name = "(.*)"/.exec(tier)![1]!,
        intervals.map(([, start, end, text]) => [Number(start), Number(end), text!] as [number, number, string]),
      ]
    }),
  )
}

describe('textgrid', () => {
  it('writes a tier per label in config order, without gaps, up to the length of the recording', async () => {
    const result = [
      segment('a', 0, 1.5, ['big customer']),
      ...[segment('b', 2, 3, ['Agent']), transcript('b', 'say "hi"\n', 'again')],
      ...[segment('c', 9, 10, ['Agent', 'new one'])],
    ]
    const converted = await convertAudio(textgrid, [audioTask(1, 'a.wav', result)])
    expect(Object.entries(tiersIn(converted.text('a.TextGrid')))).toEqual([
      [
        'Agent',
        [
          [0, 2, ''],
          [2, 3, 'say ""hi"" again'],
          [3, 9, ''],
          [9, 10, 'Agent'],
        ],
      ],
      [
        'big customer',
        [
          [0, 1.5, 'big customer'],
          [1.5, 10, ''],
        ],
      ],
      [
        'new one',
        [
          [0, 9, ''],
          [9, 10, 'new one'],
        ],
      ],
    ])
    expect(issuesOf(converted)).toEqual([])
  })

  it('puts segments that overlap in further tiers, and those without a label in one of their control', async () => {
    const result = [
      segment('a', 0, 5, ['Agent']),
      segment('b', 4, 6, ['Agent']),
      segment('c', 5, 7, ['Agent']),
      ...[segment('d', 1, 2, []), transcript('d', 'x')],
    ]
    const tiers = tiersIn((await convertAudio(textgrid, [audioTask(1, 'a.wav', result)])).text('a.TextGrid'))
    const marked = Object.entries(tiers).map(([name, intervals]) => [
      name,
      intervals.filter(([, , text]) => text !== '').map(([start, end]) => [start, end]),
    ])
    expect(Object.fromEntries(marked)).toEqual({
      Agent: [
        [0, 5],
        [5, 7],
      ],
      'Agent (2)': [[4, 6]],
      speaker: [[1, 2]],
    })
  })

  it('ends with the last segment where nobody knows the length, and says so', async () => {
    const result = [segment('a', 0, 5, ['Agent'], { original_length: undefined })]
    const converted = await convertAudio(textgrid, [audioTask(1, 'a.wav', result), audioTask(2, 'b.wav', [])])
    expect(converted.text('a.TextGrid')).toContain('\nxmax = 5\n')
    expect([...converted.files.keys()]).toEqual(['a.TextGrid'])
    expect(issuesOf(converted)).toEqual([
      ['duration-assumed', 1, undefined],
      ['duration-unknown', 2, undefined],
    ])
  })
})
