import { ByteWriter } from '../json/byte-writer.ts'
import { GoldpanError, type Where } from '../model/error.ts'
import { annotationsOf, annotatorName, type Id, placeOf, type Task } from '../model/task.ts'
import {
  hasTranscripts,
  type Place,
  positive,
  type Recording,
  recordingsOf,
  reportAnswer,
  reportAttributes,
  rowsOf,
  type Spoken,
} from './asr-manifest/recordings.ts'
import { type Carries, defineFormat, type EncodeContext, type JoinContext } from './format.ts'
import { prefixFolder } from './shared/prefix-folder.ts'

const CARRIES: Carries = {
  segment: 'exact',
  'several-labels': 'approximate', // the first is the speaker
  attributes: 'approximate', // transcripts are written, other answers are reported
  answers: 'approximate',
  rectangle: 'drop',
  rotation: 'drop',
  ellipse: 'drop',
  polygon: 'drop',
  polyline: 'drop',
  keypoint: 'drop',
  brush: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  relations: 'drop',
}

const OPTIONS = {
  lines: {
    default: 'auto',
    choices: ['auto', 'segments', 'recordings'],
    help: 'What a line is: a transcribed segment with `offset` and `duration`, or a whole recording. auto: segments where there are any.',
  },
  rows: {
    default: 'keep',
    choices: ['keep', 'first', 'join'],
    help: 'Several rows in one transcript. keep: the first is `text`, the others are `alternatives`; first: only the first; join: all in `text`.',
  },
  transcript: { default: '', help: 'Name of the TextArea with the transcript; without it the likeliest on each recording.' },
  audioPrefix: { default: 'audio/', help: 'Stands before the file name in `audio_filepath`.' },
} as const

type Options = typeof OPTIONS
type Context = EncodeContext<Options>

/** All of a line but the path, which only the whole export can give out. */
interface ManifestLine {
  readonly reference: string
  /** `"duration": 1.5, "text": "…"` */
  readonly fields: string
}

/** Many lines: bytes cross threads at no cost. */
interface ManifestPart {
  readonly references: readonly string[]
  readonly tasks: readonly Id[]
  /** The fields of all lines, one behind the other. */
  readonly bytes: Uint8Array
  /** Where those of each line end. */
  readonly ends: Uint32Array
}

export const asrManifest = defineFormat<Options, ManifestPart>({
  id: 'asr-manifest',
  aliases: ['ASR_MANIFEST'],
  title: 'ASR manifest (NeMo)',
  summary: 'JSON lines with path, time and transcript of every spoken segment, as NVIDIA NeMo reads them.',
  spec: 'https://docs.nvidia.com/nemo-framework/user-guide/latest/nemotoolkit/asr/datasets.html',
  singleFile: 'manifest.json',
  carries: CARRIES,
  carriesWith: ({ lines }) => (lines === 'recordings' ? { segment: 'approximate' } : {}),
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited: (config) => (hasTranscripts(config) ? undefined : 'an ASR manifest needs a TextArea on an Audio or Video tag'),

  encode(tasks, context) {
    needTranscript(context)
    const lines: ManifestLine[] = []
    const owners: Id[] = []
    for (const task of tasks)
      for (const line of encodeTask(task, context)) {
        lines.push(line)
        owners.push(task.id)
      }
    return packLines(lines, owners)
  },

  async join(parts, sink, context) {
    await sink.put('manifest.json', manifest(parts, context))
  },
})

function packLines(lines: readonly ManifestLine[], tasks: readonly Id[]): ManifestPart {
  const writer = new ByteWriter()
  const ends = Uint32Array.from(lines, ({ fields }) => writer.text(fields).length)
  return { references: lines.map(({ reference }) => reference), tasks, bytes: writer.take(), ends }
}

async function* manifest(parts: AsyncIterable<ManifestPart>, context: JoinContext<Options>): AsyncIterable<Uint8Array> {
  const writer = new ByteWriter()
  const { audioPrefix } = context.options
  for await (const { references, tasks, bytes, ends } of parts) {
    let start = 0
    for (const [k, reference] of references.entries()) {
      const file = context.mediaName(reference, tasks[k]!)
      const path = audioPrefix + file
      context.placeMedia(prefixFolder(audioPrefix, 'audio/') + file, reference, tasks[k]!)
      writer
        .text(`{"audio_filepath": ${print(path)}, `)
        .bytes(bytes, start, ends[k])
        .text('}\n')
      start = ends[k]!
    }
    if (writer.length > 0) yield writer.take()
  }
}

/** A name that no TextArea has would make every transcript a missing one. */
function needTranscript({ config, options: { transcript } }: Context): void {
  const names = config.controls.filter(({ tag }) => tag === 'TextArea').map(({ name }) => name)
  if (transcript === '' || names.includes(transcript)) return
  const hint = `it takes the name of a TextArea: ${names.join(', ')}`
  throw new GoldpanError('option-invalid', `\`${transcript}\` is not possible for [--transcript]`, hint)
}

function encodeTask(task: Task, context: Context): ManifestLine[] {
  const annotations = annotationsOf(task)
  if (annotations.length === 0) context.report.add('transcript-missing', placeOf(task))
  return annotations.flatMap((annotation) => encodeAnnotation({ task, annotation }, context))
}

function encodeAnnotation(place: Place, context: Context): ManifestLine[] {
  const made = recordingsOf(place, context).map((recording) => linesOf(recording, place, context))
  const lines = made.flatMap((one) => one.lines)
  const effect = lines.length > 0 ? 'approximated' : 'dropped' // one recording of several: the annotation is not lost
  for (const { problem } of made)
    if (problem !== undefined) context.report.add(problem, placeOf(place.task, place.annotation), {}, effect)
  return lines
}

