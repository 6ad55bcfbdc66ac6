import { JsonNode } from '../json/node.ts'
import { elementsAt, numberAt } from '../json/token.ts'
import { isAudioTag, isVideoTag } from '../model/media.ts'
import type { Point, Shape } from '../model/shape.ts'
import type { ReadResult } from './read-result.ts'
import { readNumber } from './read-value.ts'
import { memberAt as at, END, HEIGHT, ROTATION, resultAt, START, WIDTH, X, Y } from './task-outline.ts'

/**
 * The shape in a result's value, decided by the geometry that is there, not by the name of the labels (known-defects R1);
 * undefined when there is none, `unknown` with a `problem` when it is damaged.
 *
 * @param objectTag tag of the object it lies on, where the config tells: it parts text offsets from seconds.
 */
export function readShape(result: ReadResult, objectTag: string | undefined): Shape | undefined {
  const type = result.kind
  const isClosed = result.booleanAt(at.closed) === true
  if (result.has(at.rle)) return readBrush(result.valueAt(at.rle)!, type)
  if (result.has(at.imageDataURL)) return { kind: 'bitmask', dataUrl: result.stringAt(at.imageDataURL) ?? '' }
  if (result.has(at.sequence)) return { kind: 'track', sequence: result.valueAt(at.sequence)! }
  if (result.has(at.ranges)) return readFrames(result.valueAt(at.ranges)!, type)
  if (result.has(at.vertices)) return readPoints(result.valueAt(at.vertices)!, type, isClosed ? 'polygon' : 'polyline')
  if (result.has(at.points))
    return readPoints(result.valueAt(at.points)!, type, type.startsWith('vector') && !isClosed ? 'polyline' : 'polygon')
  if (result.has(at.radiusX) || result.has(at.radiusY)) return readEllipse(result, type)
  if (result.has(at.x) && result.has(at.y))
    return type.startsWith('keypoint') || (!result.has(at.height) && !type.startsWith('rectangle'))
      ? readKeypoint(result, type)
      : readRectangle(result, type)
  if (result.has(at.start) || result.has(at.end) || result.has(at.startOffset)) return readRange(result, type, objectTag)
  return isShapeType(type) ? { kind: 'unknown', type, problem: `the ${type} has no coordinates` } : undefined
}

/** Types that always come with geometry; a result of such a type without any is damaged. */
function isShapeType(type: string): boolean {
  return (
    type.endsWith('labels') ||
    ['rectangle', 'ellipse', 'polygon', 'brush', 'keypoint', 'vector', 'bitmask', 'videorectangle'].includes(type)
  )
}

function readRectangle(result: ReadResult, type: string): Shape {
  const x = result.knownNumber(X, at.x)
  const y = result.knownNumber(Y, at.y)
  const width = result.knownNumber(WIDTH, at.width)
  const height = result.knownNumber(HEIGHT, at.height)
  if (x === undefined || y === undefined || width === undefined || height === undefined)
    return lacking(type, { x, y, width, height })
  return { kind: 'rectangle', x, y, width, height, rotation: readRotation(result) }
}

function readEllipse(result: ReadResult, type: string): Shape {
  const x = result.knownNumber(X, at.x)
  const y = result.knownNumber(Y, at.y)
  const radiusX = result.number(at.radiusX)
  const radiusY = result.number(at.radiusY)
  if (x === undefined || y === undefined || radiusX === undefined || radiusY === undefined)
    return lacking(type, { x, y, radiusX, radiusY })
  return { kind: 'ellipse', x, y, radiusX, radiusY, rotation: readRotation(result) }
}

/** Whole turns are none. */
function readRotation(result: ReadResult): number {
  return ((result.knownNumber(ROTATION, at.rotation) ?? 0) % 360) + 0 // no -0
}

function readKeypoint(result: ReadResult, type: string): Shape {
  const x = result.knownNumber(X, at.x)
  const y = result.knownNumber(Y, at.y)
  if (x === undefined || y === undefined) return lacking(type, { x, y })
  return { kind: 'keypoint', x, y, hidden: result.booleanAt(at.hidden) === true }
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
function readRange(result: ReadResult, type: string, objectTag: string | undefined): Shape {
  const text = result.stringAt(at.text)
  if (result.has(at.startOffset)) {
    const start = result.stringAt(at.start) ?? result.valueAt(at.start)?.text() ?? ''
    return /^\d+$/.test(start) && objectTag !== 'HyperText'
      ? readDialogueSpan(result, type, text)
      : readHtmlSpan(result, type, text)
  }
  if (type === 'timeserieslabels' || objectTag === 'TimeSeries') {
    const [from, to] = [at.start, at.end].map((k) => result.valueAt(k)?.number() ?? result.stringAt(k))
    if (from === undefined || to === undefined)
      return { kind: 'unknown', type, problem: `the ${type} has no \`start\` and \`end\`` }
    return { kind: 'series-range', start: from, end: to, instant: result.booleanAt(at.instant) === true }
  }
  const start = result.knownNumber(START, at.start)
  const end = result.knownNumber(END, at.end)
  if (start === undefined || end === undefined) return lacking(type, { start, end })
  if (objectTag === undefined ? looksLikeTime(result, start, end) : isAudioTag(objectTag) || isVideoTag(objectTag))
    return { kind: 'segment', startSeconds: start, endSeconds: end, channel: result.number(at.channel) }
  if (!Number.isInteger(start) || !Number.isInteger(end))
    return { kind: 'unknown', type, problem: `the span ${start}–${end} is not of whole characters` }
  return { kind: 'span', start, end, text }
}

/** Seconds or characters, where no object tag says so: what only recordings have tells, else what only text has. */
function looksLikeTime(result: ReadResult, start: number, end: number): boolean {
  if (result.has(at.channel) || result.has(resultAt.original_length)) return true
  return result.stringAt(at.text) === undefined && !(Number.isInteger(start) && Number.isInteger(end))
}

function readDialogueSpan(result: ReadResult, type: string, text: string | undefined): Shape {
  const start = result.knownNumber(START, at.start)
  const end = result.knownNumber(END, at.end)
  const startOffset = result.number(at.startOffset)
  const endOffset = result.number(at.endOffset)
  if (start === undefined || end === undefined || startOffset === undefined || endOffset === undefined)
    return lacking(type, { start, end, startOffset, endOffset })
  return { kind: 'dialogue-span', startParagraph: start, endParagraph: end, startOffset, endOffset, text }
}

function readHtmlSpan(result: ReadResult, type: string, text: string | undefined): Shape {
  const startOffset = result.number(at.startOffset)
  const endOffset = result.number(at.endOffset)
  if (startOffset === undefined || endOffset === undefined) return lacking(type, { startOffset, endOffset })
  const globalOffsets = result.valueAt(at.globalOffsets)
  return {
    kind: 'html-span',
    startXPath: result.stringAt(at.start) ?? '',
    endXPath: result.stringAt(at.end) ?? '',
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
