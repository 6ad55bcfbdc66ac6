import { areaOfCounts, boundsOfCounts, countsOfRuns, printCounts } from '../../model/coco-rle.ts'
import type { Where } from '../../model/error.ts'
import {
  areaOf,
  boundingBox,
  boundsOf,
  clipBox,
  clipPolygon,
  ELLIPSE_POINTS,
  isInside,
  outlineOf,
  polygonArea,
} from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { decodeRuns, RleError } from '../../model/rle.ts'
import type { Brush, Ellipse, PixelBox, Point, Polygon, Rectangle, Shape, Size } from '../../model/shape.ts'

/** A shape in COCO's terms, pixels. */
export interface Outline {
  readonly segmentation: readonly (readonly number[])[] | RunLengths
  readonly bbox: PixelBox
  readonly area: number
}
interface RunLengths {
  /** Height, width. */
  readonly size: readonly [number, number]
  readonly counts: string | readonly number[]
}

export interface OutlineOptions {
  readonly clip: boolean
  readonly rle: 'compressed' | 'uncompressed'
  readonly boxSegmentation: 'rotated' | 'all'
}

/** What to write of a shape, or undefined once the report says why there is nothing. */
export function outlineOfRegion(
  shape: Shape,
  size: Size,
  options: OutlineOptions,
  where: () => Where,
  report: Report,
): Outline | undefined {
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
    case 'polygon':
      return drawnOutline(shape, size, options, where, report)
    case 'brush':
      return paintedOutline(shape, size, options, where, report)
    default: // the carries table says drop: such regions do not get here
      report.add('shape-dropped', where(), { format: 'COCO', aspect: shape.kind })
      return undefined
  }
}

function drawnOutline(
  shape: Rectangle | Ellipse | Polygon,
  size: Size,
  { clip, boxSegmentation }: OutlineOptions,
  where: () => Where,
  report: Report,
): Outline | undefined {
  const hasOutline = shape.kind !== 'rectangle' || shape.rotation !== 0 || boxSegmentation === 'all'
  const bbox = boundingBox(shape, size)
  const area = areaOf(shape, size)
  const points = hasOutline || clip ? outlineOf(shape, size) : NO_POINTS
  if (bbox === undefined || area === undefined || points === undefined) {
    report.add('region-invalid', where(), { problem: `the ${shape.kind} has coordinates that are no numbers` })
    return undefined
  }
  if (!(area > 0 && bbox.width > 0 && bbox.height > 0)) {
    report.add('region-empty', where(), { problem: `${bbox.width}×${bbox.height} pixels, area ${area}` })
    return undefined
  }
  const whole = { points, bbox, area }
  const kept = clip ? clipped(shape, whole, size, where, report) : whole
  if (kept === undefined) return undefined
  if (shape.kind === 'ellipse') report.add('outline-sampled', where(), { aspect: 'ellipse', count: ELLIPSE_POINTS })
  return { segmentation: hasOutline ? [coordinatesOf(kept.points)] : NO_OUTLINE, bbox: kept.bbox, area: kept.area }
}

const NO_POINTS: readonly Point[] = []
const NO_OUTLINE: readonly (readonly number[])[] = []

/** x, y, x, y … */
function coordinatesOf(points: readonly Point[]): number[] {
  const coordinates: number[] = []
  for (const { x, y } of points) coordinates.push(x, y)
  return coordinates
}

interface Drawn {
  readonly points: readonly Point[]
  readonly bbox: PixelBox
  readonly area: number
}

/** The part of it inside the image; of an ellipse that is cut, the part of the polygon that stands for it. */
function clipped(shape: Shape, drawn: Drawn, size: Size, where: () => Where, report: Report): Drawn | undefined {
  if (isInside(drawn.bbox, size)) return drawn
  const points = clipPolygon(drawn.points, size)
  if (points.length === 0) {
    report.add('region-empty', where(), { problem: `it lies outside the image of ${size.width}×${size.height} pixels` })
    return undefined
  }
  report.add('region-clipped', where())
  const isUpright = shape.kind === 'rectangle' && shape.rotation === 0
  const bbox = (isUpright ? clipBox(drawn.bbox, size) : undefined) ?? boundsOf(points)
  return { points, bbox, area: polygonArea(points) }
}

/** One code for the whole region, with its holes and parts; box and area are counted in pixels. */
function paintedOutline(
  shape: Brush,
  size: Size,
  { rle }: OutlineOptions,
  where: () => Where,
  report: Report,
): Outline | undefined {
  const runs = decodedRuns(shape, size, where, report)
  if (runs === undefined) return undefined
  const counts = countsOfRuns(runs, size)
  const bbox = boundsOfCounts(counts, size)
  if (bbox === undefined) {
    report.add('region-empty', where(), { problem: 'no pixel of the mask is set' })
    return undefined
  }
  return {
    segmentation: { size: [size.height, size.width], counts: rle === 'compressed' ? printCounts(counts) : counts },
    bbox,
    area: areaOfCounts(counts),
  }
}

function decodedRuns({ rle }: Brush, size: Size, where: () => Where, report: Report): number[] | undefined {
  try {
    return decodeRuns(rle, size)
  } catch (error) {
    if (!(error instanceof RleError)) throw error
    report.add('region-invalid', where(), { problem: error.message })
    return undefined
  }
}
