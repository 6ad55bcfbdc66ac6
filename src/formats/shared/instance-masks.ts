import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { PixelBox, Size } from '../../model/shape.ts'
import { type Painted, pixelsOf, reportPainted } from './class-masks.ts'
import type { DrawnRegion } from './labelled-images.ts'
import { labelsToWrite } from './labels.ts'
import { IndexPlane } from './mask.ts'

/** What is painted with one number in a mask. */
export interface Instance {
  readonly number: number
  readonly label: string
  /** Its region, or the first of those that are one instance. */
  readonly where: Where
  /** Pixels that are its own in the end, and the box around them. */
  readonly area: number
  readonly box: PixelBox
}

export interface InstanceOptions {
  readonly unlabelledAs: string
  /** Labels whose regions on an image are all one instance. */
  isMerged(label: string): boolean
  /** Higher numbers do not fit. */
  readonly lastNumber: number
}

export interface InstanceMask {
  /** A number per pixel, row by row; 0 is the background. */
  readonly values: Uint32Array
  /** By their numbers, which count from 1; those of which nothing is left are not there. */
  readonly instances: readonly Instance[]
}

/** Paints the regions of an image, each with a number of its own: later ones over earlier ones, in the order in which they are stored. */
export function paintInstances(
  regions: readonly DrawnRegion[],
  size: Size,
  { unlabelledAs, isMerged, lastNumber }: InstanceOptions,
  report: Report,
): InstanceMask {
  const plane = new IndexPlane(new Uint32Array(size.width * size.height))
  const painted: Painted[] = []
  const numbered: { readonly label: string; readonly where: Where }[] = []
  const merged = new Map<string, number>()
  for (const drawn of regions) {
    const labels = labelsToWrite(drawn.region, unlabelledAs, drawn.where, report)
    const [label] = labels
    const pixels = label === undefined ? undefined : pixelsOf(drawn, size, report)
    if (label === undefined || pixels === undefined) continue
    const known = isMerged(label) ? merged.get(label) : undefined
    if (known === undefined && numbered.length === lastNumber) {
      report.add('mask-full', drawn.where, { what: label }, 'dropped')
      continue
    }
    const number = known ?? numbered.push({ label, where: drawn.where })
    if (isMerged(label)) merged.set(label, number)
    plane.paint(pixels, number)
    painted.push({ ...drawn, labels })
  }
  for (const [k, layer] of plane.layers().entries()) if (reportPainted(painted[k]!, layer, report)) report.wrote('regions')
  return { values: plane.values, instances: measured(plane.values, size, numbered) }
}

function measured(
  values: Uint32Array,
  { width, height }: Size,
  numbered: readonly { readonly label: string; readonly where: Where }[],
): Instance[] {
  const found = numbered.map(() => ({ area: 0, left: width, top: height, right: -1, bottom: -1 }))
  for (let y = 0, pixel = 0; y < height; y++)
    for (let x = 0; x < width; x++, pixel++) {
      const one = values[pixel] === 0 ? undefined : found[values[pixel]! - 1]
      if (one === undefined) continue
      one.area++
      if (x < one.left) one.left = x
      if (x > one.right) one.right = x
      if (y < one.top) one.top = y
      one.bottom = y
    }
  return numbered.flatMap(({ label, where }, k) => {
    const { area, left, top, right, bottom } = found[k]!
    const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
    return area === 0 ? [] : [{ number: k + 1, label, where, area, box }]
  })
}
