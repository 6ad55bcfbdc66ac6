import { KeyTable, type Located } from '../json/key-table.ts'
import { JsonNode } from '../json/node.ts'
import { elementsAt, numberAt } from '../json/token.ts'
import { isAudioTag, isVideoTag } from '../model/media.ts'
import type { Point, Shape } from '../model/shape.ts'
import type { ReadResult } from './read-result.ts'
import { readLocated, readNumber } from './read-value.ts'

/** What a shape may be made of, what may be told in `value` instead of beside it, and the usual lists of labels. */
export const MEMBERS = new KeyTable([
  ...(['x', 'y', 'width', 'height', 'rotation', 'radiusX', 'radiusY', 'hidden', 'points', 'vertices', 'closed'] as const),
  ...(['rle', 'imageDataURL', 'sequence', 'ranges', 'start', 'end', 'startOffset', 'endOffset', 'globalOffsets'] as const),
  ...(['text', 'channel', 'instant', 'item_index', 'pageNumber', 'score', 'confidence', 'choices', 'labels'] as const),
  ...(['rectanglelabels', 'polygonlabels', 'ellipselabels', 'brushlabels', 'keypointlabels'] as const),
])
const { at } = MEMBERS

/**
 * The shape in a result's value, decided by the geometry that is there, not by the name of the labels (known-defects R1);
 * undefined when there is none, `unknown` with a `problem` when it is damaged.
 *
 * @param members those of the result's value, by {@link MEMBERS}
 * @param objectTag tag of the object it lies on, where the config tells: it parts text offsets from seconds.
 */
export function readShape(result: ReadResult, members: Located, objectTag: string | undefined): Shape | undefined {
  const type = result.kind
  const isClosed = members.boolean(at.closed) === true
  if (members.has(at.rle)) return readBrush(members.node(at.rle)!, type)
  if (members.has(at.imageDataURL)) return { kind: 'bitmask', dataUrl: members.string(at.imageDataURL) ?? '' }
  if (members.has(at.sequence)) return { kind: 'track', sequence: members.node(at.sequence)! }
  if (members.has(at.ranges)) return readFrames(members.node(at.ranges)!, type)
  if (members.has(at.vertices)) return readPoints(members.node(at.vertices)!, type, isClosed ? 'polygon' : 'polyline')
  if (members.has(at.points))
    return readPoints(members.node(at.points)!, type, type.startsWith('vector') && !isClosed ? 'polyline' : 'polygon')
  if (members.has(at.radiusX) || members.has(at.radiusY)) return readEllipse(members, type)
  if (members.has(at.x) && members.has(at.y))
    return type.startsWith('keypoint') || (!members.has(at.height) && !type.startsWith('rectangle'))
      ? readKeypoint(members, type)
      : readRectangle(members, type)
  if (members.has(at.start) || members.has(at.end) || members.has(at.startOffset))
    return readRange(result, members, type, objectTag)
  return isShapeType(type) ? { kind: 'unknown', type, problem: `the ${type} has no coordinates` } : undefined
}

/** Types that always come with geometry; a result of such a type without any is damaged. */
function isShapeType(type: string): boolean {
  return (
    type.endsWith('labels') ||
    ['rectangle', 'ellipse', 'polygon', 'brush', 'keypoint', 'vector', 'bitmask', 'videorectangle'].includes(type)
  )
}

function readRectangle(members: Located, type: string): Shape {
  const x = readLocated(members, at.x)
  const y = readLocated(members, at.y)
  const width = readLocated(members, at.width)
  const height = readLocated(members, at.height)
  if (x === undefined || y === undefined || width === undefined || height === undefined)
    return lacking(type, { x, y, width, height })
  return { kind: 'rectangle', x, y, width, height, rotation: readRotation(members) }
}

function readEllipse(members: Located, type: string): Shape {
  const x = readLocated(members, at.x)
  const y = readLocated(members, at.y)
  const radiusX = readLocated(members, at.radiusX)
  const radiusY = readLocated(members, at.radiusY)
  if (x === undefined || y === undefined || radiusX === undefined || radiusY === undefined)
    return lacking(type, { x, y, radiusX, radiusY })
  return { kind: 'ellipse', x, y, radiusX, radiusY, rotation: readRotation(members) }
}

/** Whole turns are none. */
function readRotation(members: Located): number {
  return ((readLocated(members, at.rotation) ?? 0) % 360) + 0 // no -0
}

function readKeypoint(members: Located, type: string): Shape {
  const x = readLocated(members, at.x)
  const y = readLocated(members, at.y)
  if (x === undefined || y === undefined) return lacking(type, { x, y })
  return { kind: 'keypoint', x, y, hidden: members.boolean(at.hidden) === true }
}

