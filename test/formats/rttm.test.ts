import { describe, expect, it } from 'vitest'
import { rttm } from '../../src/formats/rttm.ts'
import { audioTask, convertAudio, mood, segment, transcript } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

describe('rttm', () => {
  it('writes a line per turn and label, by time', async () => {
    const result = [
      segment('b', 1.4, 3, ['big customer', 'Agent']),
      segment('a', 0.1, 0.3, ['Agent'], { value: { start: 0.1, end: 0.3, channel: 1, labels: ['Agent'] } }),
    ]
    const converted = await convertAudio(rttm, [audioTask(1, '/data/upload/1/ab-call%2001.wav', result)])
    expect(converted.text('result.rttm')).toBe(
      [
        'SPEAKER ab-call_01 2 0.100 0.200 <NA> <NA> Agent <NA> <NA>',
        'SPEAKER ab-call_01 1 1.400 1.600 <NA> <NA> big_customer <NA> <NA>',
        'SPEAKER ab-call_01 1 1.400 1.600 <NA> <NA> Agent <NA> <NA>',
        '',
      ].join('\n'),
    )
    expect(issuesOf(converted)).toEqual([['label-renamed', 1, 'b']])
  })

  it('gives recordings of one name, and annotations of one recording, names of their own', async () => {
    const turn = [segment('a', 0, 1, ['Agent'])]
    const annotations = [1, 2, 3].map((id) => ({ id, result: turn }))
    const several = { id: 3, data: { audio: 'x/c.wav' }, annotations }
    const tasks = [audioTask(1, 'a/x y.wav', turn), audioTask(2, 'b/x_y.wav', turn), several]
    const converted = await convertAudio(rttm, tasks, { selection: { annotations: 'all' } })
    const names = [...converted.text('result.rttm').matchAll(/^SPEAKER (\S+) 1 0\.000 1\.000/gm)].map(([, name]) => name)
    expect(names).toHaveLength(5)
    expect(new Set(names).size).toBe(5)
    expect(names.slice(0, 1)).toEqual(['x_y'])
  })

  it('reports segments without a speaker, without a length and what was written about them', async () => {
    const result = [
      segment('a', 0, 1, []),
      segment('b', 2, 2, ['Agent']),
      segment('c', 3, 4, ['Agent']),
      transcript('c', 'hi'),
      mood('c'),
    ]
    const converted = await convertAudio(rttm, [audioTask(1, 'a.wav', result)])
    expect(issuesOf(converted).sort()).toEqual([
      ['attribute-dropped', 1, 'c'],
      ['attribute-dropped', 1, 'c'],
      ['region-invalid', 1, 'b'],
      ['region-unlabelled', 1, 'a'],
    ])
    const named = await convertAudio(rttm, [audioTask(1, 'a.wav', result)], { options: { unlabelledAs: 'speaker' } })
    expect(named.text('result.rttm')).toContain('SPEAKER a 1 0.000 1.000 <NA> <NA> speaker <NA> <NA>\n')
  })
})
