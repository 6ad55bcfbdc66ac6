import { boundsOf, clipPolygon, isInside } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Shape } from '../../model/shape.ts'
import { drawnOutline, paintedOutline } from '../shared/drawn-outline.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { type RowOptions, unitCoordinates } from './encode.ts'

/** Turned shapes turn in pixels, a mask has pixels; all other outlines are the same in percents. */
export function isSizelessOutline(shape: Shape): boolean {
  return shape.kind === 'polygon' || ((shape.kind === 'rectangle' || shape.kind === 'ellipse') && shape.rotation === 0)
}

/** x, y, x, y … of the outline of a region, 0–1; undefined once the report says why there is none. */
export function unitOutline(drawn: DrawnRegion, { clip }: RowOptions, report: Report): number[] | undefined {
  const { region, size, where } = drawn
  const { kind } = region.shape
  const whole = kind === 'brush' ? paintedOutline(drawn, report) : drawnOutline(drawn, report)
  if (whole === undefined) return undefined
  const isCut = clip && !isInside(boundsOf(whole), size)
  const points = isCut ? clipPolygon(whole, size) : whole
  if (points.length === 0) {
    report.add('region-empty', where, { problem: 'it lies outside the image' })
    return undefined
  }
  if (isCut) report.add('region-clipped', where)
  if (kind === 'ellipse' || kind === 'brush') report.add('outline-sampled', where, { aspect: kind, count: whole.length })
  return unitCoordinates(points, size)
}
