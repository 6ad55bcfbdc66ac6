import type { Reader } from './reader.ts'
import { readCues, tasksOfTimedFiles } from './shared/subtitles.ts'

/** SubRip: numbered cues with times. */
export const srt: Reader = {
  id: 'srt',
  aliases: ['subrip'],
  title: 'SubRip',
  summary: 'Cues as transcripts of segments.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.with('srt').length > 0 ? 'sure' : undefined),
  read: (dataSet, context) => tasksOfTimedFiles(dataSet, ['srt'], context, (file) => readCues(file, context)),
}
