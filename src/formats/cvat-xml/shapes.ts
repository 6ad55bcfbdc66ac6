import { areaOf, boundsOf, boxCorners, outlineOf, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Ellipse, Keypoint, PercentBox, Point, Polygon, Polyline, Rectangle, Size } from '../../model/shape.ts'
import { pixelsOf } from '../shared/class-masks.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { maskBounds, maskSizeProblem } from '../shared/mask.ts'
import { rounded } from '../shared/rounded.ts'
import type { XmlAttributes } from './print.ts'

/** A shape as CVAT has it: the name of its element, and its attributes in their order, pixels. */
export interface CvatShape {
  readonly element: 'box' | 'polygon' | 'polyline' | 'points' | 'ellipse' | 'mask'
  readonly attributes: XmlAttributes
}

/** What to write of a region; undefined once the report says why there is nothing. */
export function cvatShape(drawn: DrawnRegion, decimals: number, report: Report): CvatShape | undefined {
  const {
    region: { shape },
    size,
    where,
  } = drawn
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
    case 'polygon':
      return hasArea(drawn, shape, report) ? areaShape(shape, size, decimals) : undefined
    case 'polyline':
    case 'keypoint':
      return openShape(drawn, shape, decimals, report)
    case 'brush':
      return maskShape(drawn, report)
    default: // the carries table says drop: such regions do not get here
      report.add('shape-dropped', where, { format: 'cvat-xml', aspect: shape.kind })
      return undefined
  }
}

/** The attributes of a box. CVAT turns it about its centre, clockwise; Label Studio about its top left corner. */
export function boxAttributes(
  box: PercentBox & { readonly rotation: number },
  size: Size,
  decimals: number,
): CvatShape['attributes'] {
  const corners = boxCorners({ kind: 'rectangle', ...box }, size)
  const upright = boundsOf(boxCorners({ kind: 'rectangle', ...box, rotation: 0 }, size))
  const turned = boundsOf(corners) // has the same centre as the box
  const centre = { x: turned.x + turned.width / 2, y: turned.y + turned.height / 2 }
  const round = (value: number) => rounded(value, decimals)
  const edges = {
    xtl: round(centre.x - upright.width / 2),
    ytl: round(centre.y - upright.height / 2),
    xbr: round(centre.x + upright.width / 2),
    ybr: round(centre.y + upright.height / 2),
  }
  return { ...edges, ...rotationAttribute(box.rotation, decimals) }
}

function rotationAttribute(degrees: number, decimals: number): XmlAttributes {
  const rotation = ((degrees % 360) + 360) % 360
  return rotation === 0 ? {} : { rotation: rounded(rotation, decimals) }
}

function hasArea({ size, where }: DrawnRegion, shape: Rectangle | Ellipse | Polygon, report: Report): boolean {
  const area = outlineOf(shape, size) && areaOf(shape, size)
  if (area === undefined) report.add('region-invalid', where, { problem: `the ${shape.kind} has no finite coordinates` })
  else if (!(area > 0)) report.add('region-empty', where, { problem: 'it has no area' })
  return area !== undefined && area > 0
}

function areaShape(shape: Rectangle | Ellipse | Polygon, size: Size, decimals: number): CvatShape {
  switch (shape.kind) {
    case 'rectangle':
      return { element: 'box', attributes: boxAttributes(shape, size, decimals) }
    case 'polygon':
      return { element: 'polygon', attributes: { points: printPoints(outlineOf(shape, size) ?? [], decimals) } }
    case 'ellipse': {
      const centre = pixelPoint(shape, size)
      const radii = pixelPoint({ x: Math.abs(shape.radiusX), y: Math.abs(shape.radiusY) }, size)
      const round = (value: number) => rounded(value, decimals)
      const attributes = { cx: round(centre.x), cy: round(centre.y), rx: round(radii.x), ry: round(radii.y) }
      return { element: 'ellipse', attributes: { ...attributes, ...rotationAttribute(shape.rotation, decimals) } }
    }
  }
}

function openShape(
  { size, where }: DrawnRegion,
  shape: Polyline | Keypoint,
  decimals: number,
  report: Report,
): CvatShape | undefined {
  const points = (shape.kind === 'keypoint' ? [shape] : shape.points).map((point) => pixelPoint(point, size))
  if (!points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) {
    report.add('region-invalid', where, { problem: `the ${shape.kind} has no finite coordinates` })
    return undefined
  }
  const element = shape.kind === 'keypoint' ? 'points' : 'polyline'
  return { element, attributes: { points: printPoints(points, decimals) } }
}

/** `x,y;x,y` */
function printPoints(points: readonly Point[], decimals: number): string {
  return points.map(({ x, y }) => `${rounded(x, decimals)},${rounded(y, decimals)}`).join(';')
}

/** Lengths of runs along the rows of the box around it, the first of pixels outside. https://docs.cvat.ai/docs/dataset_management/formats/xml_format/ */
function maskShape(drawn: DrawnRegion, report: Report): CvatShape | undefined {
  const { size, where } = drawn
  const problem = maskSizeProblem(size)
  if (problem !== undefined) report.add('region-invalid', where, { problem })
  const pixels = problem === undefined ? pixelsOf(drawn, size, report) : undefined
  const box = pixels && maskBounds(pixels, size)
  if (pixels === undefined || box === undefined) return undefined
  const runs: number[] = []
  let [inside, length] = [0, 0]
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) {
      const value = pixels[y * size.width + x]!
      if (value === inside) length++
      else {
        runs.push(length)
        inside = value
        length = 1
      }
    }
  runs.push(length)
  const { x: left, y: top, width, height } = box
  return { element: 'mask', attributes: { rle: runs.join(', '), left, top, width, height } }
}
