/**
 * Prints the boxes of plain tasks as src/formats/coco/annotations.ts prints annotations: byte for byte the same. What it does not know how to
 * print that way is left to that file, task by task.
 */

import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACKET } from './ascii'
import { isLater } from './date'
import { isPrintable, LONGEST, MAX_DECIMALS, putDecimal, setDecimals } from './decimal'
import { limit, moveTo, next, printTo, put, putShort } from './output'
import { arePlainBoxes, enterImage, height, imageHeight, imageWidth, labelOf, rotation, width, x, y } from './plain-box'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  completedBy,
  createdAt,
  enterAnnotation,
  id,
  names,
  nextAnnotation,
  placeOfRow,
  printEach,
  resultBytes,
  results,
  resultsEnd,
  updatedAt,
  valueOf,
} from './plain-task'
import { hasEscape, indexOf, isString, lengthOf, padded, startOf } from './tape'

// @ts-ignore: decorator
@external("math", "cos")
declare function cos(radians: f64): f64
// @ts-ignore: decorator
@external("math", "sin")
declare function sin(radians: f64): f64

/** `"segmentation":[` */
const SEGMENTATION: usize = memory.data<u8>([
  0x22, 0x73, 0x65, 0x67, 0x6d, 0x65, 0x6e, 0x74, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0x22, 0x3a, 0x5b,
])
/** `],"bbox":[` */
const BBOX: usize = memory.data<u8>([0x5d, 0x2c, 0x22, 0x62, 0x62, 0x6f, 0x78, 0x22, 0x3a, 0x5b])
/** `],"ignore":0,"iscrowd":0,"area":` */
const AREA: usize = memory.data<u8>([
  0x5d, 0x2c, 0x22, 0x69, 0x67, 0x6e, 0x6f, 0x72, 0x65, 0x22, 0x3a, 0x30, 0x2c, 0x22, 0x69, 0x73, 0x63, 0x72, 0x6f, 0x77, 0x64,
  0x22, 0x3a, 0x30, 0x2c, 0x22, 0x61, 0x72, 0x65, 0x61, 0x22, 0x3a,
])
/** `,"attributes":{"annotator":` */
const ANNOTATOR: usize = memory.data<u8>([
  0x2c, 0x22, 0x61, 0x74, 0x74, 0x72, 0x69, 0x62, 0x75, 0x74, 0x65, 0x73, 0x22, 0x3a, 0x7b, 0x22, 0x61, 0x6e, 0x6e, 0x6f, 0x74,
  0x61, 0x74, 0x6f, 0x72, 0x22, 0x3a,
])
/** Bytes that one box can take: its texts, thirteen numbers with a sign beside them, who made it. */
const LONGEST_BOX: usize = 160 + 13 * (LONGEST + 1)

/** What is written: where the boxes end, where their members do, and where the latest date stands. */
const OUTCOME: usize = memory.data(12)
export function boxOutcome(): usize {
  return OUTCOME
}
const IMAGE: usize = 32 // bytes: tokens of id and reference, width, height, number of boxes, number of annotations
const BOX: usize = 16 // bytes: number of the label, where its members end, its row, that of its annotation

