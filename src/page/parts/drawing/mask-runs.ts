import { decodeRuns } from '../../../model/rle.ts'
import type { Brush, Point, Size } from '../../../model/shape.ts'

const decoded = new WeakMap<Brush['rle'], readonly number[]>()

/** The pixels of a mask: first one, one behind the last, and so on, row by row. None for a mask that is damaged, or of another size than this. */
export function runsOf({ rle }: Brush, size: Size): readonly number[] {
  const known = decoded.get(rle)
  if (known !== undefined) return known
  const runs = decodeOrNone(rle, size)
  decoded.set(rle, runs)
  return runs
}

function decodeOrNone(rle: Brush['rle'], size: Size): readonly number[] {
  try {
    return decodeRuns(rle, size)
  } catch {
    return []
  }
}

/** Whether a point (pixels of the mask) lies inside. @param runs as {@link runsOf} gives them */
export function isInMask(runs: readonly number[], { width, height }: Size, point: Point): boolean {
  const [x, y] = [Math.floor(point.x), Math.floor(point.y)]
  if (x < 0 || y < 0 || x >= width || y >= height) return false
  const pixel = y * width + x
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]! <= pixel) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}

/** RGBA of a mask in one colour, row by row. */
export function paintMask(
  runs: readonly number[],
  { width, height }: Size,
  [red, green, blue]: Colour,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 4)
  const words = new Uint32Array(pixels.buffer)
  const word = new Uint32Array(new Uint8Array([red, green, blue, 255]).buffer)[0]!
  for (let k = 0; k + 1 < runs.length; k += 2) words.fill(word, runs[k], runs[k + 1])
  return pixels
}

/** Red, green, blue: 0–255. */
export type Colour = readonly [number, number, number]
