import type { Report } from '../../model/issue.ts'
import { boxToWrite, reportBoxed } from '../shared/drawn-box.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'

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
  const boxes = boxToWrite(drawn, clip, report)
  if (boxes === undefined) return undefined
  const { whole, box } = boxes
  const [xmin, ymin] = [roundHalfUp(box.x), roundHalfUp(box.y)]
  const [xmax, ymax] = [roundHalfUp(box.x + box.width), roundHalfUp(box.y + box.height)]
  if (xmin === xmax || ymin === ymax) {
    report.add('region-empty', drawn.where, { problem: 'it is smaller than a pixel' })
    return undefined
  }
  const truncated = box !== whole
  reportBoxed(drawn, truncated, report)
  return { xmin, ymin, xmax, ymax, truncated }
}

/** Half a pixel goes up, also where percents made a hair less of it. */
function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + 1e-9)
}
