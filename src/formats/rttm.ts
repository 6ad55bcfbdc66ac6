import type { Report } from '../model/issue.ts'
import { defineFormat } from './format.ts'
import { NAME, namedLines, type PrintedRecording, printRecordings } from './shared/recording-files.ts'
import { printSeconds, unspaced } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, TIME_OPTIONS, type TimedSegment } from './shared/timed-recordings.ts'

/** Rich Transcription Time Marked: who speaks when, a line per turn. */
export const rttm = defineFormat({
  id: 'rttm',
  aliases: ['diarization'],
  title: 'RTTM',
  summary: 'A line per labelled segment: recording, channel, start, length and speaker, as tools of diarization read them.',
  spec: 'https://github.com/nryant/dscore#rttm',
  singleFile: 'result.rttm',
  carries: { ...TIME_CARRIES, attributes: 'drop' },
  options: TIME_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    const needs = { format: 'rttm', hasChannels: true, of: 'labels', unlabelledAs: context.options.unlabelledAs } as const
    return printRecordings(tasks, needs, context, ({ segments }) =>
      segments.map((segment) => printTurns(segment, context.report)).join(''),
    )
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await sink.put('result.rttm', namedLines(parts, context))
  },
})

/** Channels count from 1. Times in seconds. */
function printTurns({ channel, startSeconds, endSeconds, labels, where }: TimedSegment, report: Report): string {
  const length = printSeconds(endSeconds - startSeconds)
  return labels
    .map((label) => {
      const written = unspaced(label)
      if (written !== label) report.add('label-renamed', where, { label, written })
      return `SPEAKER ${NAME} ${(channel ?? 0) + 1} ${printSeconds(startSeconds)} ${length} <NA> <NA> ${written} <NA> <NA>\n`
    })
    .join('')
}
