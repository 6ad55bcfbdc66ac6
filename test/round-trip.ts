import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { readTask } from '../src/dialects/read-task.ts'
import type { AnyFormat } from '../src/formats/format.ts'
import { readPng } from '../src/io/read-png.ts'
import { parseJson } from '../src/json/node.ts'
import { boxCorners, pixelPoint } from '../src/model/geometry.ts'
import type { LabelConfig } from '../src/model/label-config.ts'
import { dataOfObject } from '../src/model/media.ts'
import { decodeRuns, encodeRle, RleError } from '../src/model/rle.ts'
import type { Bitmask, Point, Rectangle, Shape, Size, Span } from '../src/model/shape.ts'
import { type Annotation, annotationsOf, type Region, type Task } from '../src/model/task.ts'
import { placeSpans } from '../src/model/text-offsets.ts'
import { type Converted, convert, type ReportedIssue } from './convert.ts'
import { readFiles } from './reading/read.ts'

/** What is in a project, or was read back, one entry per region and label. */
export interface LabelledShape {
  readonly task: number | string
  readonly annotation: number | string | undefined
  readonly region: string
  readonly label: string | undefined
  readonly shape: Shape
  readonly size: Size | undefined
  /** What people wrote about it. */
  readonly attributes: readonly string[]
}

/** A project through a format and back: what was there, what the writer said of it, what came back, and what came back from writing that again. */
export interface RoundTrip {
  readonly given: readonly LabelledShape[]
  readonly written: Converted
  readonly back: readonly LabelledShape[]
  readonly again: readonly LabelledShape[]
  readonly writtenAgain: Converted
  /** What the reader said. */
  readonly told: readonly string[]
}

/** Nothing is left out because of who wrote it. */
const EVERYTHING = { annotations: 'all', cancelled: 'keep', predictions: 'with', includeUnannotated: true }

/** A project, as tasks and the XML of their config; none where the format has nothing to label. */
export interface Labelled {
  readonly config: string
  readonly tasks: readonly unknown[]
}

/** A project as it comes out of a format. */
export interface Passed extends Labelled {
  readonly shapes: readonly LabelledShape[]
  readonly written: Converted
  /** What the reader said. */
  readonly told: readonly string[]
}

/** Writes a project and reads it again. */
export async function passThrough(format: AnyFormat, { config, tasks }: Labelled): Promise<Passed> {
  const written = await convert({ tasks, ...(config === '' ? {} : { config }), to: format, selection: EVERYTHING })
  const read = await readFiles(Object.fromEntries(written.files), { from: format.id })
  return { config: read.xml, tasks: read.tasks, shapes: shapesOf(read.tasks, read.config), written, told: read.told }
}

export async function roundTrip(format: AnyFormat, project: Labelled): Promise<RoundTrip> {
  const once = await passThrough(format, project)
  const twice = await passThrough(format, once)
  return {
    given: shapesOf(project.tasks, parseLabelConfig(project.config)),
    written: once.written,
    back: once.shapes,
    writtenAgain: twice.written,
    again: twice.shapes,
    told: once.told,
  }
}

function shapesOf(tasks: readonly unknown[], config: LabelConfig): LabelledShape[] {
  return tasks.flatMap((fields, index) => {
    const task = readTask(parseJson(JSON.stringify(fields)), index, config)
    return annotationsOf(task).flatMap((annotation) => {
      const spanOf = placed(task, annotation, config)
      return annotation.regions.flatMap((region) => {
        const labels = region.labels.length === 0 ? [undefined] : region.labels
        const attributes = region.attributes.map(({ value }) => value?.text() ?? '')
        return labels.map((label) => ({
          task: task.id,
          annotation: annotation.id,
          region: region.id,
          label,
          shape: spanOf(region) ?? region.shape,
          size: region.mediaSize,
          attributes,
        }))
      })
    })
  })
}

/** Spans in units of UTF-16 with the text that is there, whatever was counted and stored. */
function placed(task: Task, annotation: Annotation, config: LabelConfig): (region: Region) => Span | undefined {
  const spans = new Map<Region, Span>()
  for (const name of new Set(annotation.regions.map(({ toName }) => toName))) {
    const text = dataOfObject(task, config, name)?.string()
    const regions = annotation.regions.filter(({ toName }) => toName === name)
    const own = regions.flatMap((region) => (region.shape.kind === 'span' ? [{ region, shape: region.shape }] : []))
    const places =
      text === undefined
        ? []
        : placeSpans(
            text,
            own.map(({ shape }) => shape),
          )
    for (const [k, place] of places.entries())
      if (place !== undefined)
        spans.set(own[k]!.region, { kind: 'span', start: place.start, end: place.end, text: text?.slice(place.start, place.end) })
  }
  return (region) => spans.get(region)
}

/** How two shapes of one kind differ. */
export interface Difference {
  /** The furthest corner or point, pixels; seconds of segments. */
  readonly distance: number
  /** Intersection over union, where both have an area or a length. */
  readonly iou: number
}

/** Times of the projects are whole milliseconds. */
const HALF_MILLISECOND = 5e-4

/** What a format cannot be asked for. */
interface Limits {
  /** The text was put together anew, so that only what a span says counts. */
  readonly isRebuilt: boolean
  readonly hasChannels: boolean
}

