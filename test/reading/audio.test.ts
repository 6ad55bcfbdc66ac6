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