/** What becomes of one recording; `problem` says why there is less than there might be. */
interface Made {
  readonly lines: readonly ManifestLine[]
  readonly problem?: 'transcript-missing' | 'duration-unknown'
}

function linesOf(recording: Recording, place: Place, context: Context): Made {
  const { segments, clip, isUntouched } = recording
  if (segments.length === 0 && clip.length === 0)
    return isUntouched ? { lines: [], problem: 'transcript-missing' } : { lines: [] }
  const { lines } = context.options
  if (lines === 'recordings' || (lines === 'auto' && segments.length === 0)) return recordingLines(recording, place, context)
  for (const answer of clip) reportAnswer(answer, place, context)
  return { lines: segments.map((spoken) => segmentLine(spoken, recording, place, context)) }
}

function segmentLine({ region, segment, rows }: Spoken, { media }: Recording, place: Place, context: Context): ManifestLine {
  const { report } = context
  const where = () => placeOf(place.task, place.annotation, region)
  const [speaker] = region.labels
  if (region.labels.length > 1) report.add('labels-cut', where(), { count: region.labels.length, label: speaker! })
  reportAttributes(region, place, context)
  report.wrote('regions')
  report.wrote('lines')
  return manifestLine(media.reference, {
    offset: printSeconds(segment.startSeconds),
    duration: printSeconds(segment.endSeconds - segment.startSeconds),
    ...textFields(rows, where, context),
    speaker: speaker === undefined ? undefined : print(speaker),
    channel: segment.channel?.toString(),
    ...commonFields(place),
  })
}

/** The transcript of the whole, and the joined transcripts of its segments; both if there are both. */
function recordingLines(recording: Recording, place: Place, context: Context): Made {
  const { media, segments, clip } = recording
  const { report } = context
  const seconds = recording.seconds ?? positive(context.media(media.reference)?.seconds) ?? secondsInData(place.task)
  if (seconds === undefined) {
    for (const { region } of segments) report.add('duration-unknown', placeOf(place.task, place.annotation, region))
    return clip.length > 0 ? { lines: [], problem: 'duration-unknown' } : { lines: [] }
  }
  const texts: TranscriptFields[] = []
  if (clip.length > 0) texts.push(textFields(clip.flatMap(rowsOf), () => placeOf(place.task, place.annotation), context))
  if (segments.length > 0) texts.push(joinSegments(segments, place, context))
  report.wrote('lines', texts.length)
  const lines = texts.map((text) =>
    manifestLine(media.reference, { duration: printSeconds(seconds), ...text, ...commonFields(place) }),
  )
  return { lines }
}

function joinSegments(segments: readonly Spoken[], place: Place, context: Context): TranscriptFields {
  const text = segments.map((spoken) => joinable(spoken, place, context)).join(' ')
  context.report.add('segments-joined', placeOf(place.task, place.annotation), { count: segments.length })
  context.report.wrote('regions', segments.length)
  return { text: print(text) }
}

/** The text of a segment for a line that has no room for alternatives. */
function joinable({ region, rows }: Spoken, place: Place, context: Context): string {
  reportAttributes(region, place, context)
  if (context.options.rows === 'join') return rows.join(' ')
  if (rows.length > 1)
    context.report.add('transcript-cut', placeOf(place.task, place.annotation, region), { count: rows.length - 1 })
  return rows[0]!
}

/** Printed. */
interface TranscriptFields extends Fields {
  readonly text: string
  readonly alternatives?: string
}

/** @param where makes the place, should there be something to report */
function textFields(rows: readonly string[], where: () => Where, { options, report }: Context): TranscriptFields {
  const [text = '', ...others] = rows
  if (others.length === 0) return { text: print(text) }
  if (options.rows === 'join') return { text: print(rows.join(' ')) }
  if (options.rows === 'keep') return { text: print(text), alternatives: `[${others.map(print).join(', ')}]` }
  report.add('transcript-cut', where(), { count: others.length })
  return { text: print(text) }
}

/** Seconds under `duration`, `audio_duration` or `length` of the task's data. */
function secondsInData({ data }: Task): number | undefined {
  for (const key of ['duration', 'audio_duration', 'length']) {
    const node = data?.get(key)
    const seconds = positive(node?.number() ?? Number(node?.string() || Number.NaN))
    if (seconds !== undefined) return seconds
  }
  return undefined
}

/** What every line of an annotation ends with; `annotator` is text, as Label Studio writes it, or null. */
function commonFields({ task, annotation }: Place): Fields {
  const language = [task.data?.get('lang')?.string(), task.data?.get('language')?.string()].find((text) => text)
  const annotator = annotatorName(annotation.annotator) ?? annotation.modelVersion
  return {
    lang: language === undefined ? undefined : print(language),
    annotator: annotator === undefined ? 'null' : print(String(annotator)),
  }
}

/** Printed values by key; those that are undefined are left out. */
type Fields = Readonly<Record<string, string | undefined>>

function manifestLine(reference: string, fields: Fields): ManifestLine {
  let printed = ''
  for (const key in fields) {
    const value = fields[key]
    if (value !== undefined) printed += `${printed === '' ? '' : ', '}"${key}": ${value}`
  }
  return { reference, fields: printed }
}

/** To the nanosecond, so that 1.4 − 0.8 is 0.6; always with a point, so that a column of seconds has one type. */
function printSeconds(seconds: number): string {
  const rounded = Math.round(seconds * 1e9) / 1e9
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)
}

/** JSON on one line, for readers too that end lines at U+0085, U+2028 and U+2029. */
function print(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
