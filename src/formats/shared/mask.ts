import { boundsOfCounts, countsOfMask } from '../../model/coco-rle.ts'
import { outlineOf, pixelPoint } from '../../model/geometry.ts'
import { fourPixels } from '../../model/planes.ts'
import { decodeRle } from '../../model/rle.ts'
import type { Ellipse, PixelBox, Point, Shape, Size } from '../../model/shape.ts'

const MAX_PIXELS = 2 ** 28 // 16384 × 16384: a size is only what the input says

/**
 * The pixels of a shape as 0 and 1, row by row; undefined for shapes that have no inside (points, lines, texts …) or no finite coordinates.
 *
 * The rule: a pixel belongs to a shape when its centre lies inside the exact outline (even-odd for outlines that cross themselves;
 * a centre on the border belongs to the side to the right or below). So a box from 10 to 20 pixels is 10 pixels wide,
 * and two shapes that share a border share no pixel. What lies outside the image is cut off. A brush is its alpha > 0.
 *
 * @param size one that {@link maskSizeProblem} has nothing to say against
 * @throws RleError for a brush whose code is damaged or of another size
 */
export function rasterise(shape: Shape, size: Size): Uint8Array | undefined {
  if (shape.kind === 'brush') return rasteriseAlpha(decodeRle(shape.rle, size))
  if (shape.kind === 'ellipse') return rasteriseEllipse(shape, size)
  const outline = outlineOf(shape, size)
  return outline && rasterisePolygon(outline, size)
}

/** Why no mask of this size can be made, or undefined when it can. */
export function maskSizeProblem({ width, height }: Size): string | undefined {
  if (!Number.isInteger(width) || !Number.isInteger(height)) return `a mask cannot be ${width}×${height} pixels`
  return width * height > MAX_PIXELS ? `a mask of ${width}×${height} pixels is too big` : undefined
}

/** The smallest box around the pixels that are not 0, in pixels; undefined when there are none. */
export function maskBounds(mask: Uint8Array, size: Size): PixelBox | undefined {
  return boundsOfCounts(countsOfMask(mask, size), size)
}

/** How a region fared under those painted after it. */
export interface Layer {
  /** Pixels it has. */
  readonly total: number
  /** Pixels that a later region painted with another value. */
  readonly lost: number
}

/** One plane of indexes into which the regions of an image are painted; a later one covers an earlier one. */
export class IndexPlane<Values extends Uint8Array | Uint16Array | Uint32Array = Uint8Array> {
  readonly values: Values
  readonly #owners: Uint32Array
  readonly #totals: number[] = []
  readonly #lost: number[] = []

  /** @param values of all pixels, 0 */
  constructor(values: Values) {
    this.values = values
    this.#owners = new Uint32Array(values.length)
  }

  /** @param mask 0 and 1, as {@link rasterise} gives it @param value 1 or more */
  paint(mask: Uint8Array, value: number): void {
    const [values, owners, lost] = [this.values, this.#owners, this.#lost]
    const owner = this.#totals.push(0)
    lost.push(0)
    const fours = fourPixels(mask)
    let total = 0
    for (let pixel = 0; pixel < mask.length; pixel++) {
      if ((pixel & 3) === 0 && fours[pixel >> 2] === 0) pixel += 3 // most of a mask is empty
      if (mask[pixel] === 0) continue
      total++
      const before = owners[pixel]!
      if (before !== 0 && values[pixel] !== value) lost[before - 1]!++
      values[pixel] = value
      owners[pixel] = owner
    }
    this.#totals[owner - 1] = total
  }

  /** In the order of painting. */
  layers(): Layer[] {
    return this.#totals.map((total, index) => ({ total, lost: this.#lost[index]! }))
  }
}

function rasteriseAlpha(alpha: Uint8Array): Uint8Array {
  const fours = fourPixels(alpha)
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    if ((pixel & 3) === 0 && fours[pixel >> 2] === 0) pixel += 3
    else if (alpha[pixel] !== 0) alpha[pixel] = 1
  }
  return alpha
}

function rasterisePolygon(outline: readonly Point[], size: Size): Uint8Array {
  const mask = new Uint8Array(size.width * size.height)
  for (const [y, crossings] of rowCrossings(outline, size.height)) {
    crossings.sort((a, b) => a - b)
    for (let k = 0; k + 1 < crossings.length; k += 2) fillRow(mask, size, y, crossings[k]!, crossings[k + 1]!)
  }
  return mask
}

/** For each row the x where the outline crosses the line through its pixel centres. */
function rowCrossings(outline: readonly Point[], height: number): Map<number, number[]> {
  const rows = new Map<number, number[]>()
  let from = outline.at(-1)
  for (const to of outline) {
    if (from === undefined) break
    const [upper, lower] = from.y <= to.y ? [from, to] : [to, from]
    const slope = (lower.x - upper.x) / (lower.y - upper.y)
    const last = Math.min(height, firstCentre(lower.y))
    for (let y = Math.max(0, firstCentre(upper.y)); y < last; y++) {
      const x = upper.x + (y + 0.5 - upper.y) * slope
      const row = rows.get(y)
      if (row === undefined) rows.set(y, [x])
      else row.push(x)
    }
    from = to
  }
  return rows
}

/** Row by row the two ends of the exact ellipse: (u / radiusX)² + (v / radiusY)² ≤ 1 in its own turned axes, solved for x. */
function rasteriseEllipse(ellipse: Ellipse, size: Size): Uint8Array | undefined {
  const centre = pixelPoint(ellipse, size)
  const { x: radiusX, y: radiusY } = pixelPoint({ x: ellipse.radiusX, y: ellipse.radiusY }, size)
  if (![centre.x, centre.y, radiusX, radiusY, ellipse.rotation].every(Number.isFinite)) return undefined
  const mask = new Uint8Array(size.width * size.height)
  if (radiusX === 0 || radiusY === 0) return mask
  const radians = (ellipse.rotation * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const a = (cos / radiusX) ** 2 + (sin / radiusY) ** 2
  for (let y = 0; y < size.height; y++) {
    const dy = y + 0.5 - centre.y
    const halfB = dy * cos * sin * (1 / radiusX ** 2 - 1 / radiusY ** 2)
    const c = dy ** 2 * ((sin / radiusX) ** 2 + (cos / radiusY) ** 2) - 1
    const discriminant = halfB ** 2 - a * c
    if (discriminant <= 0) continue
    const half = Math.sqrt(discriminant) / a
    const middle = centre.x - halfB / a
    fillRow(mask, size, y, middle - half, middle + half)
  }
  return mask
}

function fillRow(mask: Uint8Array, { width }: Size, y: number, left: number, right: number): void {
  const from = Math.max(0, firstCentre(left))
  const to = Math.min(width, firstCentre(right))
  if (from < to) mask.fill(1, y * width + from, y * width + to)
}

/** The first pixel whose centre is not before `edge`. */
function firstCentre(edge: number): number {
  return Math.ceil(edge - 0.5)
}