/** Undefined when they are not of one kind or one text. */
export function compare(a: LabelledShape, b: LabelledShape, { isRebuilt, hasChannels }: Limits): Difference | undefined {
  const size = b.size ?? a.size ?? { width: 100, height: 100 }
  if (a.shape.kind === 'rectangle' && b.shape.kind === 'rectangle') return compareBoxes(a.shape, b.shape, size)
  const [corners, otherCorners] = [cornersOf(a.shape, size), cornersOf(b.shape, size)]
  if (corners !== undefined && otherCorners !== undefined) return compareCorners(corners, otherCorners)
  if (isMask(a.shape) && isMask(b.shape))
    return compareMasks(runsOf(a.shape, a.size ?? b.size), runsOf(b.shape, b.size ?? a.size))
  if (a.shape.kind !== b.shape.kind) return undefined
  switch (a.shape.kind) {
    case 'polyline':
      return comparePoints(pixels(a.shape.points, size), pixels((b.shape as typeof a.shape).points, size))
    case 'ellipse': {
      const other = b.shape as typeof a.shape
      const points = (one: typeof a.shape) => [one, { x: one.radiusX, y: one.radiusY }]
      return Math.abs(a.shape.rotation - other.rotation) % 360 < 1e-2
        ? comparePoints(pixels(points(a.shape), size), pixels(points(other), size))
        : undefined
    }
    case 'keypoint': {
      const other = b.shape as typeof a.shape
      return a.shape.hidden === other.hidden ? comparePoints(pixels([a.shape], size), pixels([other], size)) : undefined
    }
    case 'span': {
      const other = b.shape as typeof a.shape
      const isSame = isRebuilt
        ? bare(a.shape.text) === bare(other.text)
        : a.shape.start === other.start && a.shape.end === other.end && a.shape.text === other.text
      return isSame ? { distance: 0, iou: 1 } : undefined
    }
    case 'segment': {
      const other = b.shape as typeof a.shape
      if (hasChannels && (a.shape.channel ?? 0) !== (other.channel ?? 0)) return undefined // RTTM says 1 for the only one
      const distance = Math.max(
        Math.abs(a.shape.startSeconds - other.startSeconds),
        Math.abs(a.shape.endSeconds - other.endSeconds),
      )
      return distance < HALF_MILLISECOND ? { distance, iou: 1 } : undefined
    }
    default:
      return undefined
  }
}

/** The region, its annotation or its task is in the report as lost or changed. */
export function isReported({ task, annotation, region }: LabelledShape, issues: readonly ReportedIssue[]): boolean {
  return issues.some(
    (issue) =>
      issue.effect !== 'assumed' &&
      issue.task === task &&
      (issue.annotation === undefined || issue.annotation === annotation) &&
      (issue.region === undefined ? issue.effect === 'dropped' : issue.region === region),
  )
}

function bare(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, '')
}

/** Formats that keep corners cannot tell a box from a polygon of its corners. */
function cornersOf(shape: Shape, size: Size): readonly Point[] | undefined {
  if (shape.kind === 'rectangle') return boxCorners(shape, size)
  return shape.kind === 'polygon' ? pixels(shape.points, size) : undefined
}

/** From whichever corner they begin, in either direction. */
function compareCorners(a: readonly Point[], b: readonly Point[]): Difference | undefined {
  const orders = [b, b.toReversed()].flatMap((points) => points.map((_, k) => [...points.slice(k), ...points.slice(0, k)]))
  const differences = orders.map((points) => comparePoints(a, points)).filter((difference) => difference !== undefined)
  return differences.sort((first, second) => first.distance - second.distance)[0]
}

function pixels(points: readonly Point[], size: Size): Point[] {
  return points.map((point) => pixelPoint(point, size))
}

function comparePoints(a: readonly Point[], b: readonly Point[]): Difference | undefined {
  if (a.length !== b.length) return undefined
  const distance = Math.max(...a.map((point, k) => Math.hypot(point.x - b[k]!.x, point.y - b[k]!.y)))
  return { distance, iou: distance < 1e-3 ? 1 : 0 }
}

function compareBoxes(a: Rectangle, b: Rectangle, size: Size): Difference | undefined {
  const corners = compareCorners(boxCorners(a, size), boxCorners(b, size))
  if (a.rotation !== 0 || b.rotation !== 0 || corners === undefined) return corners
  const overlap = (from: number, length: number, otherFrom: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom))
  const shared = overlap(a.x, a.width, b.x, b.width) * overlap(a.y, a.height, b.y, b.height)
  const all = a.width * a.height + b.width * b.height - shared
  return { distance: corners.distance, iou: all === 0 ? 1 : shared / all }
}

/** Bitmasks come back as brushes. */
function isMask({ kind }: Shape): boolean {
  return kind === 'brush' || kind === 'bitmask'
}

/** Undefined of what is no mask of the size. */
function runsOf(shape: Shape, size: Size | undefined): string | undefined {
  const rle = shape.kind === 'brush' ? shape.rle : shape.kind === 'bitmask' ? rleOf(shape) : undefined
  if (rle === undefined || size === undefined) return undefined
  try {
    return `${size.width} ${decodeRuns(rle, size).join()}`
  } catch (error) {
    if (error instanceof RleError) return undefined
    throw error
  }
}

/** Of a picture of red, green, blue and alpha. */
function rleOf({ dataUrl }: Bitmask): readonly number[] {
  const { samples, width, height } = readPng(Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64'))
  return encodeRle(
    Uint8Array.from({ length: width * height }, (_, pixel) => samples[4 * pixel + 3]!),
    { width, height },
  )
}

/** All pixels or none. */
function compareMasks(a: string | undefined, b: string | undefined): Difference | undefined {
  return a !== undefined && a === b ? { distance: 0, iou: 1 } : undefined
}
