import { parseJson } from '../../json/node.ts'
import type { ControlTag, LabelConfig } from '../../model/label-config.ts'
import { baseName, isVideoTag } from '../../model/media.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotationsOf, type Region, reshaped, type Task } from '../../model/task.ts'
import { boxesOfTrack, type TrackBox } from '../../model/track.ts'
import type { EncodeContext, Format, OptionTable } from '../format.ts'
import { FrameReport } from './frame-report.ts'
import { type DrawnTrack, type DrawnVideo, drawnVideos, drawsTracks, isTrack, onlyRegions, VIDEO_OPTIONS } from './videos.ts'

const FRAME_OPTIONS = {
  frames: {
    default: 'all',
    choices: ['all', 'keyframes'],
    help: 'Which frames of a video are written as images: all of them, or only those on which somebody drew.',
  },
  ...VIDEO_OPTIONS,
} as const satisfies OptionTable

export type Framed<O extends OptionTable> = O & typeof FRAME_OPTIONS

/** Where the data of a frame's task names its image. No task of the input has such a key, so that what it is of is no image itself. */
const FRAME_KEY = 'frame of the video'

/**
 * The same format, for videos too: each frame is an image `clip_000123.jpg` (frames count from 1, as Label Studio and ffmpeg count them) with the
 * boxes that its tracks have there. The format sees tasks, regions and a config of images only, a task for each frame. A track counts as one region,
 * and what is said about its boxes is reported once; it is dropped when none of them could be written.
 */
export function withVideoFrames<O extends OptionTable, Part>(format: Format<O, Part>): Format<Framed<O>, Part> {
  return {
    ...format,
    options: { ...format.options, ...FRAME_OPTIONS },
    carries: { ...format.carries, track: 'approximate' },
    carriesWith: (options) => format.carriesWith?.(options) ?? {},

    unsuited(config, options) {
      const reason = format.unsuited(imagesConfig(config), options)
      return reason === undefined || drawsTracks(config) ? reason : `${reason}, or a Video with VideoRectangle`
    },

    encode(batch, context) {
      const frames = new Frames(context)
      return format.encode(frames.tasks(batch), {
        ...context,
        config: imagesConfig(context.config),
        report: frames.report,
      })
    },

    join: (parts, sink, context) => format.join(parts, sink, { ...context, config: imagesConfig(context.config) }),
  }
}

/** Videos as images, and boxes on them as boxes on images. */
function imagesConfig(config: LabelConfig): LabelConfig {
  if (!drawsTracks(config)) return config
  return {
    ...config,
    objects: config.objects.map((object) =>
      isVideoTag(object.tag) ? { ...object, tag: 'Image', dataPath: FRAME_KEY, isList: false } : object,
    ),
    controls: config.controls.map((control) => (control.tag === 'VideoRectangle' ? boxControl(control) : control)),
  }
}

function boxControl(control: ControlTag): ControlTag {
  const isLabelled = control.labels.length > 0 || control.dynamic
  return { ...control, tag: isLabelled ? 'RectangleLabels' : 'Rectangle' }
}

/** Turns tasks of videos into tasks of their frames. */
class Frames {
  readonly report: FrameReport
  readonly #context: EncodeContext<typeof FRAME_OPTIONS>

  constructor(context: EncodeContext<typeof FRAME_OPTIONS>) {
    this.#context = onlyRegions(context, isTrack)
    this.report = new FrameReport(context.report)
  }

  /** Each task without its tracks, then the frames of its videos. */
  *tasks(batch: Iterable<Task>): Generator<Task> {
    for (const task of batch)
      if (annotationsOf(task).some(({ regions }) => regions.some(isTrack))) {
        yield taskOf(task, task.data, withoutTracks)
        yield* this.#framesOf(task)
      } else yield task
  }

