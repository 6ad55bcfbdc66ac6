import type { Report } from '../model/issue.ts'
import { defineFormat } from './format.ts'
import { cuesOf, type PrintedRecording, printRecordings, putRecordings } from './shared/recording-files.ts'
import { cueLines, millisecondsOf, printClock } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, TIME_OPTIONS, type TimedSegment } from './shared/timed-recordings.ts'

/** SubRip subtitles. */
export const srt = defineFormat({
  id: 'srt',
  aliases: ['subrip'],
  title: 'SubRip (SRT)',
  summary: 'An .srt file per recording with a numbered subtitle for every segment: speaker and transcript.',
  spec: 'https://www.matroska.org/technical/subtitles.html#srt-subtitles',
  singleFile: undefined,
  carries: TIME_CARRIES,
  options: TIME_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    return printRecordings(tasks, cuesOf('srt', context), context, ({ segments }) =>
      segments.map((segment, index) => printSubtitle(segment, index + 1, context.report)).join('\n'),
    )
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await putRecordings(parts, '.srt', sink, context)
  },
})

/** `Speaker: transcript`, or one of them alone. */
function printSubtitle(segment: TimedSegment, number: number, report: Report): string {
  const [start, end] = millisecondsOf(segment).map((time) => printClock(time, ','))
  const speaker = cueLines(segment.labels).join(', ')
  const text = [
    ...(speaker === '' || segment.rows.length === 0 ? [] : [`${speaker}: `]),
    cueLines(segment.rows).join('\n') || speaker,
  ].join('')
  if (text.includes(ARROW)) report.add('arrow-replaced', segment.where)
  return `${number}\n${start} --> ${end}\n${text.toWellFormed().replaceAll(ARROW, '->')}\n`
}

/** Stands between times: a reader would take a line with it for them. */
const ARROW = '-->'
