import { areaOf, outlineOf, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { outlineOfMask } from '../../model/mask-outline.ts'
import type { PixelBox, Point } from '../../model/shape.ts'
import { pixelsOf } from './class-masks.ts'
import type { DrawnRegion } from './labelled-images.ts'
import { maskBounds, maskSizeProblem } from './mask.ts'

/** The outline of a rectangle, ellipse or polygon, pixels, not clipped; it has an area. Undefined once the report says why there is none. */
export function drawnOutline({ region: { shape }, size, where }: DrawnRegion, report: Report): readonly Point[] | undefined {
  const outline = outlineOf(shape, size)
  if (outline === undefined) report.add('region-invalid', where, { problem: `the ${shape.kind} has no finite coordinates` })
  else if ((areaOf(shape, size) ?? 0) > 0) return outline
  else report.add('region-empty', where, { problem: 'it has no area' })
  return undefined
}

/** The points of a key point or line, pixels; undefined once the report says why there are none. */
export function drawnPoints({ region: { shape }, size, where }: DrawnRegion, report: Report): readonly Point[] | undefined {
  const points = shape.kind === 'keypoint' ? [shape] : shape.kind === 'polyline' ? shape.points : []
  const pixels = points.map((point) => pixelPoint(point, size))
  if (pixels.length > 0 && pixels.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) return pixels
  report.add('region-invalid', where, { problem: `the ${shape.kind} has no finite coordinates` })
  return undefined
}

/** The pixels of a brush, 0 and 1, row by row, and the box around those that are set; undefined once the report says why there are none. */
export function drawnMask(
  drawn: DrawnRegion,
  report: Report,
): { readonly pixels: Uint8Array; readonly box: PixelBox } | undefined {
  const problem = maskSizeProblem(drawn.size)
  if (problem !== undefined) {
    report.add('region-invalid', drawn.where, { problem })
    return undefined
  }
  const pixels = pixelsOf(drawn, drawn.size, report)
  const box = pixels && maskBounds(pixels, drawn.size)
  return pixels && box && { pixels, box }
}

/** Along the edges of the pixels of a brush; undefined once the report says why there are none. */
export function paintedOutline(drawn: DrawnRegion, report: Report): readonly Point[] | undefined {
  const mask = drawnMask(drawn, report)
  return mask && outlineOfMask(mask.pixels, drawn.size)
}
