/* Planes have a byte per pixel, row by row. Of a mask most is empty and rows hardly differ: four pixels at once tell that. */

/** Four pixels each, signed, since those fit a machine word; the last few pixels may belong to none. */
export function fourPixels(plane: Uint8Array): Int32Array {
  const aligned = plane.byteOffset % 4 === 0 ? plane : plane.slice()
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2)
}

/** Calls `visit` with each pixel that differs from the one above it, from the second row on, in order. */
export function visitChangedPixels(plane: Uint8Array, width: number, visit: (pixel: number) => void): void {
  if (width % 4 !== 0) {
    visitBetween(plane, width, width, plane.length, visit)
    return
  }
  const fours = fourPixels(plane)
  const row = width / 4
  for (let four = row; four < fours.length; four += BLOCK) {
    const end = Math.min(four + BLOCK, fours.length)
    if (end - four === BLOCK && isSameBlock(fours, four, four - row)) continue
    for (let k = four; k < end; k++) if (fours[k] !== fours[k - row]) visitBetween(plane, width, 4 * k, 4 * k + 4, visit)
  }
}

/** So many fours are compared before it is asked whether any differed. */
const BLOCK = 8

function isSameBlock(fours: Int32Array, a: number, b: number): boolean {
  const first = (fours[a]! ^ fours[b]!) | (fours[a + 1]! ^ fours[b + 1]!) | (fours[a + 2]! ^ fours[b + 2]!)
  const second = (fours[a + 3]! ^ fours[b + 3]!) | (fours[a + 4]! ^ fours[b + 4]!) | (fours[a + 5]! ^ fours[b + 5]!)
  return (first | second | (fours[a + 6]! ^ fours[b + 6]!) | (fours[a + 7]! ^ fours[b + 7]!)) === 0
}

function visitBetween(plane: Uint8Array, width: number, from: number, to: number, visit: (pixel: number) => void): void {
  for (let pixel = from; pixel < to; pixel++) if (plane[pixel] !== plane[pixel - width]) visit(pixel)
}
