/**
 * Prints plain tasks as records of a table or a list: what stands around the values is said beforehand, piece by piece, and nearly all values are
 * copied as they stand in the input. src/formats/shared/plain-records.ts says what the pieces are; what is odd is left to the formats, task by task.
 */

import { areExactBoxes } from './plain-box'
import { areExactSpans, enterText, longestOf, roomForSpans, text, textEnd } from './plain-span'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  behindAnnotation,
  createdAt,
  DATE,
  data,
  enterAnnotation,
  enterTask,
  resultBytes,
  results,
  resultsEnd,
  token,
} from './plain-task'
import {
  beginText,
  failed,
  next,
  putBytes,
  putCell,
  putMembers,
  putNameContent,
  putObject,
  putValue,
  setNext,
} from './record-text'
import { numberAt, Slot } from './slots'
import { behind, closerOf, enterTape, indexOf, isSame, lengthOf, padded, startOf, TOKEN } from './tape'

/** Programs of pieces: what stands before the rows of an annotation, a row, what stands behind the rows, and a task without annotations. */
const HEAD: usize = 0
const ROW: usize = 1
const TAIL: usize = 2
const BARE: usize = 3
const PIECE: usize = 12 // bytes: its kind and two numbers
const MOST_PIECES: usize = 64
const PROGRAMS: usize = memory.data(3072)
export function programs(): usize {
  return PROGRAMS
}
/** All texts of pieces, one behind the other. */
const TEXTS: usize = memory.data(4096)
export function texts(): usize {
  return TEXTS
}
/** Keys that `data` may have, of at most 16 bytes, padded with zeros. */
const KEYS: usize = memory.data(512)
export function dataKeys(): usize {
  return KEYS
}
/** By number of the key where its value stands in the tape, 0 for nowhere. */
const DATA: usize = memory.data(128)
let keyCount: u32 = 0

const END: u32 = 0
const TEXT: u32 = 1 // place in the texts, length
const CELL: u32 = 2 // whose row, slot
const JSON: u32 = 3 // whose row, slot
const DATA_CELL: u32 = 4 // number of the key
const DATA_MEMBERS: u32 = 5 // depth
const VALUE: u32 = 6 // depth
const NAME: u32 = 7 // whose row, slot of a list with one name

/** Whose rows they are: a task, an annotation, a result. */
let taskRow: usize = 0
let annotationRow: usize = 0
let resultRow: usize = 0

/** What stands between records, and between the rows of a record; lengths are 0 where there is nothing. */
let recordGap: usize = 0
let recordGapLength: usize = 0
let rowGap: usize = 0
let rowGapLength: usize = 0
/** Whether each row is a record of its own. */
let isRepeated: bool = false

/** Regions are spans of a text, whose key in `data` has this number and length; 0 for boxes. */
let textKey: usize = 0
let textKeyLength: u32 = 0
/** Longest of what undoing escapes makes shorter. */
const LONGEST_ESCAPE: usize = 6
const MARGIN: usize = 96
/** Where the text at hand was put, and where memory ends. */
let textAt: usize = 0
let limit: usize = 0

/** @param key number of the text's key @param length of that key, 0 for boxes */
export function regionsOf(key: usize, length: u32): void {
  textKey = key
  textKeyLength = length
}

/** Gaps stand behind the texts of pieces, at this place, one behind the other. @param compact whether JSON is written without white space, its quotes doubled */
export function layOut(keys: u32, repeated: bool, compact: bool, gaps: usize, ownRecordGap: usize, ownRowGap: usize): void {
  keyCount = keys
  isRepeated = repeated
  recordGap = TEXTS + gaps
  recordGapLength = ownRecordGap
  rowGap = recordGap + ownRecordGap
  rowGapLength = ownRowGap
  beginText(compact)
}

/** Annotations of a task, the newest first. */
const MOST_ANNOTATIONS: u32 = 16
const ORDER: usize = memory.data(64)
const DATES: usize = memory.data(64)

/** What was printed: how many records and how many regions, and where it ends. */
const PRINTED: usize = memory.data(12)
export function printed(): usize {
  return PRINTED
}
let records: u32 = 0
let regions: u32 = 0

/** Prints the tasks [from, to) up to the first that is not plain; see `print` of coco-boxes.ts. @returns the first task that is not printed */
export function printRecords(from: u32, to: u32, places: usize, tapes: usize, origin: usize, rows: usize, at: usize, end: usize): u32 {
  limit = end
  records = 0
  regions = 0
  setNext(at, limit)
  let task = from
  for (; task < to; task++) {
    const place = load<i32>(places + (<usize>task << 2))
    if (place < 0) break
    const before = next
    const recordsBefore = records
    const regionsBefore = regions
    enterTape(load<u32>(tapes + (<usize>task << 2)), origin)
    taskRow = rows + (<usize>place << 2)
    if (printTask(rows)) continue
    setNext(before, limit)
    records = recordsBefore
    regions = regionsBefore
    break
  }
  store<u32>(PRINTED, records)
  store<u32>(PRINTED, regions, 4)
  store<u32>(PRINTED, <u32>next, 8)
  return task
}

