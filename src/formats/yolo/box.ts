import type { Report } from '../../model/issue.ts'
import { boxToWrite, reportBoxed } from '../shared/drawn-box.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import type { RowOptions } from './encode.ts'

/** Centre x, centre y, width, height of the upright box around a region, 0–1; undefined once the report says why there is none. */
export function unitBox(drawn: DrawnRegion, { clip, decimals }: RowOptions, report: Report): number[] | undefined {
  const { size, where } = drawn
  const boxes = boxToWrite(drawn, clip, report)
  if (boxes === undefined) return undefined
  const { whole, box } = boxes
  const [width, height] = [box.width / size.width, box.height / size.height]
  if (Math.min(width, height) < 0.5 * 10 ** -decimals) {
    report.add('region-empty', where, { problem: `it is smaller than ${decimals} digits after the point can tell` })
    return undefined
  }
  reportBoxed(drawn, box !== whole, report)
  return [box.x / size.width + width / 2, box.y / size.height + height / 2, width, height]
}
