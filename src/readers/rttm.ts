import { readLines } from './data-set.ts'
import { AUDIO_EXTENSIONS } from './media-index.ts'
import type { Reader } from './reader.ts'
import { AudioTags } from './shared/audio-tags.ts'
import { GroupedPieces } from './shared/grouped.ts'

/** RTTM: who speaks when; all lines about one recording make a task. */
export const rttm: Reader = {
  id: 'rttm',
  aliases: [],
  title: 'RTTM',
  summary: 'Turns of speakers; a task per recording.',
  options: ['mediaPrefix'],

  async detect(dataSet) {
    const files = dataSet.with('rttm')
    if (files.length > 0) return 'sure'
    const [text] = dataSet.sample('txt')
    return text !== undefined && /^SPEAKER \S+ \S+ [\d.]+ [\d.]+ /.test(await dataSet.headText(text)) ? 'sure' : undefined
  },

  async *read(dataSet, context) {
    const turns = new GroupedPieces()
    try {
      for (const file of dataSet.with('rttm', 'txt'))
        for await (const { text, number } of readLines(file)) {
          const [type, recording = '', , start, duration] = text.trim().split(/\s+/)
          const where = { file: file.name, line: number }
          if (type === '' || type?.startsWith(';')) continue
          if (type !== 'SPEAKER') context.unread(type ?? '', where)
          else if (!(Number(start) >= 0 && Number(duration) >= 0))
            context.add('record-invalid', where, { problem: 'start and duration are no seconds' })
          else turns.add(recording, text, file.name, number)
        }
      const tags = new AudioTags(context)
      const recordings = new Map(
        dataSet.with(...AUDIO_EXTENSIONS).map(({ path }) => [path.replace(/^.*\//, '').replace(/\.[^.]*$/, ''), path]),
      )
      for (const { key, pieces } of turns.groups()) {
        const file = pieces[0]!.where.file
        const reference = recordings.get(key) ?? `${key}.wav`
        if (!recordings.has(key)) context.add('media-absent', { file }, { media: reference })
        const results = pieces.flatMap(({ bytes }, k) => tags.segment(readTurn(new TextDecoder().decode(bytes), String(k + 1))))
        yield { data: { audio: reference }, annotations: [{ results }], where: { file } }
      }
    } finally {
      turns.close()
    }
  },
}

/** `SPEAKER file channel start duration <NA> <NA> speaker confidence <NA>`; channels count from 1. */
function readTurn(line: string, id: string) {
  const [, , channel, start, duration, , , speaker, confidence] = line.trim().split(/\s+/)
  const score = confidence === undefined || confidence === '<NA>' ? undefined : Number(confidence)
  return {
    id,
    startSeconds: Number(start),
    endSeconds: Number(start) + Number(duration),
    label: speaker ?? 'speaker',
    channel: /^[2-9]$/.test(channel ?? '') ? Number(channel) - 1 : undefined,
    score: Number.isFinite(score) ? score : undefined,
  }
}
