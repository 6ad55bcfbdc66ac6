import { expect, it } from 'vitest'
import { audacity } from '../../src/formats/audacity.ts'
import type { AnyFormat } from '../../src/formats/format.ts'
import { rttm } from '../../src/formats/rttm.ts'
import { srt } from '../../src/formats/srt.ts'
import { textgrid } from '../../src/formats/textgrid.ts'
import { webvtt } from '../../src/formats/webvtt.ts'
import { audioTask, convertAudio, segment } from './audio-cases.ts'
import { issuesOf } from './text-cases.ts'

const value = { start: 1, end: 2, channel: 1, labels: ['Agent'] }
const TASKS = [audioTask(1, 'a.wav', [segment('a', 0, 1, ['Agent']), segment('b', 1, 2, ['Agent'], { value })])]

it.each<[string, AnyFormat]>([audacity, srt, textgrid, webvtt].map((format) => [format.id, format]))(
  '%s: a second channel without a place is told',
  async (_, format) => {
    expect(issuesOf(await convertAudio(format, TASKS))).toEqual([['channel-dropped', 1, 'b']])
  },
)

it('rttm writes channels', async () => {
  expect(issuesOf(await convertAudio(rttm, TASKS))).toEqual([])
})
