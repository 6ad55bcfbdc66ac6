import type { JsonNode } from '../../json/node.ts'
import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import { findObject, type LabelConfig } from '../../model/label-config.ts'
import { isVideoTag, mediaOf, mediaOfRegion } from '../../model/media.ts'
import { parseSize } from '../../model/parse-size.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../../model/task.ts'
import { type KeyFrame, keyFramesOf } from '../../model/track.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { ClassList, type ClassListOptions, labelsToWrite } from './labels.ts'

export const VIDEO_OPTIONS = {
  videoSize: {
    default: '',
    help: 'Pixels of the videos, for instance 1920x1080: Label Studio keeps percents and seldom says of what.',
  },
} as const satisfies OptionTable

/** A number of frames is only what the input says: ten hours at 30 a second. */
const MOST_FRAMES = 1_080_000

/** A track with its labels and key frames. */
export interface DrawnTrack {
  readonly region: Region
  readonly annotation: Annotation
  readonly where: Where
  readonly labels: readonly string[]
  readonly keyFrames: readonly KeyFrame[]
}

/** A video of a task with everything that moves in it. */
export interface LabelledVideo {
  readonly reference: string
  readonly size: Size
  /** As many as somebody said it has, else up to the last key frame. */
  readonly frames: number
  /** Frames per second; undefined when nobody said. */
  readonly rate: number | undefined
  readonly tracks: readonly DrawnTrack[]
}

/** The same, where nobody may know how many pixels it has. */
export type DrawnVideo = Omit<LabelledVideo, 'size'> & { readonly size: Size | undefined }

interface VideoOptions {
  readonly unlabelledAs: string
  readonly videoSize: string
}

/** Whether people can draw boxes that move with this config. */
export function drawsTracks({ controls }: LabelConfig): boolean {
  return controls.some(({ tag }) => tag === 'VideoRectangle')
}

/** The classes of tracks: labels of `Labels` and `VideoRectangle` tags on a video, in config order without gaps. */
export function trackClasses(config: LabelConfig, options: ClassListOptions): ClassList {
  const isOnVideo = (toName: string) => isVideoTag(findObject(config, toName)?.tag.tag ?? '')
  const controls = config.controls.filter(
    ({ tag, toNames }) => (tag === 'Labels' || tag === 'VideoRectangle') && toNames.some(isOnVideo),
  )
  const labels = new Map(
    controls.flatMap((control) => control.labels.map((label) => [label.name, { ...label, category: undefined }] as const)),
  )
  const isOpen = config.source === 'inferred' || controls.some(({ dynamic }) => dynamic)
  return new ClassList([...labels.values()], isOpen, options)
}

/** What a format sees of the regions that pass. */
export function onlyRegions<O extends OptionTable>(
  context: EncodeContext<O>,
  isWanted: (region: Region) => boolean,
): EncodeContext<O> {
  return { ...context, regions: (annotation) => [...context.regions(annotation)].filter(isWanted) }
}

export function isTrack({ shape }: Region): boolean {
  return shape.kind === 'track'
}

/** The videos of a task in config order, those without tracks too. Tracks that cannot be written are reported. @throws GoldpanError `option-invalid` */
export function labelledVideos<O extends OptionTable>(
  task: Task,
  context: EncodeContext<O>,
  options: VideoOptions,
): LabelledVideo[] {
  return drawnVideos(task, context, options).flatMap(({ size, ...video }) => {
    if (size !== undefined) return [{ size, ...video }]
    for (const { where } of video.tracks) context.report.add('video-size-unknown', where)
    return []
  })
}

/** The same with videos of unknown size, and their tracks. @throws GoldpanError `option-invalid` */
export function drawnVideos<O extends OptionTable>(
  task: Task,
  context: EncodeContext<O>,
  { unlabelledAs, videoSize }: VideoOptions,
): DrawnVideo[] {
  const { config, report } = context
  const given = parseSize(videoSize, '[--video-size]')
  const videos = new Map<string, DrawnTrack[]>(mediaOf(task, config, isVideoTag).map(({ reference }) => [reference, []]))
  for (const annotation of annotationsOf(task))
    for (const region of context.regions(annotation)) {
      const where = placeOf(task, annotation, region)
      const tracks = videos.get(mediaOfRegion(task, config, region)?.reference ?? '')
      if (tracks === undefined)
        report.add('media-unnamed', where, { path: findObject(config, region.toName)?.tag.dataPath ?? region.toName })
      const keyFrames = tracks && readKeyFrames(region, where, report)
      const labels = keyFrames === undefined ? [] : labelsToWrite(region, unlabelledAs, where, report)
      if (keyFrames !== undefined && labels.length > 0) tracks?.push({ region, annotation, where, labels, keyFrames })
    }
  return [...videos].map(([reference, tracks]) => {
    const labelled = tracks.find(({ region }) => region.mediaSize !== undefined)?.region.mediaSize
    const size = labelled ?? sizeOf(context.media(reference)) ?? given
    return { reference, size, ...timesOf(tracks, config), tracks }
  })
}

function readKeyFrames({ shape }: Region, where: Where, report: Report): readonly KeyFrame[] | undefined {
  if (shape.kind !== 'track') return undefined // the carries table says drop: others do not get here
  const keyFrames = keyFramesOf(shape)
  const problem = problemOf(keyFrames)
  if (problem === undefined) return keyFrames
  report.add('region-invalid', where, { problem })
  return undefined
}

function problemOf(keyFrames: readonly KeyFrame[] | undefined): string | undefined {
  if (keyFrames === undefined) return 'a key frame of the track has no frame number or no box'
  const [first, last] = [keyFrames[0], keyFrames.at(-1)]
  if (first === undefined || last === undefined) return 'the track has no key frames'
  return first.frame < 1 || last.frame > MOST_FRAMES ? `the track goes from frame ${first.frame} to ${last.frame}` : undefined
}

function sizeOf(facts: ReturnType<EncodeContext['media']>): Size | undefined {
  if (facts?.width === undefined || facts.height === undefined) return undefined
  return { width: facts.width, height: facts.height }
}

/** Every track says how long its video is. */
function timesOf(tracks: readonly DrawnTrack[], config: LabelConfig): Pick<LabelledVideo, 'frames' | 'rate'> {
  const values = tracks.flatMap(({ region }) => region.results.map(({ value }) => value))
  const said = Math.max(0, ...values.map((value) => numberOf(value, 'framesCount')))
  const seconds = Math.max(0, ...values.map((value) => numberOf(value, 'duration')))
  const drawn = Math.max(0, ...tracks.map(({ keyFrames }) => keyFrames.at(-1)?.frame ?? 0))
  const object = tracks[0] && findObject(config, tracks[0].region.toName)?.tag
  const configured = Number(object?.attributes.get('framerate') ?? Number.NaN)
  const measured = said > 0 && seconds > 0 ? Math.round((1000 * said) / seconds) / 1000 : undefined
  const frames = Math.min(Math.max(Math.floor(said), drawn), MOST_FRAMES)
  return { frames, rate: measured ?? (configured > 0 ? configured : undefined) }
}

function numberOf(value: JsonNode | undefined, key: string): number {
  return value?.get(key)?.number() ?? 0
}