function printTask(rows: usize): bool {
  if (!enterTask(taskRow, rows) || numberAt(taskRow, Slot.AGREEMENT) != 0 || !findData()) return false
  if (annotationCount == 0) {
    beginRecord()
    run(BARE)
    return !failed
  }
  if (annotationCount > MOST_ANNOTATIONS || !enterOwnText() || !putInOrder(rows)) return false
  for (let k: u32 = 0; k < annotationCount && !failed; k++) {
    annotationRow = load<u32>(ORDER + (<usize>k << 2))
    if (annotationCount > 1) enterAnnotation(annotationRow, rows)
    printAnnotation()
  }
  return !failed
}

/** Looks at all annotations; false when one is not plain. */
function putInOrder(rows: usize): bool {
  let count: usize = 0
  for (let row = annotations; row < annotationsEnd; row = behindAnnotation(row, rows)) {
    if (!enterAnnotation(row, rows) || numberAt(row, Slot.HISTORY) != 0 || !areExactRegions()) return false
    const date = startOf(createdAt)
    let place = count++
    for (; place > 0 && memory.compare(date, load<u32>(DATES + ((place - 1) << 2)), DATE) > 0; place--) {
      store<u32>(ORDER + (place << 2), load<u32>(ORDER + ((place - 1) << 2)))
      store<u32>(DATES + (place << 2), load<u32>(DATES + ((place - 1) << 2)))
    }
    store<u32>(ORDER + (place << 2), <u32>row)
    store<u32>(DATES + (place << 2), <u32>date)
  }
  return true
}

/** Where regions are spans: puts the text at the end of memory. What is printed then may be written over it. */
function enterOwnText(): bool {
  if (textKeyLength == 0) return true
  textAt = limit - longestOf(data) - MARGIN
  return textAt > next + MARGIN && enterText(data, KEYS + (textKey << 4), textKeyLength, textAt)
}

function areExactRegions(): bool {
  if (textKeyLength == 0) return areExactBoxes()
  const spansAt = (textAt - roomForSpans() - MARGIN) & ~7
  return spansAt > next + LONGEST_ESCAPE * (textEnd - text) + MARGIN && areExactSpans(spansAt, next)
}

/** The one that was entered. */
function printAnnotation(): void {
  const head = next
  beginRecord()
  run(HEAD)
  const headEnd = next
  let tail: usize = 0
  let tailEnd: usize = 0
  for (let row = results; row < resultsEnd && !failed; row += resultBytes) {
    regions++
    resultRow = row
    if (row > results) {
      if (!isRepeated) putBytes(rowGap, rowGapLength)
      else {
        records++
        putBytes(head, headEnd - head)
      }
    }
    run(ROW)
    if (!isRepeated) continue
    if (tailEnd > 0) putBytes(tail, tailEnd - tail)
    else {
      tail = next
      run(TAIL)
      tailEnd = next
    }
  }
  if (!isRepeated) run(TAIL)
}

function beginRecord(): void {
  if (records > 0) putBytes(recordGap, recordGapLength)
  records++
}

function run(program: usize): void {
  for (let piece = PROGRAMS + program * MOST_PIECES * PIECE; load<u32>(piece) != END; piece += PIECE)
    putPiece(load<u32>(piece), load<u32>(piece, 4), load<u32>(piece, 8))
}

function putPiece(kind: u32, a: u32, b: u32): void {
  if (kind == TEXT) putBytes(TEXTS + a, b)
  else if (kind == DATA_CELL) putCell(load<u32>(DATA + (<usize>a << 2)))
  else if (kind == DATA_MEMBERS) putMembers(data, a)
  else if (kind == VALUE) putObject(token(numberAt(resultRow, Slot.VALUE)), textKeyLength == 0 ? resultRow : 0, a)
  else {
    const number = load<u32>((a == 0 ? taskRow : a == 1 ? annotationRow : resultRow) + <usize>b)
    if (kind == CELL) putCell(number)
    else if (kind == JSON) putValue(number)
    else putNameContent(number)
  }
}

/** Where the values of `data` stand; false when a key is not known or comes twice, and when there is none. */
function findData(): bool {
  memory.fill(DATA, 0, <usize>keyCount << 2)
  const end = closerOf(data)
  let expected: u32 = 0
  for (let name = data + TOKEN; name < end; name = behind(name + TOKEN)) {
    const key = lengthOf(name) > 16 ? keyCount : keyOf(padded(startOf(name), lengthOf(name)), expected)
    if (key == keyCount || load<u32>(DATA + (<usize>key << 2)) != 0) return false
    store<u32>(DATA + (<usize>key << 2), indexOf(name + TOKEN))
    expected = key + 1
  }
  return expected > 0
}

/** The number of a key; most objects have them in the same order. */
function keyOf(name: v128, expected: u32): u32 {
  if (expected < keyCount && isSame(name, v128.load(KEYS + (<usize>expected << 4)))) return expected
  let key: u32 = 0
  while (key < keyCount && !isSame(name, v128.load(KEYS + (<usize>key << 4)))) key++
  return key
}
