import { boundingBox, boundsOf, outlineOf } from '../../model/geometry.ts'
import type { PixelBox, Point, Shape, Size } from '../../model/shape.ts'
import type { Region } from '../../model/task.ts'

/** Where no region says how large its image is, percents are compared. */
const PERCENT: Size = { width: 100, height: 100 }
/** Points on a side of the grid that outlines are compared on. */
const GRID = 64

/** Whether `overlapOf` compares shapes of this kind. */
export function isComparable({ kind }: Shape): boolean {
  return kind === 'rectangle' || kind === 'ellipse' || kind === 'polygon' || kind === 'segment'
}

/**
 * Intersection over union (https://en.wikipedia.org/wiki/Jaccard_index), 0 to 1: exact for upright boxes and pieces of recordings; for all others the share
 * of 64 × 64 points, spread over both, that lie in both.
 */
export function overlapOf(a: Region, b: Region): number {
  if (a.toName !== b.toName || a.page !== b.page) return 0
  if (a.shape.kind === 'segment' && b.shape.kind === 'segment') {
    const inside = Math.min(a.shape.endSeconds, b.shape.endSeconds) - Math.max(a.shape.startSeconds, b.shape.startSeconds)
    const both = Math.max(a.shape.endSeconds, b.shape.endSeconds) - Math.min(a.shape.startSeconds, b.shape.startSeconds)
    return both > 0 ? Math.max(0, inside) / both : 0
  }
  const size = a.mediaSize ?? b.mediaSize ?? PERCENT
  const [first, second] = [boundingBox(a.shape, size), boundingBox(b.shape, size)]
  if (first === undefined || second === undefined || sharedArea(first, second) === 0) return 0
  return isUpright(a.shape) && isUpright(b.shape) ? boxOverlap(first, second) : outlineOverlap(a.shape, b.shape, size)
}

function isUpright(shape: Shape): boolean {
  return shape.kind === 'rectangle' && shape.rotation % 90 === 0
}

function boxOverlap(a: PixelBox, b: PixelBox): number {
  const shared = sharedArea(a, b)
  return shared / (a.width * a.height + b.width * b.height - shared)
}

function sharedArea(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

function outlineOverlap(a: Shape, b: Shape, size: Size): number {
  const [first, second] = [outlineOf(a, size), outlineOf(b, size)]
  if (first === undefined || second === undefined) return 0
  const { x, y, width, height } = boundsOf([...first, ...second])
  let [either, both] = [0, 0]
  for (let row = 0; row < GRID; row++)
    for (let column = 0; column < GRID; column++) {
      const point = { x: x + ((column + 0.5) * width) / GRID, y: y + ((row + 0.5) * height) / GRID }
      const [inFirst, inSecond] = [isWithin(point, first), isWithin(point, second)]
      if (inFirst || inSecond) either++
      if (inFirst && inSecond) both++
    }
  return either === 0 ? 0 : both / either
}

/** By the even-odd rule. */
function isWithin({ x, y }: Point, outline: readonly Point[]): boolean {
  let isInside = false
  let previous = outline.at(-1)
  for (const corner of outline) {
    if (previous !== undefined && corner.y > y !== previous.y > y) {
      const crossing = previous.x + ((y - previous.y) / (corner.y - previous.y)) * (corner.x - previous.x)
      if (x < crossing) isInside = !isInside
    }
    previous = corner
  }
  return isInside
}
