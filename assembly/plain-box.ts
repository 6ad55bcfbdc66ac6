/** Knows the boxes that most annotations of images consist of. src/export/plain-memory.ts says in which slots things stand. */

import { areEmpty, isPlainResult, resultBytes, results, resultsEnd, slot, token } from './plain-task'
import { closerOf, TOKEN } from './tape'

const LABEL: usize = 23
const ROTATION_TOKEN: usize = 24
/** Slots that must be empty, from the first to the last: of the result, then of its value. */
const FIRST_ODD_FIELD: usize = 25
const FIRST_ODD_MEMBER: usize = 27
const MEDIA_WIDTH: usize = 29
const MEDIA_HEIGHT: usize = 30
const X: usize = 31
const Y: usize = 32
const WIDTH: usize = 33
const HEIGHT: usize = 34
const ROTATION: usize = 35
/** Tokens. */
const VALUE: usize = 47
const WIDTH_TOKEN: usize = 48
const HEIGHT_TOKEN: usize = 49
/** Slots beside the value that must be empty for a box that says nothing else, as above. */
const FIRST_FURTHER_FIELD: usize = 50

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
    imageWidth = load<f64>(results + slot(MEDIA_WIDTH))
    imageHeight = load<f64>(results + slot(MEDIA_HEIGHT))
  }
  if (!(imageWidth > 0 && imageHeight > 0)) return false
  for (let row = results; row < resultsEnd; row += resultBytes) if (!isPlainBox(row)) return false
  return true
}

function isPlainBox(row: usize): bool {
  if (!areEmpty(row, FIRST_ODD_FIELD) || !areEmpty(row, FIRST_ODD_MEMBER) || labelOf(row) == 0) return false
  if (load<f64>(row + slot(MEDIA_WIDTH)) != imageWidth || load<f64>(row + slot(MEDIA_HEIGHT)) != imageHeight) return false
  return isPlainResult(row, BOX_TYPE, BOX_TYPE_LENGTH)
}

/** The same of boxes whose `value` has their place and their label in it, as numbers and a name, and nothing else. */
export function areExactBoxes(): bool {
  enterImage()
  if (!arePlainBoxes()) return false
  for (let row = results; row < resultsEnd; row += resultBytes) {
    const value = token(load<u32>(row + slot(VALUE)))
    const numbers: usize = load<u32>(row + slot(ROTATION_TOKEN)) == 0 ? 4 : 5
    if (closerOf(value) != value + (2 * numbers + 5) * TOKEN || !areEmpty(row, FIRST_FURTHER_FIELD)) return false
    if (isNaN(x(row) + y(row) + width(row) + height(row) + rotation(row))) return false
  }
  return true
}

export function imageWidthToken(row: usize): usize {
  return token(load<u32>(row + slot(WIDTH_TOKEN)))
}
export function imageHeightToken(row: usize): usize {
  return token(load<u32>(row + slot(HEIGHT_TOKEN)))
}

/** The number of its label. */
// @ts-ignore: decorator
@inline
export function labelOf(row: usize): u32 {
  return load<u32>(row + slot(LABEL))
}

/** Percent of the image. */
// @ts-ignore: decorator
@inline
export function x(row: usize): f64 {
  return load<f64>(row + slot(X))
}
// @ts-ignore: decorator
@inline
export function y(row: usize): f64 {
  return load<f64>(row + slot(Y))
}
// @ts-ignore: decorator
@inline
export function width(row: usize): f64 {
  return load<f64>(row + slot(WIDTH))
}
// @ts-ignore: decorator
@inline
export function height(row: usize): f64 {
  return load<f64>(row + slot(HEIGHT))
}

/** Degrees. */
// @ts-ignore: decorator
@inline
export function rotation(row: usize): f64 {
  return load<u32>(row + slot(ROTATION_TOKEN)) == 0 ? 0 : load<f64>(row + slot(ROTATION))
}
