import { defineFormat } from './format.ts'
import { NAME, namedLines, type PrintedRecording, printRecordings } from './shared/recording-files.ts'
import { printSeconds } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, type TimedSegment } from './shared/timed-recordings.ts'

/** Time-marked words, for tools that score recognisers. */
export const ctm = defineFormat({
  id: 'ctm',
  aliases: [],
  title: 'CTM',
  summary: 'A line per spoken word: recording, channel, start, length and the word, as NIST’s scoring tools read them.',
  spec: 'https://github.com/usnistgov/SCTK/blob/master/doc/infmts.htm',
  singleFile: 'result.ctm',
  carries: { ...TIME_CARRIES, segment: 'approximate', 'several-labels': 'approximate' },
  options: {},
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    const needs = { format: 'ctm', hasChannels: true, of: 'text', unlabelledAs: '' } as const
    return printRecordings(tasks, needs, context, ({ segments }) => {
      for (const { labels, where } of segments)
        if (labels.length > 0) context.report.add('labels-omitted', where, { format: 'ctm', labels: labels.join(', ') })
      const words = segments.flatMap(wordsOf)
      context.report.wrote('words', words.length)
      return words
        .sort((a, b) => a.channel - b.channel || a.start - b.start)
        .map(({ channel, start, length, text }) => `${NAME} ${channel} ${printSeconds(start)} ${printSeconds(length)} ${text}\n`)
        .join('')
    })
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await sink.put('result.ctm', namedLines(parts, context))
  },
})

interface TimedWord {
  /** From 1. */
  readonly channel: number
  /** Seconds. */
  readonly start: number
  readonly length: number
  readonly text: string
}

/** Each word takes the share of the segment's time that it has of its letters. */
function wordsOf({ rows, startSeconds, endSeconds, channel }: TimedSegment): TimedWord[] {
  const words = rows.join(' ').toWellFormed().trim().split(/\s+/)
  const perLetter = (endSeconds - startSeconds) / words.reduce((sum, { length }) => sum + length, 0)
  let letters = 0
  return words.map((text) => {
    const start = startSeconds + letters * perLetter
    letters += text.length
    return { channel: (channel ?? 0) + 1, start, length: text.length * perLetter, text }
  })
}
