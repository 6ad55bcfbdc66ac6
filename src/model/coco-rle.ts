import { visitChangedPixels } from './planes.ts'
import type { PixelBox, Size } from './shape.ts'

/*
 * COCO's run-length code of a mask: lengths of runs down the columns, from left to right, the first of zeros (so it may be 0).
 * In files either a list of numbers or a string; both as in https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c
 */

/** Runs of a mask that has a byte per pixel, row by row; everything but 0 is inside. */
export function countsOfMask(mask: Uint8Array, size: Size): number[] {
  const { width } = size
  const borders: number[] = []
  for (let x = 0; x < width; x++) if (mask[x] !== 0) borders.push(x)
  visitChangedPixels(mask, width, (pixel) => {
    if (mask[pixel] === 0 || mask[pixel - width] === 0) borders.push(pixel)
  })
  return countsOfBorders(borders, size)
}

/** The same of runs along the rows: first pixel inside, pixel behind the last, and so on, in order; runs that touch are one. */
export function countsOfRuns(runs: readonly number[], size: Size): number[] {
  const { width, height } = size
  const borders: number[] = []
  let above: number[] = []
  for (let y = 0, k = 0; y < height; y++) {
    const row: number[] = []
    const start = y * width
    while (k < runs.length && runs[k]! < start + width) {
      row.push(Math.max(0, runs[k]! - start), Math.min(width, runs[k + 1]! - start))
      if (runs[k + 1]! > start + width) break
      k += 2
    }
    visitDifference(above, row, (x) => borders.push(start + x))
    above = row
  }
  return countsOfBorders(borders, size)
}

/** Calls `visit` with each place that is inside of only one of two rows, given by where they go in and out. */
function visitDifference(a: readonly number[], b: readonly number[], visit: (x: number) => void): void {
  let from = -1 // where they began to differ; −1 while they do not
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const x = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const isFlipped = (a[i] === x) !== (b[j] === x)
    if (a[i] === x) i++
    if (b[j] === x) j++
    if (!isFlipped) continue
    if (from >= 0) for (let place = from; place < x; place++) visit(place)
    from = from >= 0 ? -1 : x
  }
}

/** @param borders pixels, row by row, that differ from the one above them; in the first row those inside */
function countsOfBorders(borders: readonly number[], { width, height }: Size): number[] {
  const { rows, starts } = byColumn(borders, width)
  const counts: number[] = []
  let end = 0 // of the last run inside
  for (let x = 0; x < width; x++)
    for (let k = starts[x]!; k < starts[x + 1]!; k += 2) {
      const from = x * height + rows[k]!
      const to = x * height + (k + 1 < starts[x + 1]! ? rows[k + 1]! : height)
      if (from === end && counts.length > 0) counts[counts.length - 1]! += to - from
      else counts.push(from - end, to - from)
      end = to
    }
  if (end < width * height) counts.push(width * height - end)
  return counts
}

/** The mask, a byte of 0 or 1 per pixel, row by row; runs beyond the image are cut. */
export function maskOfCounts(counts: readonly number[], { width, height }: Size): Uint8Array {
  const mask = new Uint8Array(width * height)
  let at = 0
  for (const [k, count] of counts.entries()) {
    const end = Math.min(at + count, mask.length)
    if (k % 2 === 1) for (let place = at; place < end; place++) mask[(place % height) * width + Math.floor(place / height)] = 1
    at = end
  }
  return mask
}

/** Pixels inside. */
export function areaOfCounts(counts: readonly number[]): number {
  let area = 0
  for (let k = 1; k < counts.length; k += 2) area += counts[k]!
  return area
}

/** The box around all pixels inside, whole pixels; undefined when there are none. */
export function boundsOfCounts(counts: readonly number[], { height }: Size): PixelBox | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  let at = 0
  for (const [k, count] of counts.entries()) {
    if (k % 2 === 1 && count > 0) {
      const last = at + count - 1
      const [firstColumn, lastColumn] = [Math.floor(at / height), Math.floor(last / height)]
      left = Math.min(left, firstColumn)
      right = Math.max(right, lastColumn)
      top = firstColumn === lastColumn ? Math.min(top, at % height) : 0
      bottom = firstColumn === lastColumn ? Math.max(bottom, last % height) : height - 1
    }
    at += count
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** The string form: from the fourth count on differences to the one but last, five bits to a character, lowest first. */
export function printCounts(counts: readonly number[]): string {
  let text = ''
  for (const [k, count] of counts.entries()) {
    let rest = k > 2 ? count - counts[k - 2]! : count
    for (let isMore = true; isMore; ) {
      let bits = rest & 0x1f
      rest >>= 5
      isMore = (bits & 0x10) !== 0 ? rest !== -1 : rest !== 0
      if (isMore) bits |= 0x20
      text += String.fromCharCode(bits + 48)
    }
  }
  return text
}

/** The counts of a string form; undefined when it is none. */
export function parseCounts(text: string): number[] | undefined {
  const counts: number[] = []
  for (let at = 0; at < text.length; ) {
    let [value, shift, bits] = [0, 0, 0]
    do {
      bits = text.charCodeAt(at++) - 48
      if (!(bits >= 0 && bits < 64) || shift > 30) return undefined
      value |= (bits & 0x1f) << shift
      shift += 5
    } while ((bits & 0x20) !== 0)
    if ((bits & 0x10) !== 0 && shift < 32) value |= -1 << shift
    if (counts.length > 2) value += counts.at(-2)!
    if (value < 0) return undefined
    counts.push(value)
  }
  return counts
}

/** The rows of the borders, column by column; those of column x from `starts[x]` up to `starts[x + 1]`. */
function byColumn(borders: readonly number[], width: number): { readonly rows: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(width + 1)
  for (const pixel of borders) starts[(pixel % width) + 1]!++
  for (let x = 0; x < width; x++) starts[x + 1]! += starts[x]!
  const rows = new Uint32Array(borders.length)
  const next = starts.slice()
  for (const pixel of borders) rows[next[pixel % width]!++] = Math.floor(pixel / width)
  return { rows, starts }
}
