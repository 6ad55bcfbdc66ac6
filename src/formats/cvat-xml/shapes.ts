import { boundsOf, boxCorners, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Ellipse, PercentBox, Point, Size } from '../../model/shape.ts'
import { drawnMask, drawnOutline, drawnPoints } from '../shared/drawn-outline.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
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
  } = drawn
  switch (shape.kind) {
    case 'polyline':
    case 'keypoint': {
      const points = drawnPoints(drawn, report)
      const element = shape.kind === 'keypoint' ? 'points' : 'polyline'
      return points && { element, attributes: { points: printPoints(points, decimals) } }
    }
    case 'brush':
      return maskShape(drawn, report)
    default: {
      const outline = drawnOutline(drawn, report)
      if (outline === undefined) return undefined
      if (shape.kind === 'rectangle') return { element: 'box', attributes: boxAttributes(shape, size, decimals) }
      if (shape.kind === 'ellipse') return { element: 'ellipse', attributes: ellipseAttributes(shape, size, decimals) }
      return { element: 'polygon', attributes: { points: printPoints(outline, decimals) } }
    }
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

function ellipseAttributes(ellipse: Ellipse, size: Size, decimals: number): XmlAttributes {
  const centre = pixelPoint(ellipse, size)
  const radii = pixelPoint({ x: Math.abs(ellipse.radiusX), y: Math.abs(ellipse.radiusY) }, size)
  const round = (value: number) => rounded(value, decimals)
  const axes = { cx: round(centre.x), cy: round(centre.y), rx: round(radii.x), ry: round(radii.y) }
  return { ...axes, ...rotationAttribute(ellipse.rotation, decimals) }
}

/** `x,y;x,y` */
function printPoints(points: readonly Point[], decimals: number): string {
  return points.map(({ x, y }) => `${rounded(x, decimals)},${rounded(y, decimals)}`).join(';')
}

/** Lengths of runs along the rows of the box around it, the first of pixels outside. https://docs.cvat.ai/docs/dataset_management/formats/xml_format/ */
function maskShape(drawn: DrawnRegion, report: Report): CvatShape | undefined {
  const mask = drawnMask(drawn, report)
  if (mask === undefined) return undefined
  const { pixels, box } = mask
  const runs: number[] = []
  let [inside, length] = [0, 0]
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) {
      const value = pixels[y * drawn.size.width + x]!
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
