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
  for (let four = width / 4, above = 0; four < fours.length; four++, above++)
    if (fours[four] !== fours[above]) visitBetween(plane, width, 4 * four, 4 * four + 4, visit)
}

function visitBetween(plane: Uint8Array, width: number, from: number, to: number, visit: (pixel: number) => void): void {
  for (let pixel = from; pixel < to; pixel++) if (plane[pixel] !== plane[pixel - width]) visit(pixel)
}
