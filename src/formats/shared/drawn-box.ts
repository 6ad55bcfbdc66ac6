import { boundingBox, clipBox } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { decodeRle, RleError } from '../../model/rle.ts'
import type { PixelBox, Shape } from '../../model/shape.ts'
import type { DrawnRegion } from './labelled-images.ts'
import { maskBounds, maskSizeProblem } from './mask.ts'

/** What is written of a region: pixels, with an area. */
export interface BoxToWrite {
  readonly whole: PixelBox
  /** What of it is inside the image; the whole one where nothing is to be cut. */
  readonly box: PixelBox
}

/** The upright box around a region, cut at the border of the image if `clip` says so; undefined once the report says why there is none. */
export function boxToWrite(drawn: DrawnRegion, clip: boolean, report: Report): BoxToWrite | undefined {
  const whole = drawnBox(drawn, report)
  const box = whole && clip ? clipBox(whole, drawn.size) : whole
  if (whole !== undefined && box === undefined) report.add('region-empty', drawn.where, { problem: 'it lies outside the image' })
  return whole && box && { whole, box }
}

/** Tells what a region lost that is written as the upright box around it. */
export function reportBoxed({ region: { shape }, where }: DrawnRegion, isClipped: boolean, report: Report): void {
  if (isClipped) report.add('region-clipped', where)
  if (shape.kind !== 'rectangle') report.add('outline-boxed', where, { aspect: shape.kind })
  else if (shape.rotation !== 0) report.add('rotation-flattened', where, { degrees: shape.rotation })
}

/** Turned shapes turn in pixels, a mask has pixels; all other boxes are the same in percents. */
export function isSizelessBox(shape: Shape): boolean {
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
      return shape.rotation === 0
    case 'polygon':
    case 'polyline':
    case 'keypoint':
      return true
    default:
      return false
  }
}

function drawnBox(drawn: DrawnRegion, report: Report): PixelBox | undefined {
  const box = pixelBox(drawn, report)
  if (box === undefined) return undefined
  if (box.width > 0 && box.height > 0 && !isLine(drawn.region.shape)) return box
  report.add('region-empty', drawn.where, { problem: 'it has no area' })
  return undefined
}

/** A turned line has a box around it that is not empty; a box or ellipse drawn as a line is still a slip of the hand. */
function isLine(shape: Shape): boolean {
  if (shape.kind === 'rectangle') return shape.width === 0 || shape.height === 0
  return shape.kind === 'ellipse' && (shape.radiusX === 0 || shape.radiusY === 0)
}

function pixelBox({ region: { shape }, where, size }: DrawnRegion, report: Report): PixelBox | undefined {
  if (shape.kind !== 'brush') {
    const box = boundingBox(shape, size)
    if (box === undefined) report.add('region-invalid', where, { problem: `the ${shape.kind} has no finite coordinates` })
    return box
  }
  const problem = maskSizeProblem(size)
  if (problem !== undefined) {
    report.add('region-invalid', where, { problem })
    return undefined
  }
  try {
    const box = maskBounds(decodeRle(shape.rle, size), size)
    if (box === undefined) report.add('region-empty', where, { problem: 'no pixel is painted' })
    return box
  } catch (error) {
    if (!(error instanceof RleError)) throw error
    report.add('region-invalid', where, { problem: error.message })
    return undefined
  }
}
