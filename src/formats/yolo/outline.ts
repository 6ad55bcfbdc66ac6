import { boundsOf, clipPolygon, ELLIPSE_POINTS, isInside, outlineOf, polygonArea } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { outlineOfMask } from '../../model/mask-outline.ts'
import type { Point, Shape } from '../../model/shape.ts'
import { pixelsOf } from '../shared/class-masks.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { maskSizeProblem } from '../shared/mask.ts'
import { type RowOptions, unitCoordinates } from './encode.ts'

/** Turned shapes turn in pixels, a mask has pixels; all other outlines are the same in percents. */
export function isSizelessOutline(shape: Shape): boolean {
  return shape.kind === 'polygon' || ((shape.kind === 'rectangle' || shape.kind === 'ellipse') && shape.rotation === 0)
}

/** x, y, x, y … of the outline of a region, 0–1; undefined once the report says why there is none. */
export function unitOutline(drawn: DrawnRegion, { clip }: RowOptions, report: Report): number[] | undefined {
  const {
    size,
    where,
    region: { shape },
  } = drawn
  const whole = drawnOutline(drawn, report)
  if (whole === undefined) return undefined
  if (!(polygonArea(whole) > 0)) {
    report.add('region-empty', where, { problem: 'it has no area' })
    return undefined
  }
  const isCut = clip && !isInside(boundsOf(whole), size)
  const points = isCut ? clipPolygon(whole, size) : whole
  if (points.length === 0) {
    report.add('region-empty', where, { problem: 'it lies outside the image' })
    return undefined
  }
  if (isCut) report.add('region-clipped', where)
  if (shape.kind === 'ellipse') report.add('outline-sampled', where, { aspect: shape.kind, count: ELLIPSE_POINTS })
  if (shape.kind === 'brush') report.add('outline-sampled', where, { aspect: shape.kind, count: points.length })
  return unitCoordinates(points, size)
}

/** In pixels; undefined once the report says why there is none. */
function drawnOutline(drawn: DrawnRegion, report: Report): readonly Point[] | undefined {
  const {
    region: { shape },
    size,
    where,
  } = drawn
  const invalid = (problem: string): undefined => {
    report.add('region-invalid', where, { problem })
  }
  if (shape.kind !== 'brush') return outlineOf(shape, size) ?? invalid(`the ${shape.kind} has no finite coordinates`)
  const problem = maskSizeProblem(size)
  if (problem !== undefined) return invalid(problem)
  const pixels = pixelsOf(drawn, size, report)
  return pixels && outlineOfMask(pixels, size)
}
