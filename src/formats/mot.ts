import { COMMA } from '../json/ascii.ts'
import { ByteWriter } from '../json/byte-writer.ts'
import type { Where } from '../model/error.ts'
import { boundingBox, clipBox, isInside } from '../model/geometry.ts'
import type { Report } from '../model/issue.ts'
import type { PixelBox, Size } from '../model/shape.ts'
import type { Id, Task } from '../model/task.ts'
import { boxesOfTrack } from '../model/track.ts'
import { type Carries, defineFormat, type EncodeContext, type Options } from './format.ts'
import { ImageNames } from './shared/image-names.ts'
import { LABEL_OPTIONS } from './shared/labels.ts'
import { type DrawnTrack, drawsTracks, type LabelledVideo, labelledVideos, trackClasses, VIDEO_OPTIONS } from './shared/videos.ts'

const CARRIES: Carries = {
  track: 'exact',
  rotation: 'approximate',
  'several-labels': 'approximate',
  rectangle: 'drop',
  ellipse: 'drop',
  polygon: 'drop',
  polyline: 'drop',
  keypoint: 'drop',
  brush: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  attributes: 'drop',
  answers: 'drop',
  relations: 'drop',
}

const OPTIONS = {
  ...VIDEO_OPTIONS,
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  coordinates: {
    default: 'zero-based',
    choices: ['zero-based', 'one-based'],
    help: 'zero-based: left and top of the first pixel are 0, as most trackers read them. one-based: 1, as the challenge defines them.',
  },
  clip: { default: false, help: 'Cut what reaches beyond the picture.' },
  decimals: { default: 3, help: 'Digits after the point, at most; pixels.' },
} as const

type MotOptions = typeof OPTIONS

/** A video with the boxes of all its frames, by frame, then by track. */
interface Sequence {
  readonly reference: string
  readonly task: Id
  readonly size: Size
  readonly frames: number
  readonly rate: number | undefined
  /** Class of each track; their ids count from 1 in this order. */
  readonly labels: readonly { readonly label: string; readonly where: Where }[]
  readonly boxes: readonly FrameBox[]
}

interface FrameBox {
  readonly frame: number
  /** From 1. */
  readonly track: number
  readonly box: PixelBox
}

/** MOTChallenge: every object's box on every frame of a video. */
export const mot = defineFormat<MotOptions, readonly Sequence[]>({
  id: 'mot',
  aliases: ['motchallenge'],
  title: 'MOTChallenge',
  summary: 'A gt.txt per video with the box of every track on every frame, those between key frames worked out.',
  spec: 'https://motchallenge.net/instructions/',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',

  unsuited(config) {
    return drawsTracks(config) ? undefined : 'MOT needs a Video with VideoRectangle'
  },

  encode(batch, context) {
    return Array.from(batch, (task) =>
      labelledVideos(task, context, context.options).map((video) => encodeVideo(task, video, context)),
    ).flat()
  },

  async join(parts, sink, context) {
    const { config, options, report } = context
    const classes = trackClasses(config, { firstId: 1, report }) // in gt.txt a class is its line in labels.txt, from 1
    const names = new ImageNames(context)
    const folders: string[] = []
    const writer = new ByteWriter()
    for await (const part of parts)
      for (const sequence of part) {
        const folder = names.nameOf(sequence.reference, sequence.task, '')
        const ids = sequence.labels.map(({ label, where }) => classes.idOf(label, where))
        for (const box of sequence.boxes) writeLine(writer, box, ids, options)
        await sink.put(`${folder}/gt/gt.txt`, writer.take())
        await sink.put(`${folder}/seqinfo.ini`, printSequence(folder, sequence))
        folders.push(folder)
      }
    const list = classes.entries().map(({ name }) => `${oneLine(name, report)}\n`)
    for (const folder of folders) await sink.put(`${folder}/gt/labels.txt`, list.join(''))
  },
})

function encodeVideo(task: Task, video: LabelledVideo, { options, report }: EncodeContext<MotOptions>): Sequence {
  const { reference, size, frames, rate, tracks } = video
  const labels: { label: string; where: Where }[] = []
  const boxes: FrameBox[] = []
  for (const drawn of tracks) {
    const own = boxesOf(drawn, video, options.clip, report)
    if (own.length === 0) continue
    const track = labels.push({ label: drawn.labels[0]!, where: drawn.where })
    for (const { frame, box } of own) boxes.push({ frame, box, track })
    if (drawn.labels.length > 1) report.add('labels-cut', drawn.where, { count: drawn.labels.length, label: drawn.labels[0]! })
    report.wrote('regions')
  }
  report.wrote('videos')
  report.wrote('boxes', boxes.length)
  boxes.sort((a, b) => a.frame - b.frame || a.track - b.track)
  return { reference, task: task.id, size, frames, rate, labels, boxes }
}

/** The box of a track on each frame where it is there and has an area. */
function boxesOf({ keyFrames, where }: DrawnTrack, { size, frames }: LabelledVideo, clip: boolean, report: Report) {
  const boxes: { readonly frame: number; readonly box: PixelBox }[] = []
  let [empty, isClipped] = [0, false]
  for (const drawn of boxesOfTrack(keyFrames, frames)) {
    const whole = boundingBox({ kind: 'rectangle', ...drawn }, size)
    const box = whole && clip ? clipBox(whole, size) : whole
    isClipped ||= clip && whole !== undefined && !isInside(whole, size)
    if (box !== undefined && box.width > 0 && box.height > 0) boxes.push({ frame: drawn.frame, box })
    else empty++
  }
  const isLost = boxes.length === 0
  const problem = `on ${empty} of ${boxes.length + empty} frames it has no area${clip ? ' inside the picture' : ''}`
  if (empty > 0) report.add('region-empty', where, { problem }, isLost ? 'dropped' : 'approximated')
  const turned = keyFrames.find(({ rotation }) => rotation % 360 !== 0)
  if (turned !== undefined && !isLost) report.add('rotation-flattened', where, { degrees: turned.rotation })
  if (isClipped && !isLost) report.add('region-clipped', where)
  return boxes
}

/** frame, id, left, top, width, height, 1 for "counts", class, 1 for wholly visible. */
function writeLine(
  writer: ByteWriter,
  { frame, track, box }: FrameBox,
  classes: readonly number[],
  { coordinates, decimals }: Options<MotOptions>,
): void {
  const first = coordinates === 'one-based' ? 1 : 0
  writer.number(frame).byte(COMMA).number(track)
  for (const value of [box.x + first, box.y + first, box.width, box.height]) writer.byte(COMMA).decimal(value, decimals)
  writer
    .text(',1,')
    .number(classes[track - 1]!)
    .text(',1\n')
}

function printSequence(name: string, { frames, rate, size }: Sequence): string {
  const rateLine = rate === undefined ? '' : `frameRate=${rate}\n`
  const lengths = `seqLength=${frames}\nimWidth=${size.width}\nimHeight=${size.height}\n`
  return `[Sequence]\nname=${name}\nimDir=img1\n${rateLine}${lengths}imExt=.jpg\n`
}

function oneLine(name: string, report: Report): string {
  const written = name.replace(/[\r\n]+/g, ' ')
  if (written !== name) report.add('label-renamed', {}, { label: name, written })
  return written
}
