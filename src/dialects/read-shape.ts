import type { JsonNode } from '../json/node.ts'
import { isAudioTag, isVideoTag } from '../model/media.ts'
import type { Point, Shape } from '../model/shape.ts'
import type { Members, ReadResult } from './read-result.ts'
import { readNumber } from './read-value.ts'

/**
 * The shape in a result's value, decided by the geometry that is there, not by the name of the labels (known-defects R1);
 * undefined when there is none, `unknown` with a `problem` when it is damaged.
 *
 * @param members those of the result's value
 * @param objectTag tag of the object it lies on, where the config tells: it parts text offsets from seconds.
 */
export function readShape(result: ReadResult, members: Members, objectTag: string | undefined): Shape | undefined {
  const type = result.type.toLowerCase()
  if (members.rle !== undefined) return readBrush(members.rle, type)
  if (members.imageDataURL !== undefined) return { kind: 'bitmask', dataUrl: members.imageDataURL.string() ?? '' }
  if (members.sequence !== undefined) return { kind: 'track', sequence: members.sequence }
  if (members.ranges !== undefined) return readFrames(members.ranges, type)
  if (members.vertices !== undefined) return readPoints(members.vertices, type, isClosed(members) ? 'polygon' : 'polyline')
  if (members.points !== undefined)
    return readPoints(members.points, type, type.startsWith('vector') && !isClosed(members) ? 'polyline' : 'polygon')
  if (members.radiusX !== undefined || members.radiusY !== undefined) return readEllipse(members, type)
  if (members.x !== undefined && members.y !== undefined)
    return type.startsWith('keypoint') || (members.height === undefined && !type.startsWith('rectangle'))
      ? readKeypoint(members, type)
      : readRectangle(members, type)
  if (members.start !== undefined || members.end !== undefined || members.startOffset !== undefined)
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

function readRectangle(members: Members, type: string): Shape {
  const numbers = needNumbers(members, type, ['x', 'y', 'width', 'height'])
  if ('kind' in numbers) return numbers
  const [x, y, width, height] = numbers.values as [number, number, number, number]
  return { kind: 'rectangle', x, y, width, height, rotation: readRotation(members) }
}

function readEllipse(members: Members, type: string): Shape {
  const numbers = needNumbers(members, type, ['x', 'y', 'radiusX', 'radiusY'])
  if ('kind' in numbers) return numbers
  const [x, y, radiusX, radiusY] = numbers.values as [number, number, number, number]
  return { kind: 'ellipse', x, y, radiusX, radiusY, rotation: readRotation(members) }
}

/** Whole turns are none. */
function readRotation({ rotation }: Members): number {
  return ((readNumber(rotation) ?? 0) % 360) + 0 // no -0
}

function readKeypoint(members: Members, type: string): Shape {
  const numbers = needNumbers(members, type, ['x', 'y'])
  if ('kind' in numbers) return numbers
  const [x, y] = numbers.values as [number, number]
  return { kind: 'keypoint', x, y, hidden: members.hidden?.boolean() === true }
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
  const rle: number[] = []
  for (const element of list.elements()) {
    const byte = readNumber(element)
    if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 255)
      return { kind: 'unknown', type, problem: `\`rle\` holds ${element.text()}, which is no byte` }
    rle.push(byte)
  }
  return rle.length === 0 ? { kind: 'unknown', type, problem: `\`rle\` of the ${type} is empty` } : { kind: 'brush', rle }
}

function readFrames(list: JsonNode, type: string): Shape {
  const ranges: { start: number; end: number }[] = []
  for (const element of list.elements()) {
    const numbers = needNumbers({ start: element.get('start'), end: element.get('end') }, type, ['start', 'end'])
    if ('kind' in numbers) return numbers
    ranges.push({ start: numbers.values[0]!, end: numbers.values[1]! })
  }
  return { kind: 'frame-range', ranges }
}

/** start/end mean characters, paragraphs, XPaths, seconds or points of a time series. */
function readRange(result: ReadResult, members: Members, type: string, objectTag: string | undefined): Shape {
  const { start, end } = members
  const text = members.text?.string()
  if (members.startOffset !== undefined) {
    return /^\d+$/.test(start?.string() ?? start?.text() ?? '') && objectTag !== 'HyperText'
      ? readDialogueSpan(members, type, text)
      : readHtmlSpan(members, type, text)
  }
  if (type === 'timeserieslabels' || objectTag === 'TimeSeries') {
    const ends = [start, end].map((node) => node?.number() ?? node?.string())
    if (ends[0] === undefined || ends[1] === undefined)
      return { kind: 'unknown', type, problem: `the ${type} has no \`start\` and \`end\`` }
    return { kind: 'series-range', start: ends[0], end: ends[1], instant: members.instant?.boolean() === true }
  }
  const numbers = needNumbers(members, type, ['start', 'end'])
  if ('kind' in numbers) return numbers
  const [from, to] = numbers.values as [number, number]
  if (objectTag === undefined ? looksLikeTime(result, members, from, to) : isAudioTag(objectTag) || isVideoTag(objectTag))
    return { kind: 'segment', startSeconds: from, endSeconds: to, channel: readNumber(members.channel) }
  if (!Number.isInteger(from) || !Number.isInteger(to))
    return { kind: 'unknown', type, problem: `the span ${from}–${to} is not of whole characters` }
  return { kind: 'span', start: from, end: to, text }
}

/** Seconds or characters, where no object tag says so: what only recordings have tells, else what only text has. */
function looksLikeTime({ mediaLength }: ReadResult, { channel, text }: Members, start: number, end: number): boolean {
  if (channel !== undefined || mediaLength !== undefined) return true
  return text?.kind !== 'string' && !(Number.isInteger(start) && Number.isInteger(end))
}

function readDialogueSpan(members: Members, type: string, text: string | undefined): Shape {
  const numbers = needNumbers(members, type, ['start', 'end', 'startOffset', 'endOffset'])
  if ('kind' in numbers) return numbers
  const [startParagraph, endParagraph, startOffset, endOffset] = numbers.values as [number, number, number, number]
  return { kind: 'dialogue-span', startParagraph, endParagraph, startOffset, endOffset, text }
}

function readHtmlSpan(members: Members, type: string, text: string | undefined): Shape {
  const numbers = needNumbers(members, type, ['startOffset', 'endOffset'])
  if ('kind' in numbers) return numbers
  const { start, end, globalOffsets } = members
  return {
    kind: 'html-span',
    startXPath: start?.string() ?? '',
    endXPath: end?.string() ?? '',
    startOffset: numbers.values[0]!,
    endOffset: numbers.values[1]!,
    globalStart: readNumber(globalOffsets?.get('start')),
    globalEnd: readNumber(globalOffsets?.get('end')),
    text,
  }
}

function needNumbers<K extends string>(
  nodes: Readonly<Record<K, JsonNode | undefined>>,
  type: string,
  keys: readonly K[],
): { values: number[] } | Extract<Shape, { kind: 'unknown' }> {
  const values: number[] = []
  for (const key of keys) {
    const number = readNumber(nodes[key])
    if (number === undefined) return { kind: 'unknown', type, problem: `the ${type} has no \`${key}\`` }
    values.push(number)
  }
  return { values }
}

function isClosed({ closed }: Members): boolean {
  return closed?.boolean() === true
}
