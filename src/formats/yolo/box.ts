import { clipBox, isInside } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import { drawnBox, reportBoxed } from '../shared/drawn-box.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import type { RowOptions } from './encode.ts'

/** Centre x, centre y, width, height of the upright box around a region, 0–1; undefined once the report says why there is none. */
export function unitBox(drawn: DrawnRegion, { clip, decimals }: RowOptions, report: Report): number[] | undefined {
  const { size, where } = drawn
  const whole = drawnBox(drawn, report)
  if (whole === undefined) return undefined
  const box = clip ? clipBox(whole, size) : whole
  if (box === undefined) {
    report.add('region-empty', where, { problem: 'it lies outside the image' })
    return undefined
  }
  const [width, height] = [box.width / size.width, box.height / size.height]
  if (Math.min(width, height) < 0.5 * 10 ** -decimals) {
    report.add('region-empty', where, { problem: `it is smaller than ${decimals} digits after the point can tell` })
    return undefined
  }
  reportBoxed(drawn, clip && !isInside(whole, size), report)
  return [box.x / size.width + width / 2, box.y / size.height + height / 2, width, height]
}
