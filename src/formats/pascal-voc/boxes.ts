import { boundingBox, clipBox, isInside } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { decodeRle, RleError } from '../../model/rle.ts'
import type { PixelBox, Shape } from '../../model/shape.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { maskBounds, maskSizeProblem } from '../shared/mask.ts'

/** A `bndbox`: whole pixels, edges counted from 0, so that its width is xmax − xmin. */
export interface VocBox {
  readonly xmin: number
  readonly ymin: number
  readonly xmax: number
  readonly ymax: number
  /** Cut at the border of the image. */
  readonly truncated: boolean
}

/** The box to write, or undefined once the report says why there is none. */
export function vocBox(drawn: DrawnRegion, clip: boolean, report: Report): VocBox | undefined {
  const { where, size } = drawn
  const empty = (problem: string): undefined => {
    report.add('region-empty', where, { problem })
  }
  const whole = pixelBox(drawn, report)
  if (whole === undefined) return undefined
  if (!(whole.width > 0 && whole.height > 0) || isLine(drawn.region.shape)) return empty('it has no area')
  const box = clip ? clipBox(whole, size) : whole
  if (box === undefined) return empty('it lies outside the image')
  const [xmin, ymin] = [roundHalfUp(box.x), roundHalfUp(box.y)]
  const [xmax, ymax] = [roundHalfUp(box.x + box.width), roundHalfUp(box.y + box.height)]
  if (xmin === xmax || ymin === ymax) return empty('it is smaller than a pixel')
  const truncated = clip && !isInside(whole, size)
  reportChanges(drawn, truncated, report)
  return { xmin, ymin, xmax, ymax, truncated }
}

/** A turned line has a box around it that is not empty; a box or ellipse drawn as a line is still a slip of the hand. */
function isLine(shape: Shape): boolean {
  if (shape.kind === 'rectangle') return shape.width === 0 || shape.height === 0
  return shape.kind === 'ellipse' && (shape.radiusX === 0 || shape.radiusY === 0)
}

/** Exact, in pixels. */
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

function reportChanges({ region: { shape }, where }: DrawnRegion, truncated: boolean, report: Report): void {
  if (truncated) report.add('region-clipped', where)
  if (shape.kind !== 'rectangle') report.add('outline-boxed', where, { aspect: shape.kind })
  else if (shape.rotation !== 0) report.add('rotation-flattened', where, { degrees: shape.rotation })
}

/** Half a pixel goes up, also where percents made a hair less of it. */
function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + 1e-9)
}
