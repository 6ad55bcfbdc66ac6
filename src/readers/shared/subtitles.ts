import { type DataFile, type DataSet, readLines } from '../data-set.ts'
import type { ReadContext, TaskDraft } from '../reader.ts'
import { AudioTags, recordingOf, type SpokenSegment } from './audio-tags.ts'

/** A task for each file of timed pieces, about the recording or film of its name. */
export async function* tasksOfTimedFiles(
  dataSet: DataSet,
  extensions: readonly string[],
  context: ReadContext,
  read: (file: DataFile) => AsyncIterable<SpokenSegment>,
): AsyncGenerator<TaskDraft> {
  for (const file of dataSet.with(...extensions)) {
    const { key, reference } = recordingOf(dataSet, file, context)
    const tags = new AudioTags(context, key)
    const seconds = (await context.media(reference))?.seconds
    const results = []
    for await (const segment of read(file)) results.push(...tags.segment(segment, seconds))
    yield { data: { [key]: reference, duration: seconds }, annotations: [{ results }], where: { file: file.name, line: 1 } }
  }
}

const TIMING = /^\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})(.*)$/

/** The cues of WebVTT and SRT: what stands behind a line with times, up to an empty line. A voice (`<v Ann>`) is the speaker. */
export async function* readCues(file: DataFile, context: ReadContext): AsyncGenerator<SpokenSegment> {
  let open: { start: number; end: number; lines: string[]; line: number } | undefined
  let count = 0
  const close = (): SpokenSegment[] => {
    if (open === undefined) return []
    const { start, end, lines, line } = open
    open = undefined
    if (end < start) context.add('record-invalid', { file: file.name, line }, { problem: 'the cue ends before it begins' })
    const voice = /^<v(?:\.[^\s>]*)?\s+([^>]+)>/.exec(lines[0] ?? '')?.[1]?.trim()
    const text = lines.join('\n').replace(/<\/?(v|c|i|b|u|lang|ruby|rt|font|[\d:.]+)(\.[^>]*|\s[^>]*)?>/g, '')
    return end < start
      ? []
      : [{ id: String(++count), startSeconds: start, endSeconds: end, label: voice, texts: [unescaped(text)] }]
  }
  for await (const { text, number } of readLines(file)) {
    const times = TIMING.exec(text)
    if (times !== null) {
      yield* close()
      open = { start: secondsOf(times[1]!), end: secondsOf(times[2]!), lines: [], line: number }
    } else if (text.trim() === '') yield* close()
    else open?.lines.push(text)
  }
  yield* close()
}

/** `1:02:03.450` or `02:03,450`. */
function secondsOf(time: string): number {
  const [whole = '', fraction = ''] = time.split(/[.,]/)
  const seconds = whole.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return (seconds * 1000 + Number(fraction.padEnd(3, '0'))) / 1000
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => ENTITIES[name]!)
}
