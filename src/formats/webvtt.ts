import { defineFormat } from './format.ts'
import { cuesOf, type PrintedRecording, printRecordings, putRecordings } from './shared/recording-files.ts'
import { cueLines, millisecondsOf, printClock } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, TIME_OPTIONS, type TimedSegment } from './shared/timed-recordings.ts'

/** Subtitles of the web. */
export const webvtt = defineFormat({
  id: 'webvtt',
  aliases: ['vtt'],
  title: 'WebVTT',
  summary: 'A .vtt file per recording with a cue for every segment: speaker and transcript, as browsers show them.',
  spec: 'https://www.w3.org/TR/webvtt1/',
  singleFile: undefined,
  carries: TIME_CARRIES,
  options: TIME_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    return printRecordings(tasks, cuesOf('webvtt', context), context, ({ segments }) =>
      ['WEBVTT\n', ...segments.map(printCue)].join('\n'),
    )
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await putRecordings(parts, '.vtt', sink, context)
  },
})

/** With a voice where there are label and transcript; else one of them alone. */
function printCue(segment: TimedSegment): string {
  const [start, end] = millisecondsOf(segment).map((time) => printClock(time, '.'))
  const speaker = escaped(segment.labels.join(', ')).replace(/\s+/g, ' ')
  const lines = cueLines(segment.rows).map(escaped)
  const text = lines.length === 0 ? speaker : `${speaker === '' ? '' : `<v ${speaker}>`}${lines.join('\n')}`
  return `${start} --> ${end}\n${text}\n`
}

/** Also keeps an arrow in a text from being one of times. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\0', '\ufffd')
}