function readPoints(list: JsonNode, type: string, kind: 'polygon' | 'polyline'): Shape {
  const points: Point[] = []
  for (const element of list.elements()) {
    const pair = element.kind === 'array' ? element.elements() : [element.get('x'), element.get('y')]
    const x = readNumber(pair[0])
    const y = readNumber(pair[1])
    if (x === undefined || y === undefined)
      return { kind: 'unknown', type, problem: `point ${points.length + 1} of the ${type} is no pair of numbers` }
    points.push({ x, y })
  }
  const least = kind === 'polygon' ? 3 : 2
  if (points.length < least)
    return { kind: 'unknown', type, problem: `the ${type} has ${points.length} points, it needs ${least}` }
  return { kind, points }
}

function readBrush(list: JsonNode, type: string): Shape {
  const { tape } = list
  const rle: number[] = []
  for (const token of elementsAt(tape, list.token)) {
    const byte = numberAt(tape, token) ?? readNumber(new JsonNode(tape, token)) // there are thousands: no nodes for numbers
    if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 255)
      return { kind: 'unknown', type, problem: `\`rle\` holds ${new JsonNode(tape, token).text()}, which is no byte` }
    rle.push(byte)
  }
  return rle.length === 0 ? { kind: 'unknown', type, problem: `\`rle\` of the ${type} is empty` } : { kind: 'brush', rle }
}

function readFrames(list: JsonNode, type: string): Shape {
  const ranges: { start: number; end: number }[] = []
  for (const element of list.elements()) {
    const start = readNumber(element.get('start'))
    const end = readNumber(element.get('end'))
    if (start === undefined || end === undefined) return lacking(type, { start, end })
    ranges.push({ start, end })
  }
  return { kind: 'frame-range', ranges }
}

/** start/end mean characters, paragraphs, XPaths, seconds or points of a time series. */
function readRange(result: ReadResult, members: Located, type: string, objectTag: string | undefined): Shape {
  const text = members.string(at.text)
  if (members.has(at.startOffset)) {
    const start = members.string(at.start) ?? members.node(at.start)?.text() ?? ''
    return /^\d+$/.test(start) && objectTag !== 'HyperText'
      ? readDialogueSpan(members, type, text)
      : readHtmlSpan(members, type, text)
  }
  if (type === 'timeserieslabels' || objectTag === 'TimeSeries') {
    const [from, to] = [at.start, at.end].map((k) => members.number(k) ?? members.string(k))
    if (from === undefined || to === undefined)
      return { kind: 'unknown', type, problem: `the ${type} has no \`start\` and \`end\`` }
    return { kind: 'series-range', start: from, end: to, instant: members.boolean(at.instant) === true }
  }
  const start = readLocated(members, at.start)
  const end = readLocated(members, at.end)
  if (start === undefined || end === undefined) return lacking(type, { start, end })
  if (objectTag === undefined ? looksLikeTime(result, members, start, end) : isAudioTag(objectTag) || isVideoTag(objectTag))
    return { kind: 'segment', startSeconds: start, endSeconds: end, channel: readLocated(members, at.channel) }
  if (!Number.isInteger(start) || !Number.isInteger(end))
    return { kind: 'unknown', type, problem: `the span ${start}–${end} is not of whole characters` }
  return { kind: 'span', start, end, text }
}

/** Seconds or characters, where no object tag says so: what only recordings have tells, else what only text has. */
function looksLikeTime({ hasMediaLength }: ReadResult, members: Located, start: number, end: number): boolean {
  if (members.has(at.channel) || hasMediaLength) return true
  return members.string(at.text) === undefined && !(Number.isInteger(start) && Number.isInteger(end))
}

function readDialogueSpan(members: Located, type: string, text: string | undefined): Shape {
  const start = readLocated(members, at.start)
  const end = readLocated(members, at.end)
  const startOffset = readLocated(members, at.startOffset)
  const endOffset = readLocated(members, at.endOffset)
  if (start === undefined || end === undefined || startOffset === undefined || endOffset === undefined)
    return lacking(type, { start, end, startOffset, endOffset })
  return { kind: 'dialogue-span', startParagraph: start, endParagraph: end, startOffset, endOffset, text }
}

function readHtmlSpan(members: Located, type: string, text: string | undefined): Shape {
  const startOffset = readLocated(members, at.startOffset)
  const endOffset = readLocated(members, at.endOffset)
  if (startOffset === undefined || endOffset === undefined) return lacking(type, { startOffset, endOffset })
  const globalOffsets = members.node(at.globalOffsets)
  return {
    kind: 'html-span',
    startXPath: members.string(at.start) ?? '',
    endXPath: members.string(at.end) ?? '',
    startOffset,
    endOffset,
    globalStart: readNumber(globalOffsets?.get('start')),
    globalEnd: readNumber(globalOffsets?.get('end')),
    text,
  }
}

/** Names the first number that is not there. */
function lacking(type: string, numbers: Readonly<Record<string, number | undefined>>): Shape {
  const key = Object.keys(numbers).find((name) => numbers[name] === undefined)
  return { kind: 'unknown', type, problem: `the ${type} has no \`${key}\`` }
}
