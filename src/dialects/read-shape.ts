import type { JsonNode } from '../json/node.ts'
import { isAudioTag, isVideoTag } from '../model/media.ts'
import type { Point, Shape } from '../model/shape.ts'
import type { RawResult } from '../model/task.ts'
import { readNumber } from './read-value.ts'

/**
 * The shape in a result's value, decided by the geometry that is there, not by the name of the labels (known-defects R1);
 * undefined when there is none, `unknown` with a `problem` when it is damaged.
 *
 * @param objectTag tag of the object it lies on, where the config tells: it parts text offsets from seconds.
 */
export function readShape(result: RawResult, objectTag: string | undefined): Shape | undefined {
  const { value } = result
  if (value === undefined) return undefined
  const has = (key: string) => value.get(key) !== undefined
  const type = result.type.toLowerCase()
  if (has('rle')) return readBrush(value, type)
  if (has('imageDataURL')) return { kind: 'bitmask', dataUrl: value.get('imageDataURL')?.string() ?? '' }
  if (has('sequence')) return { kind: 'track', sequence: value.get('sequence')! }
  if (has('ranges')) return readFrames(value, type)
  if (has('vertices')) return readPoints(value.get('vertices')!, type, isClosed(value) ? 'polygon' : 'polyline')
  if (has('points'))
    return readPoints(value.get('points')!, type, type.startsWith('vector') && !isClosed(value) ? 'polyline' : 'polygon')
  if (has('radiusX') || has('radiusY')) return readEllipse(value, type)
  if (has('x') && has('y'))
    return type.startsWith('keypoint') || (!has('height') && !type.startsWith('rectangle'))
      ? readKeypoint(value, type)
      : readRectangle(value, type)
  if (has('start') || has('end') || has('startOffset')) return readRange(result, value, type, objectTag)
  return isShapeType(type) ? { kind: 'unknown', type, problem: `the ${type} has no coordinates` } : undefined
}

/** Types that always come with geometry; a result of such a type without any is damaged. */
function isShapeType(type: string): boolean {
  return (
    type.endsWith('labels') ||
    ['rectangle', 'ellipse', 'polygon', 'brush', 'keypoint', 'vector', 'bitmask', 'videorectangle'].includes(type)
  )
}

function readRectangle(value: JsonNode, type: string): Shape {
  const numbers = needNumbers(value, type, ['x', 'y', 'width', 'height'])
  if ('kind' in numbers) return numbers
  const [x, y, width, height] = numbers.values as [number, number, number, number]
  return { kind: 'rectangle', x, y, width, height, rotation: readRotation(value) }
}

function readEllipse(value: JsonNode, type: string): Shape {
  const numbers = needNumbers(value, type, ['x', 'y', 'radiusX', 'radiusY'])
  if ('kind' in numbers) return numbers
  const [x, y, radiusX, radiusY] = numbers.values as [number, number, number, number]
  return { kind: 'ellipse', x, y, radiusX, radiusY, rotation: readRotation(value) }
}

/** Whole turns are none. */
function readRotation(value: JsonNode): number {
  return ((readNumber(value.get('rotation')) ?? 0) % 360) + 0 // no -0
}

function readKeypoint(value: JsonNode, type: string): Shape {
  const numbers = needNumbers(value, type, ['x', 'y'])
  if ('kind' in numbers) return numbers
  const [x, y] = numbers.values as [number, number]
  return { kind: 'keypoint', x, y, hidden: value.get('hidden')?.boolean() === true }
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

function readBrush(value: JsonNode, type: string): Shape {
  const rle: number[] = []
  for (const element of value.get('rle')?.elements() ?? []) {
    const byte = readNumber(element)
    if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 255)
      return { kind: 'unknown', type, problem: `\`rle\` holds ${element.text()}, which is no byte` }
    rle.push(byte)
  }
  return rle.length === 0 ? { kind: 'unknown', type, problem: `\`rle\` of the ${type} is empty` } : { kind: 'brush', rle }
}