  *#framesOf(task: Task): Generator<Task> {
    const { options } = this.#context
    // a track without a label is the format's to decide on
    for (const video of drawnVideos(task, this.#context, { ...options, unlabelledAs: '?' })) {
      this.report.begin(video.tracks)
      for (const frame of framesOf(video, options.frames)) {
        this.report.show(frame.boxes.map(({ track }) => track))
        yield frameTask(task, video, frame)
      }
      this.report.end()
    }
  }
}

interface Frame {
  /** From 1. */
  readonly frame: number
  readonly boxes: readonly { readonly track: DrawnTrack; readonly box: TrackBox }[]
}

/** Frame by frame what all tracks show there; memory does not grow with the number of frames. */
function* framesOf({ tracks, frames }: DrawnVideo, choice: 'all' | 'keyframes'): Generator<Frame> {
  const players = tracks.map((track) => {
    const boxes = boxesOfTrack(track.keyFrames, frames)[Symbol.iterator]()
    return { track, boxes, next: boxes.next() }
  })
  for (let frame = 1; frame <= frames; frame++) {
    const shown: { track: DrawnTrack; box: TrackBox }[] = []
    for (const player of players) {
      if (player.next.done === true || player.next.value.frame !== frame) continue
      shown.push({ track: player.track, box: player.next.value })
      player.next = player.boxes.next()
    }
    if (choice === 'all' || shown.some(({ box }) => box.isKey)) yield { frame, boxes: shown }
  }
}

/** A task with one image, the frame; annotations without boxes there say that nothing is on it. */
function frameTask(task: Task, { reference, size }: DrawnVideo, { frame, boxes }: Frame): Task {
  const data = { [FRAME_KEY]: frameReference(reference, frame), ...size }
  return taskOf(task, parseJson(JSON.stringify(data)), (annotation) => {
    const own = boxes.filter(({ track }) => track.annotation === annotation)
    const regions = own.map(({ track, box }) => boxRegion(track.region, box, size))
    return { regions, answers: [], relations: [] }
  })
}

function withoutTracks({ regions, answers, relations }: Annotation): Content {
  return { regions: regions.filter((region) => !isTrack(region)), answers, relations }
}

type Content = Pick<Annotation, 'regions' | 'answers' | 'relations'>

/** The same task with other content; field by field, because tasks and annotations are views with getters. */
function taskOf(task: Task, data: Task['data'], contentOf: (annotation: Annotation) => Content): Task {
  const withContent = (annotation: Annotation) => annotationOf(annotation, contentOf(annotation))
  return {
    id: task.id,
    index: task.index,
    dialect: task.dialect,
    source: task.source,
    node: task.node,
    data,
    annotations: task.annotations.map(withContent),
    predictions: task.predictions.map(withContent),
    complete: task.complete,
    issues: task.issues,
  }
}

function annotationOf(annotation: Annotation, content: Content): Annotation {
  return {
    origin: annotation.origin,
    id: annotation.id,
    node: annotation.node,
    annotator: annotation.annotator,
    wasCancelled: annotation.wasCancelled,
    groundTruth: annotation.groundTruth,
    createdAt: annotation.createdAt,
    updatedAt: annotation.updatedAt,
    modelVersion: annotation.modelVersion,
    score: annotation.score,
    results: content.regions.flatMap(({ results }) => results),
    ...content,
    complete: false,
    issues: annotation.issues,
    keep: (isKept) => annotation.keep(isKept),
  }
}

function boxRegion(region: Region, { x, y, width, height, rotation }: TrackBox, size: Size | undefined): Region {
  return reshaped(region, { kind: 'rectangle', x, y, width, height, rotation }, size)
}

/** `s3://films/clip_000123.jpg` of `s3://films/clip.mp4`. */
function frameReference(reference: string, frame: number): string {
  const name = baseName(reference)
  const path = reference.includes('/data/local-files') ? reference : reference.replace(/[?#].*$/s, '')
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return `${folder}${name.replace(/\.[^.]*$/, '')}_${String(frame).padStart(6, '0')}.jpg`
}
