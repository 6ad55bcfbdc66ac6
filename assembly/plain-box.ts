/** Knows the boxes that most annotations of images consist of. */

import { MINUS, ZERO } from './ascii'
import { isCount, isPlainResult, resultBytes, results, resultsEnd } from './plain-task'
import { areEmpty, doubleAt, numberAt, placeOf, Slot } from './slots'
import { closerOf, isSame, isString, lengthOf, padded, startOf, TOKEN, tape, tokenOf } from './tape'

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
  if (doubleAt(row, Slot.MEDIA_WIDTH) != imageWidth || doubleAt(row, Slot.MEDIA_HEIGHT) != imageHeight) return false
  return isLabelledBox(row)
}

/** A box with one label and nothing odd. */
function isLabelledBox(row: usize): bool {
  if (!areEmpty(row, Slot.ITEM_INDEX, Slot.SCORE) || !areEmpty(row, Slot.RADIUS_X, Slot.CONFIDENCE) || labelOf(row) == 0) return false
  return isPlainResult(row, BOX_TYPE, BOX_TYPE_LENGTH)
}

/**
 * The same of boxes whose `value` has their place and their label in it, as numbers and a name, and nothing else. The doubles of the rows are not
 * looked at: who copies numbers need not read them.
 */
export function areExactBoxes(): bool {
  if (results == resultsEnd) return false
  const width = imageWidthToken(results)
  const height = imageHeightToken(results)
  if (!isPositive(width) || !isPositive(height)) return false
  for (let row = results; row < resultsEnd; row += resultBytes) {
    if (!isLabelledBox(row) || !isSameText(imageWidthToken(row), width) || !isSameText(imageHeightToken(row), height)) return false
    if (!hasExactValue(row) || !areEmpty(row, Slot.ORIGINAL_LENGTH, Slot.PARENT_ID)) return false
  }
  return true
}

function hasExactValue(row: usize): bool {
  const value = tokenOf(numberAt(row, Slot.VALUE))
  const numbers: usize = numberAt(row, Slot.ROTATION) == 0 ? 4 : 5
  if (closerOf(value) != value + (2 * numbers + 5) * TOKEN) return false
  const first = row + placeOf(Slot.X) // x, y, width, height, rotation
  for (let k: usize = 0; k < numbers; k++) if (!isNumber(load<u32>(first + (k << 2)))) return false
  return true
}

/** A number that is not too large to be one: it has no exponent, and is not very long. */
function isNumber(index: u32): bool {
  const token = tokenOf(index)
  const length = lengthOf(token)
  if (index == 0 || isString(token) || length > 32) return false
  const at = startOf(token)
  const first = load<u8>(at)
  if (first != MINUS && first - ZERO > 9) return false
  return !holdsExponent(padded(at, min(length, 16))) && (length <= 16 || !holdsExponent(padded(at + 16, length - 16)))
}

// @ts-ignore: decorator
@inline
function holdsExponent(bytes: v128): bool {
  return v128.any_true(i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x65)))
}

/** An integer from 1 on, of a few digits. */
function isPositive(token: usize): bool {
  return token != tape && load<u8>(startOf(token)) != ZERO && isCount(token)
}

/** Whether two values of at most 16 bytes are spelled in the same way. */
function isSameText(a: usize, b: usize): bool {
  const length = lengthOf(b)
  if (lengthOf(a) != length) return false
  return isSame(padded(startOf(a), length), padded(startOf(b), length)) && isString(a) == isString(b)
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
