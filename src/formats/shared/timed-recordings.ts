import type { Where } from '../../model/error.ts'
import { findObject, type LabelConfig } from '../../model/label-config.ts'
import { isAudioTag, isVideoTag, type Media, mediaOf } from '../../model/media.ts'
import { type Annotation, type Answer, annotationsOf, answerTexts, placeOf, type Region, type Task } from '../../model/task.ts'
import type { Carries, EncodeContext, OptionTable } from '../format.ts'
import { type ImageContext, ImageNames } from './image-names.ts'
import { LABEL_OPTIONS } from './labels.ts'
import { unspaced } from './time-text.ts'

/** What formats of pieces of recordings hold. */
export const TIME_CARRIES: Carries = {
  segment: 'exact',
  'several-labels': 'exact',
  attributes: 'approximate', // transcripts
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
  answers: 'drop',
  relations: 'drop',
}

export const TIME_OPTIONS = { unlabelledAs: LABEL_OPTIONS.unlabelledAs } as const satisfies OptionTable

/** A recording of a task, and what one annotation marks in it. */
export interface TimedRecording {
  /** Undefined for a task that nobody annotated. */
  readonly annotation: Annotation | undefined
  readonly reference: string
  /** Tells it from the same recording in other annotations and tasks. */
  readonly key: string
  /** By start; they may overlap. */
  readonly segments: readonly TimedSegment[]
  /** Length, where it is known: stored with a result, else that of the file. */
  readonly seconds: number | undefined
  readonly where: Where
}

/** A piece of a recording with labels or a transcript, or both. */
export interface TimedSegment {
  readonly region: Region
  readonly where: Where
  /** `startSeconds` < `endSeconds`. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly channel: number | undefined
  readonly labels: readonly string[]
  /** Rows of what somebody wrote about it. */
  readonly rows: readonly string[]
}

/** What a format makes of a segment. */
export interface SegmentNeeds {
  /** Its name in reports. */
  readonly format: string
  /** Whether it says on which channel a segment lies; the first one is understood. */
  readonly hasChannels: boolean
  /** What a segment has to have: one without is reported. */
  readonly of: 'labels' | 'text' | 'labels or text'
  /** Label for segments that have none; empty leaves them without. */
  readonly unlabelledAs: string
}

/** The recordings of a task, once for each annotation, once without segments when it has none. What lies on none of them is reported. */
export function timedRecordings(task: Task, needs: SegmentNeeds, context: EncodeContext): TimedRecording[] {
  const media = mediaOf(task, context.config, isRecordingTag)
  const annotations = annotationsOf(task)
  if (annotations.length === 0)
    return media.map((one) =>
      newRecording({ task, annotation: undefined, media: one, key: `${task.id}` }, [], undefined, context),
    )
  return annotations.flatMap((annotation, index) => {
    const found = new Map(media.map((one) => [one, [] as TimedSegment[]]))
    const lengths = new Map<Media, number>()
    for (const region of context.regions(annotation)) {
      const one = needMedia(media, region, placeOf(task, annotation, region), context)
      if (one === undefined) continue
      if (region.mediaSeconds !== undefined && region.mediaSeconds > 0) lengths.set(one, region.mediaSeconds)
      const segment = readSegment(region, placeOf(task, annotation, region), needs, context)
      if (segment !== undefined) found.get(one)!.push(segment)
    }
    const key = `${task.id}.${index + 1}`
    return [...found].map(([one, segments]) =>
      newRecording({ task, annotation, media: one, key }, segments, lengths.get(one), context),
    )
  })
}

/** Why a project has no segments of recordings; undefined when it has. */
export function lacksSegments(config: LabelConfig): string | undefined {
  if (config.objects.length > 0 && !config.objects.some(({ tag }) => isRecordingTag(tag)))
    return 'it holds pieces of recordings, and the labeling config has no Audio or Video tag'
  return undefined
}

/** Names of recordings: the same one has another name in every annotation. */
export class RecordingNames {
  readonly #names: ImageNames

  constructor(context: ImageContext) {
    this.#names = new ImageNames(context)
  }

  /** Name of a file. */
  fileOf(reference: string, key: string, extension: string): string {
    return this.#names.nameOf(reference, key, extension)
  }

  /** Name without extension and white space, for a column. */
  idOf(reference: string, key: string): string {
    return unspaced(this.#names.nameOf(reference.replaceAll(/\s|%20/g, '_'), key, ''))
  }
}

interface Heard {
  readonly task: Task
  readonly annotation: Annotation | undefined
  readonly media: Media
  readonly key: string
}

function newRecording(
  { task, annotation, media: { reference }, key }: Heard,
  segments: readonly TimedSegment[],
  storedSeconds: number | undefined,
  context: EncodeContext,
): TimedRecording {
  const byStart = [...segments].sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds)
  const seconds = storedSeconds ?? context.media(reference)?.seconds
  context.report.wrote('recordings')
  context.report.wrote('regions', segments.length)
  return { annotation, reference, key, segments: byStart, seconds, where: placeOf(task, annotation) }
}

function needMedia(media: readonly Media[], region: Region, where: Where, { config, report }: EncodeContext): Media | undefined {
  const found = media.find(({ objectName, page }) => objectName === region.toName && (page ?? 0) === (region.page ?? 0))
  if (found === undefined)
    report.add('media-unnamed', where, { path: findObject(config, region.toName)?.tag.dataPath ?? region.toName })
  return found
}

function readSegment(region: Region, where: Where, needs: SegmentNeeds, { report }: EncodeContext): TimedSegment | undefined {
  const { shape, attributes } = region
  if (shape.kind !== 'segment') return undefined // no other shape is carried
  const { startSeconds, endSeconds, channel } = shape
  const spare = needs.unlabelledAs === '' ? [] : [needs.unlabelledAs]
  const labels = region.labels.length > 0 ? [...new Set(region.labels)] : spare
  const rows = needs.of === 'labels' ? [] : attributes.filter(isTranscript).flatMap(rowsOf)
  if (!(startSeconds >= 0 && endSeconds > startSeconds))
    report.add('region-invalid', where, { problem: `the segment lasts from ${startSeconds} to ${endSeconds} s` })
  else if (needs.of === 'text' && rows.length === 0) report.add('transcript-missing', where)
  else if (labels.length === 0 && rows.length === 0) report.add('region-unlabelled', where)
  else {
    for (const answer of needs.of === 'labels' ? [] : attributes)
      if (!isTranscript(answer)) report.add('attribute-dropped', where, { format: needs.format, name: answer.fromName })
    if (!needs.hasChannels && channel !== undefined && channel > 0)
      report.add('channel-dropped', where, { channel: channel + 1, format: needs.format })
    return { region, where, startSeconds, endSeconds, channel, labels, rows }
  }
  return undefined
}

function isTranscript({ type }: Answer): boolean {
  return type === 'textarea'
}

function rowsOf(answer: Answer): string[] {
  return answerTexts(answer).filter((row) => row.trim() !== '')
}

function isRecordingTag(tag: string): boolean {
  return isAudioTag(tag) || isVideoTag(tag)
}
