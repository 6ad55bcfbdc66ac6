import { boundsOf, boxCorners, clipPolygon, ellipseCorners, isInside, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Point, Shape, Size } from '../../model/shape.ts'
import { smallestRectangle } from '../../model/smallest-rectangle.ts'
import { paintedOutline } from '../shared/drawn-outline.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { type RowOptions, unitCoordinates } from './encode.ts'

/** The smallest turned rectangle is another one on an image of another size. */
export function isSizelessQuadrangle(shape: Shape): boolean {
  return (shape.kind === 'rectangle' || shape.kind === 'ellipse') && shape.rotation === 0
}

/** The four corners of the turned rectangle around a region, 0–1, clockwise; undefined once the report says why there are none. */
export function unitCorners(drawn: DrawnRegion, { clip }: RowOptions, report: Report): number[] | undefined {
  const { region, size, where } = drawn
  const { kind } = region.shape
  const whole = cornersOf(drawn, report)
  if (whole === undefined) return undefined
  const isCut = clip && !isInside(boundsOf(whole), size)
  const corners = isCut ? cutCorners(whole, size) : whole
  if (corners === undefined) {
    report.add('region-empty', where, { problem: 'it lies outside the image' })
    return undefined
  }
  if (isCut) report.add('region-clipped', where)
  if (kind !== 'rectangle') report.add('outline-boxed', where, { aspect: kind })
  return unitCoordinates(corners, size)
}

/** In pixels, with an area; those of boxes and ellipses begin at what was their top left corner before they were turned. */
function cornersOf(drawn: DrawnRegion, report: Report): readonly Point[] | undefined {
  const { shape } = drawn.region
  const points = shape.kind === 'brush' ? paintedOutline(drawn, report) : drawnPoints(shape, drawn.size)
  if (points === undefined) return undefined
  if (!points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) {
    report.add('region-invalid', drawn.where, { problem: `the ${shape.kind} has no finite coordinates` })
    return undefined
  }
  const smallest = smallestRectangle(points)
  if (smallest === undefined) report.add('region-empty', drawn.where, { problem: 'it has no area' })
  const isRectangle = shape.kind === 'rectangle' || shape.kind === 'ellipse'
  return smallest !== undefined && isRectangle ? points : smallest
}

function drawnPoints(shape: Shape, size: Size): readonly Point[] {
  switch (shape.kind) {
    case 'rectangle':
      return boxCorners(shape, size)
    case 'ellipse':
      return ellipseCorners(shape, size)
    case 'polygon':
    case 'polyline':
      return shape.points.map((point) => pixelPoint(point, size))
    default:
      return [] // the carries table says drop: such regions do not get here
  }
}

/** The smallest turned rectangle around the part inside the image, its corners moved into the image; undefined when no part is inside. */
function cutCorners(corners: readonly Point[], size: Size): readonly Point[] | undefined {
  const rest = smallestRectangle(clipPolygon(corners, size))
  return rest?.map(({ x, y }) => ({ x: clamp(x, size.width), y: clamp(y, size.height) }))
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}
