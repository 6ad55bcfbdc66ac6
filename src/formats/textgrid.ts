import { defineFormat } from './format.ts'
import { cuesOf, type PrintedRecording, printRecordings, putRecordings } from './shared/recording-files.ts'
import { cueLines } from './shared/time-text.ts'
import { lacksSegments, TIME_CARRIES, TIME_OPTIONS, type TimedRecording, type TimedSegment } from './shared/timed-recordings.ts'

/** Praat's annotation of recordings. */
export const textgrid = defineFormat({
  id: 'textgrid',
  aliases: ['praat'],
  title: 'Praat TextGrid',
  summary: 'A .TextGrid file per recording with a tier of intervals for each label, transcripts in them and no gaps between.',
  spec: 'https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html',
  singleFile: undefined,
  carries: TIME_CARRIES,
  options: TIME_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: lacksSegments,

  encode(tasks, context) {
    const labels = context.config.controls.flatMap((control) => control.labels.map(({ name }) => name))
    return printRecordings(tasks, cuesOf('textgrid', context), context, (recording) => {
      const last = recording.segments.reduce((most, { endSeconds }) => Math.max(most, endSeconds), 0)
      if (recording.seconds === undefined && last === 0) {
        context.report.add('duration-unknown', recording.where, {}, 'approximated')
        return undefined // Praat has no recordings of no length
      }
      if (recording.seconds === undefined) context.report.add('duration-assumed', recording.where, { seconds: last })
      return printGrid(tiersOf(recording, labels), Math.max(last, recording.seconds ?? 0))
    })
  },

  async join(parts: AsyncIterable<readonly PrintedRecording[]>, sink, context) {
    await putRecordings(parts, '.TextGrid', sink, context)
  },
})

interface Interval {
  /** Seconds. */
  readonly start: number
  readonly end: number
  readonly text: string
}

interface Tier {
  readonly name: string
  /** By start; none overlaps another. */
  readonly intervals: Interval[]
}

/** A tier for each label, in the order of the config; a further one where segments of one label overlap. Segments without a label are in a tier of their control. */
function tiersOf({ segments }: TimedRecording, order: readonly string[]): Tier[] {
  const byName = new Map<string, Tier[]>()
  for (const segment of segments)
    for (const name of segment.labels.length > 0 ? segment.labels : [segment.region.fromName]) {
      const tiers = byName.get(name) ?? []
      const free = tiers.find(({ intervals }) => intervals.at(-1)!.end <= segment.startSeconds)
      const interval = { start: segment.startSeconds, end: segment.endSeconds, text: textOf(segment, name) }
      if (free !== undefined) free.intervals.push(interval)
      else tiers.push({ name: tiers.length === 0 ? name : `${name} (${tiers.length + 1})`, intervals: [interval] })
      byName.set(name, tiers)
    }
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return [...byName].sort(([a], [b]) => rank(a) - rank(b)).flatMap(([, tiers]) => tiers)
}

function textOf({ rows }: TimedSegment, name: string): string {
  return cueLines(rows).join(' ') || name
}

/** The long text format. */
function printGrid(tiers: readonly Tier[], seconds: number): string {
  const head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', '', 'xmin = 0', `xmax = ${seconds}`, 'tiers? <exists>']
  const lines = [...head, `size = ${tiers.length}`, 'item []:']
  for (const [index, { name, intervals }] of tiers.entries()) {
    const all = withGaps(intervals, seconds)
    lines.push(`    item [${index + 1}]:`, '        class = "IntervalTier"', `        name = ${quoted(name)}`)
    lines.push('        xmin = 0', `        xmax = ${seconds}`, `        intervals: size = ${all.length}`)
    for (const [number, { start, end, text }] of all.entries()) {
      lines.push(`        intervals [${number + 1}]:`)
      lines.push(`            xmin = ${start}`, `            xmax = ${end}`, `            text = ${quoted(text)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** A tier covers the whole recording: where nothing was marked, an empty interval stands. */
function withGaps(intervals: readonly Interval[], seconds: number): Interval[] {
  const all: Interval[] = []
  let at = 0
  for (const interval of intervals) {
    if (interval.start > at) all.push({ start: at, end: interval.start, text: '' })
    all.push(interval)
    at = interval.end
  }
  if (at < seconds) all.push({ start: at, end: seconds, text: '' })
  return all
}

function quoted(text: string): string {
  return `"${text.toWellFormed().replaceAll('"', '""')}"`
}
