/**
 * Prints the boxes of plain tasks as src/formats/coco/annotations.ts prints annotations: byte for byte the same. What it does not know how to
 * print that way is left to that file, task by task.
 */

import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACKET } from './ascii'
import { isPrintable, LONGEST, MAX_DECIMALS, putDecimal, setDecimals } from './decimal'
import { arePlainBoxes, enterImage, height, imageHeight, imageWidth, labelOf, rotation, width, x, y } from './plain-box'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  completedBy,
  createdAt,
  DATE,
  data,
  enterAnnotation,
  enterTask,
  id,
  names,
  resultBytes,
  results,
  resultsEnd,
  token,
  updatedAt,
} from './plain-task'
import { behind, closerOf, enterTape, hasEscape, indexOf, isSame, isString, lengthOf, padded, startOf, TOKEN } from './tape'


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

/** What is written: how many images, boxes and bytes, and where the latest date stands, 0 where there is none. */
const OUTCOME: usize = memory.data(16)
const IMAGE: usize = 32 // bytes: tokens of id and reference, width, height, number of boxes, number of annotations
const BOX: usize = 16 // bytes: number of the label, where its members end, its row, that of its annotation

/** `width`: with it, `data` may tell the size of an image that nothing is drawn on. */
const WIDTH_KEY: usize = memory.data<u8>([0x77, 0x69, 0x64, 0x74, 0x68, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const WIDTH_LENGTH: u32 = 5
/** The key in `data` of the image. */
const KEY: usize = memory.data(16)
let keyLength: u32 = 0
let hasAllCorners: bool = false
/** The token of what `data` calls the image. */
let reference: u32 = 0
let latest: usize = 0
/** Where the members of a box, a box and an image go, and up to where there is room. */
let next: usize = 0
let nextBox: usize = 0
let nextImage: usize = 0
let room: usize = 0

export function outcome(): usize {
  return OUTCOME
}

/**
 * @param allCorners whether boxes that are not turned have corners, too
 * @param ownKeyLength of the key in `data` of the image, which stands at `names`
 * @returns whether that many decimals can be printed
 */
export function style(decimals: u32, allCorners: bool, ownKeyLength: u32): bool {
  if (decimals > MAX_DECIMALS) return false
  setDecimals(decimals)
  hasAllCorners = allCorners
  keyLength = ownKeyLength
  v128.store(KEY, padded(names(), keyLength))
  return true
}

/**
 * Prints the tasks [from, to) up to the first that is not plain. Of each task there is the place of its row, counted from `rows` (no task: -1), and
 * the address of its tape. `images`, `boxesTo` and `members` are where the outcome goes; up to `limit`.
 * @returns the first task that is not printed
 */
export function print(
  from: u32,
  to: u32,
  places: usize,
  tapes: usize,
  origin: usize,
  rows: usize,
  images: usize,
  boxesTo: usize,
  members: usize,
  limit: usize,
): u32 {
  latest = 0
  next = members
  nextBox = boxesTo
  nextImage = images
  room = limit
  let task = from
  for (; task < to; task++) {
    const place = load<i32>(places + (<usize>task << 2))
    if (place < 0) break
    const start = next
    const startBox = nextBox
    enterTape(load<u32>(tapes + (<usize>task << 2)), origin)
    if (enterTask(rows + (<usize>place << 2), rows) && printTask(rows, members)) continue
    next = start
    nextBox = startBox
    break
  }
  store<u32>(OUTCOME, <u32>((nextImage - images) / IMAGE))
  store<u32>(OUTCOME, <u32>((nextBox - boxesTo) / BOX), 4)
  store<u32>(OUTCOME, <u32>(next - members), 8)
  store<u32>(OUTCOME, <u32>latest, 12)
  return task
}

/** False where there is something about it that has to be said, or is not known here. */
function printTask(rows: usize, members: usize): bool {
  const firstBox = nextBox
  const before = latest
  reference = imageOf(data, annotationCount == 0)
  if (reference == 0) return false
  enterImage()
  for (let row = annotations; row < annotationsEnd; row = resultsEnd) {
    if (!enterAnnotation(row, rows) || !arePlainBoxes() || !printBoxes(<u32>((row - rows) >> 2), rows, members)) {
      latest = before
      return false
    }
    noteDate(createdAt)
    noteDate(updatedAt)
  }
  store<u32>(nextImage, id)
  store<u32>(nextImage, reference, 4)
  store<f64>(nextImage, imageWidth, 8)
  store<f64>(nextImage, imageHeight, 16)
  store<u32>(nextImage, <u32>((nextBox - firstBox) / BOX), 24)
  store<u32>(nextImage, annotationCount, 28)
  nextImage += IMAGE
  return true
}

/**
 * The last value of the image's key in `data`, where that is a string with something in it; 0 for anything else, and where a key or it has an escape.
 * @param isAlone whether nothing else may tell the image's size
 */
function imageOf(data: usize, isAlone: bool): u32 {
  const key = v128.load(KEY)
  let found: u32 = 0
  const end = closerOf(data)
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN)) {
    const length = lengthOf(name)
    const start = startOf(name)
    if (hasEscape(start, length)) return 0
    if (length == keyLength && isSame(padded(start, length), key)) found = indexOf(name + TOKEN)
    if (isAlone && length == WIDTH_LENGTH && isSame(padded(start, length), v128.load(WIDTH_KEY))) return 0
  }
  const value = token(found)
  const isName = found != 0 && isString(value) && lengthOf(value) > 0 && !hasEscape(startOf(value), lengthOf(value))
  return isName ? found : 0
}

function noteDate(token: usize): void {
  if (latest == 0 || memory.compare(startOf(token), latest, DATE) > 0) latest = startOf(token)
}

/** Those of the annotation whose row has this place. */
function printBoxes(annotation: u32, rows: usize, members: usize): bool {
  for (let row = results; row < resultsEnd; row += resultBytes) {
    if (next + LONGEST_BOX > room || !printBox(row)) return false
    copy(ANNOTATOR, 27)
    copy(startOf(completedBy), lengthOf(completedBy))
    put(CLOSE_BRACE)
    store<u32>(nextBox, labelOf(row))
    store<u32>(nextBox, <u32>(next - members), 4)
    store<u32>(nextBox, <u32>((row - rows) >> 2), 8)
    store<u32>(nextBox, annotation, 12)
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
  copy(SEGMENTATION, 16)
  if (turn == 0) {
    if (hasAllCorners) printCorners(left, top, wide, high, 1, 0)
    printBounds(left, top, wide, high)
  } else if (!printTurned(left, top, wide, high, turn)) return false
  copy(AREA, 32)
  next = putDecimal(next, area)
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
  copy(BBOX, 10)
  printPair(left, top)
  put(COMMA)
  printPair(wide, high)
}

function printPair(a: f64, b: f64): void {
  next = putDecimal(next, a)
  put(COMMA)
  next = putDecimal(next, b)
}

// @ts-ignore: decorator
@inline
function put(byte: u8): void {
  store<u8>(next++, byte)
}

/** At most 32 bytes; so many are written in any case. */
// @ts-ignore: decorator
@inline
function copy(from: usize, length: usize): void {
  v128.store(next, v128.load(from))
  v128.store(next, v128.load(from, 16), 16)
  next += length
}