function readFrames(value: JsonNode, type: string): Shape {
  const ranges: { start: number; end: number }[] = []
  for (const element of value.get('ranges')?.elements() ?? []) {
    const numbers = needNumbers(element, type, ['start', 'end'])
    if ('kind' in numbers) return numbers
    ranges.push({ start: numbers.values[0]!, end: numbers.values[1]! })
  }
  return { kind: 'frame-range', ranges }
}

/** start/end mean characters, paragraphs, XPaths, seconds or points of a time series. */
function readRange(result: RawResult, value: JsonNode, type: string, objectTag: string | undefined): Shape {
  const text = value.get('text')?.string()
  const start = value.get('start')
  const end = value.get('end')
  if (value.get('startOffset') !== undefined) {
    return /^\d+$/.test(start?.string() ?? start?.text() ?? '') && objectTag !== 'HyperText'
      ? readDialogueSpan(value, type, text)
      : readHtmlSpan(value, type, text)
  }
  if (type === 'timeserieslabels' || objectTag === 'TimeSeries') {
    const ends = [start, end].map((node) => node?.number() ?? node?.string())
    if (ends[0] === undefined || ends[1] === undefined)
      return { kind: 'unknown', type, problem: `the ${type} has no \`start\` and \`end\`` }
    return { kind: 'series-range', start: ends[0], end: ends[1], instant: value.get('instant')?.boolean() === true }
  }
  const numbers = needNumbers(value, type, ['start', 'end'])
  if ('kind' in numbers) return numbers
  const [from, to] = numbers.values as [number, number]
  if (isTime(result, objectTag, from, to))
    return { kind: 'segment', startSeconds: from, endSeconds: to, channel: readNumber(value.get('channel')) }
  if (!Number.isInteger(from) || !Number.isInteger(to))
    return { kind: 'unknown', type, problem: `the span ${from}–${to} is not of whole characters` }
  return { kind: 'span', start: from, end: to, text }
}

/** Seconds or characters? The object tag says so; else what only recordings have, else what only text has. */
function isTime({ node, value }: RawResult, objectTag: string | undefined, start: number, end: number): boolean {
  if (objectTag !== undefined) return isAudioTag(objectTag) || isVideoTag(objectTag)
  if (value?.get('channel') !== undefined || node.get('original_length') !== undefined) return true
  return value?.get('text')?.kind !== 'string' && !(Number.isInteger(start) && Number.isInteger(end))
}

function readDialogueSpan(value: JsonNode, type: string, text: string | undefined): Shape {
  const numbers = needNumbers(value, type, ['start', 'end', 'startOffset', 'endOffset'])
  if ('kind' in numbers) return numbers
  const [startParagraph, endParagraph, startOffset, endOffset] = numbers.values as [number, number, number, number]
  return { kind: 'dialogue-span', startParagraph, endParagraph, startOffset, endOffset, text }
}

function readHtmlSpan(value: JsonNode, type: string, text: string | undefined): Shape {
  const numbers = needNumbers(value, type, ['startOffset', 'endOffset'])
  if ('kind' in numbers) return numbers
  const offsets = value.get('globalOffsets')
  return {
    kind: 'html-span',
    startXPath: value.get('start')?.string() ?? '',
    endXPath: value.get('end')?.string() ?? '',
    startOffset: numbers.values[0]!,
    endOffset: numbers.values[1]!,
    globalStart: readNumber(offsets?.get('start')),
    globalEnd: readNumber(offsets?.get('end')),
    text,
  }
}

function needNumbers(
  value: JsonNode,
  type: string,
  keys: readonly string[],
): { values: number[] } | Extract<Shape, { kind: 'unknown' }> {
  const values: number[] = []
  for (const key of keys) {
    const number = readNumber(value.get(key))
    if (number === undefined) return { kind: 'unknown', type, problem: `the ${type} has no \`${key}\`` }
    values.push(number)
  }
  return { values }
}

function isClosed(value: JsonNode): boolean {
  return value.get('closed')?.boolean() === true
}
