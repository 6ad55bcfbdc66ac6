import type { Json } from '../../json/node.ts'
import type { Size } from '../../model/shape.ts'
import { type ObjectDraft, percentBox, type Result } from '../project.ts'
import type { ReadContext } from '../reader.ts'
import { turnedAboutCentre } from '../shared/quadrilateral.ts'
import { RecordProblem } from '../shared/record-problem.ts'
import { numberOf, type XmlElement } from '../shared/xml.ts'
import { needNumbers } from './shapes.ts'

interface TrackSurroundings {
  readonly video: ObjectDraft
  readonly size: Size
  /** Of the video. */
  readonly frames: number | undefined
  readonly where: { readonly file: string; readonly line: number }
  readonly context: ReadContext
}

/** A box through the frames of a video. @throws RecordProblem for tracks of other shapes */
export function readTrack(track: XmlElement, id: string, { video, size, frames, where, context }: TrackSurroundings): Result[] {
  const { label } = track.attributes
  if (label === undefined || label === '') throw new RecordProblem('the track has no label')
  const other = track.children.find(({ name }) => name !== 'box')
  if (other !== undefined) throw new RecordProblem(`a track of the shape ${other.name} has no place in Label Studio`)
  const sequence = sequenceOf(track.children, size)
  if (sequence.length === 0) throw new RecordProblem('the object of the track is on no frame')
  if (track.children.some(({ children }) => children.length > 0)) context.unread('track/box/attribute', where)
  const last = track.children.at(-1)?.attributes.frame
  const value = { framesCount: frames ?? Number(last) + 1, sequence }
  const box = context.project.control('VideoRectangle', 'box', video)
  const labels = context.project.control('Labels', 'label', video)
  return [{ ...box.answer(value), id }, labels.region(id, value, [label])]
}

/** Key frames, counted from 1; where CVAT says `outside`, the frame before is the last, which Label Studio says by `enabled`. */
function sequenceOf(boxes: readonly XmlElement[], size: Size): Json[] {
  const sequence: Json[] = []
  for (const [k, box] of boxes.entries()) {
    if (box.attributes.outside === '1') continue
    const isLast = boxes[k + 1]?.attributes.outside === '1'
    if (box.attributes.keyframe === '0' && !isLast) continue
    const [frame, left, top, right, bottom] = needNumbers(box, ['frame', 'xtl', 'ytl', 'xbr', 'ybr'])
    const rotation = numberOf(box.attributes.rotation) ?? 0
    const centre = { x: (left! + right!) / 2, y: (top! + bottom!) / 2 }
    const turned = turnedAboutCentre(centre, { width: right! - left!, height: bottom! - top! }, rotation)
    sequence.push({ frame: frame! + 1, enabled: !isLast, rotation, ...percentBox(turned, size) })
  }
  return sequence
}
