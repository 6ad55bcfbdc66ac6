import type { Reader } from './reader.ts'
import { readCues, tasksOfTimedFiles } from './shared/subtitles.ts'

/** WebVTT: cues with times; a voice is the speaker. */
export const webvtt: Reader = {
  id: 'webvtt',
  aliases: ['vtt'],
  title: 'WebVTT',
  summary: 'Cues as transcripts of segments; a voice is the speaker.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.with('vtt').length > 0 ? 'sure' : undefined),
  read: (dataSet, context) => tasksOfTimedFiles(dataSet, ['vtt'], context, (file) => readCues(file, context)),
}