/** `width`: with it, `data` may tell the size of an image that nothing is drawn on. */
const WIDTH_KEY: usize = memory.data<u8>([0x77, 0x69, 0x64, 0x74, 0x68, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const WIDTH_LENGTH: u32 = 5
/** The key in `data` of the image. */
const KEY: usize = memory.data(16)
let keyLength: u32 = 0
let hasAllCorners: bool = false
/** Where the next image and the next box go, and where the members of the first box stand. */
let nextImage: usize = 0
let nextBox: usize = 0
let members: usize = 0
/** Where the latest date stands, 0 where there is none. */
let latest: usize = 0

/**
 * @param allCorners whether boxes that are not turned have corners, too
 * @param ownKeyLength of the key in `data` of the image, which stands at `names`
 * @returns whether that many decimals can be printed
 */
export function boxStyle(decimals: u32, allCorners: bool, ownKeyLength: u32): bool {
  if (decimals > MAX_DECIMALS) return false
  setDecimals(decimals)
  hasAllCorners = allCorners
  keyLength = ownKeyLength
  v128.store(KEY, padded(names(), keyLength))
  return true
}

/** Prints the batch from a task on; images, boxes and the members of these go there, up to where memory ends. @returns the first task that is not printed */
export function printBoxes(first: u32, images: usize, boxes: usize, ownMembers: usize, end: usize): u32 {
  nextImage = images
  nextBox = boxes
  members = ownMembers
  latest = 0
  printTo(members, end)
  return printEach(first, printTask)
}

function printTask(): bool {
  const image = valueOf(KEY, keyLength)
  if (image == 0 || !isString(image) || lengthOf(image) == 0 || hasEscape(startOf(image), lengthOf(image))) return false
  if (annotationCount == 0 && valueOf(WIDTH_KEY, WIDTH_LENGTH) != 0) return false
  const firstBox = nextBox
  enterImage()
  for (let row = annotations; row < annotationsEnd; row = nextAnnotation(row)) {
    if (!enterAnnotation(row) || !arePlainBoxes() || !printAnnotation(placeOfRow(row))) return false
    noteDate(startOf(createdAt))
    noteDate(startOf(updatedAt))
  }
  store<u32>(nextImage, id)
  store<u32>(nextImage, indexOf(image), 4)
  store<f64>(nextImage, imageWidth, 8)
  store<f64>(nextImage, imageHeight, 16)
  store<u32>(nextImage, <u32>((nextBox - firstBox) / BOX), 24)
  store<u32>(nextImage, annotationCount, 28)
  nextImage += IMAGE
  store<u32>(OUTCOME, <u32>nextBox)
  store<u32>(OUTCOME, <u32>next, 4)
  store<u32>(OUTCOME, <u32>latest, 8)
  return true
}

function noteDate(date: usize): void {
  if (latest == 0 || isLater(date, latest)) latest = date
}

/** The boxes of the one that was entered, whose row has this place. */
function printAnnotation(place: u32): bool {
  for (let row = results; row < resultsEnd; row += resultBytes) {
    if (next + LONGEST_BOX > limit || !printBox(row)) return false
    putShort(ANNOTATOR, 27)
    putShort(startOf(completedBy), lengthOf(completedBy))
    put(CLOSE_BRACE)
    store<u32>(nextBox, labelOf(row))
    store<u32>(nextBox, <u32>(next - members), 4)
    store<u32>(nextBox, placeOfRow(row), 8)
    store<u32>(nextBox, place, 12)
    nextBox += BOX
  }
  return true
}

/** Its members, in pixels; false where they cannot be told exactly, or it is empty. See src/model/geometry.ts for what is done here. */
function printBox(row: usize): bool {
  const left = (x(row) * imageWidth) / 100
  const top = (y(row) * imageHeight) / 100
  const wide = (width(row) * imageWidth) / 100
  const high = (height(row) * imageHeight) / 100
  const area = abs(width(row) * height(row) * imageWidth * imageHeight) / 1e4
  const turn = rotation(row)
  const reach = abs(left) + abs(top) + wide + high
  if (!(wide > 0 && high > 0 && area > 0 && abs(turn) < 360 && isPrintable(reach) && isPrintable(area))) return false
  putShort(SEGMENTATION, 16)
  if (turn == 0) {
    if (hasAllCorners) printCorners(left, top, wide, high, 1, 0)
    printBounds(left, top, wide, high)
  } else if (!printTurned(left, top, wide, high, turn)) return false
  putShort(AREA, 32)
  moveTo(putDecimal(next, area))
  return true
}

/** Clockwise about the corner at the top left; quarter turns are exact. False where the box around it is empty. */
function printTurned(left: f64, top: f64, wide: f64, high: f64, degrees: f64): bool {
  let turn = degrees + 360
  if (turn >= 360) turn -= 360
  const radians = (degrees * Math.PI) / 180
  const c: f64 = turn == 0 ? 1 : turn == 90 || turn == 270 ? 0 : turn == 180 ? -1 : cos(radians)
  const s: f64 = turn == 0 || turn == 180 ? 0 : turn == 90 ? 1 : turn == 270 ? -1 : sin(radians)
  printCorners(left, top, wide, high, c, s)
  const least = min(min(left, wide * c + left), min(wide * c - high * s + left, -high * s + left))
  const most = max(max(left, wide * c + left), max(wide * c - high * s + left, -high * s + left))
  const highest = min(min(top, wide * s + top), min(wide * s + high * c + top, high * c + top))
  const lowest = max(max(top, wide * s + top), max(wide * s + high * c + top, high * c + top))
  printBounds(least, highest, most - least, lowest - highest)
  return most > least && lowest > highest
}

/** Top left, top right, bottom right, bottom left, before they were turned by an angle of this cosine and sine. */
function printCorners(left: f64, top: f64, wide: f64, high: f64, c: f64, s: f64): void {
  put(OPEN_BRACKET)
  printPair(left, top)
  put(COMMA)
  printPair(wide * c + left, wide * s + top)
  put(COMMA)
  printPair(wide * c - high * s + left, wide * s + high * c + top)
  put(COMMA)
  printPair(-high * s + left, high * c + top)
  put(CLOSE_BRACKET)
}

function printBounds(left: f64, top: f64, wide: f64, high: f64): void {
  putShort(BBOX, 10)
  printPair(left, top)
  put(COMMA)
  printPair(wide, high)
}

function printPair(a: f64, b: f64): void {
  moveTo(putDecimal(next, a))
  put(COMMA)
  moveTo(putDecimal(next, b))
}
