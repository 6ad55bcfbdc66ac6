/** Knows the boxes that most annotations of images consist of. */

import { isPlainResult, resultBytes, results, resultsEnd } from './plain-task'
import { areEmpty, doubleAt, numberAt, Slot } from './slots'
import { closerOf, TOKEN, tokenOf } from './tape'

/** `rectanglelabels` */
const BOX_TYPE: usize = memory.data<u8>([
  0x72, 0x65, 0x63, 0x74, 0x61, 0x6e, 0x67, 0x6c, 0x65, 0x6c, 0x61, 0x62, 0x65, 0x6c, 0x73, 0,
])
const BOX_TYPE_LENGTH: u32 = 15

/** Of the image: pixels, NaN until one of its boxes says it. */
export let imageWidth: f64 = 0
export let imageHeight: f64 = 0

/** Forgets the image of the task before. */
export function enterImage(): void {
  imageWidth = NaN
  imageHeight = NaN
}

/** Whether the annotation that was entered has one result at least, and nothing but boxes with one label each on an image of one size. */
export function arePlainBoxes(): bool {
  if (results == resultsEnd) return false
  if (isNaN(imageWidth)) {
    imageWidth = doubleAt(results, Slot.MEDIA_WIDTH)
    imageHeight = doubleAt(results, Slot.MEDIA_HEIGHT)
  }
  if (!(imageWidth > 0 && imageHeight > 0)) return false
  for (let row = results; row < resultsEnd; row += resultBytes) if (!isPlainBox(row)) return false
  return true
}

function isPlainBox(row: usize): bool {
  if (!areEmpty(row, Slot.ITEM_INDEX, Slot.SCORE) || !areEmpty(row, Slot.RADIUS_X, Slot.CONFIDENCE) || labelOf(row) == 0) return false
  if (doubleAt(row, Slot.MEDIA_WIDTH) != imageWidth || doubleAt(row, Slot.MEDIA_HEIGHT) != imageHeight) return false
  return isPlainResult(row, BOX_TYPE, BOX_TYPE_LENGTH)
}

/** The same of boxes whose `value` has their place and their label in it, as numbers and a name, and nothing else. */
export function areExactBoxes(): bool {
  enterImage()
  if (!arePlainBoxes()) return false
  for (let row = results; row < resultsEnd; row += resultBytes) {
    const value = tokenOf(numberAt(row, Slot.VALUE))
    const numbers: usize = numberAt(row, Slot.ROTATION) == 0 ? 4 : 5
    if (closerOf(value) != value + (2 * numbers + 5) * TOKEN || !areEmpty(row, Slot.ORIGINAL_LENGTH, Slot.PARENT_ID)) return false
    if (isNaN(x(row) + y(row) + width(row) + height(row) + rotation(row))) return false
  }
  return true
}

export function imageWidthToken(row: usize): usize {
  return tokenOf(numberAt(row, Slot.ORIGINAL_WIDTH))
}
export function imageHeightToken(row: usize): usize {
  return tokenOf(numberAt(row, Slot.ORIGINAL_HEIGHT))
}

/** The number of its label. */
// @ts-ignore: decorator
@inline
export function labelOf(row: usize): u32 {
  return numberAt(row, Slot.RECTANGLE_LABEL)
}

/** Percent of the image. */
// @ts-ignore: decorator
@inline
export function x(row: usize): f64 {
  return doubleAt(row, Slot.X_NUMBER)
}
// @ts-ignore: decorator
@inline
export function y(row: usize): f64 {
  return doubleAt(row, Slot.Y_NUMBER)
}
// @ts-ignore: decorator
@inline
export function width(row: usize): f64 {
  return doubleAt(row, Slot.WIDTH_NUMBER)
}
// @ts-ignore: decorator
@inline
export function height(row: usize): f64 {
  return doubleAt(row, Slot.HEIGHT_NUMBER)
}

/** Degrees. */
// @ts-ignore: decorator
@inline
export function rotation(row: usize): f64 {
  return numberAt(row, Slot.ROTATION) == 0 ? 0 : doubleAt(row, Slot.ROTATION_NUMBER)
}
