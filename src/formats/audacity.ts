import { defineFormat } from './format.ts'
import { cuesOf, type PrintedRecording, printRecordings, putRecordings } from './shared/recording-files.ts'
import { cueLines } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, TIME_OPTIONS, type TimedSegment } from './shared/timed-recordings.ts'

/** Label tracks of Audacity. */
export const audacity = defineFormat({
  id: 'audacity',
  aliases: ['audacity-labels'],
  title: 'Audacity labels',
  summary: 'A .txt file per recording with start, end and label of every segment, as Audacity imports label tracks.',
  spec: 'https://manual.audacityteam.org/man/importing_and_exporting_labels.html',
  singleFile: undefined,
  carries: TIME_CARRIES,
  options: TIME_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    return printRecordings(tasks, cuesOf('audacity', context), context, ({ segments }) => segments.map(printLabel).join(''))
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await putRecordings(parts, '.txt', sink, context)
  },
})

/** Seconds with six decimals, as Audacity writes them; label and transcript in one line without tabs. */
function printLabel({ startSeconds, endSeconds, labels, rows }: TimedSegment): string {
  const text = [labels.join(', '), cueLines(rows).join(' ')].filter((part) => part !== '').join(': ')
  return `${startSeconds.toFixed(6)}\t${endSeconds.toFixed(6)}\t${text.toWellFormed().replace(/\s+/g, ' ')}\n`
}
