/**
 * Prints plain tasks as records of a table or a list: what stands around the values is said beforehand, piece by piece, and nearly all values are
 * copied as they stand in the input. src/formats/shared/plain-records.ts says what the pieces are; what is odd is left to the formats, task by task.
 */

import { isLater } from './date'
import { next } from './output'
import { areExactBoxes } from './plain-box'
import { areExactSpans, enterText } from './plain-span'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  nextAnnotation,
  createdAt,
  data,
  enterAnnotation,
  printEach,
  resultBytes,
  results,
  resultsEnd,
  task,
} from './plain-task'
import { beginText, failed, putCell, putLabel, putMembers, putObject, putText, putValue, textStyle } from './record-text'
import { numberAt, Slot } from './slots'
import { behind, closerOf, indexOf, isSame, lengthOf, padded, startOf, TOKEN, tokenOf } from './tape'

/** Programs of pieces: what stands before the rows of an annotation, a row, what stands behind the rows, and a task without annotations. */
const HEAD: usize = 0
const ROW: usize = 1
const TAIL: usize = 2
const BARE: usize = 3
const PIECE: usize = 12 // bytes: its kind and two numbers, see below
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

/** What a piece is, and its two numbers; src/export/print-records.ts says the same. */
const enum Piece {
  END,
  TEXT, // place in the texts, length
  CELL, // whose row, place in it
  JSON, // whose row, place in it
  DATA_CELL, // number of the key
  DATA_MEMBERS, // depth
  VALUE, // depth
  LABEL, // whose row, place in it of a list with one name
}

/** Whose row, and the rows beside that of the task. */
const enum Whose {
  TASK,
  ANNOTATION,
  RESULT,
}
let annotationRow: usize = 0
let resultRow: usize = 0

/** What stands between records, and between the rows of a record; lengths are 0 where there is nothing. */
let recordGap: usize = 0
let recordGapLength: usize = 0
let rowGap: usize = 0
let rowGapLength: usize = 0
/** Whether each row is a record of its own. */
let isRepeated: bool = false

/** The number of the key in `data` whose text has spans; -1 where regions are boxes. */
let textKey: i32 = -1

export function recordText(key: i32): void {
  textKey = key
}

/** Gaps stand behind the texts of pieces, at this place, one behind the other. @param compact whether JSON is written without white space, its quotes doubled */
export function recordStyle(keys: u32, repeated: bool, compact: bool, gaps: usize, ownRecordGap: usize, ownRowGap: usize): void {
  keyCount = keys
  isRepeated = repeated
  recordGap = TEXTS + gaps
  recordGapLength = ownRecordGap
  rowGap = recordGap + ownRecordGap
  rowGapLength = ownRowGap
  textStyle(compact)
}

/** Annotations of a task, the newest first. */
const MOST_ANNOTATIONS: u32 = 16
const ORDER: usize = memory.data(64)
const DATES: usize = memory.data(64)

/** What was printed: how many records and how many regions, and where it ends. */
const OUTCOME: usize = memory.data(12)
export function recordOutcome(): usize {
  return OUTCOME
}
let records: u32 = 0
let regions: u32 = 0

/** Prints the batch from a task on; records go there, up to where memory ends. @returns the first task that is not printed */
export function printRecords(first: u32, at: usize, end: usize): u32 {
  records = 0
  regions = 0
  beginText(at, end)
  return printEach(first, printTask)
}

function printTask(): bool {
  if (numberAt(task, Slot.AGREEMENT) != 0 || !findData()) return false
  if (annotationCount > 0 ? !printAnnotations() : !printBare()) return false
  store<u32>(OUTCOME, records)
  store<u32>(OUTCOME, regions, 4)
  store<u32>(OUTCOME, <u32>next, 8)
  return true
}

/** The task without annotations. */
function printBare(): bool {
  beginRecord()
  run(BARE)
  return !failed
}

function printAnnotations(): bool {
  if (textKey >= 0 && !enterText(dataValue(textKey))) return false
  if (annotationCount > MOST_ANNOTATIONS || !putInOrder()) return false
  for (let k: u32 = 0; k < annotationCount && !failed; k++) {
    annotationRow = load<u32>(ORDER + (<usize>k << 2))
    if (annotationCount > 1) enterAnnotation(annotationRow)
    printAnnotation()
  }
  return !failed
}

/** Looks at all annotations; false when one is not plain. */
function putInOrder(): bool {
  let count: usize = 0
  for (let row = annotations; row < annotationsEnd; row = nextAnnotation(row)) {
    if (!enterAnnotation(row) || numberAt(row, Slot.HISTORY) != 0 || !areExactRegions()) return false
    const date = startOf(createdAt)
    let place = count++
    for (; place > 0 && isLater(date, load<u32>(DATES + ((place - 1) << 2))); place--) {
      store<u32>(ORDER + (place << 2), load<u32>(ORDER + ((place - 1) << 2)))
      store<u32>(DATES + (place << 2), load<u32>(DATES + ((place - 1) << 2)))
    }
    store<u32>(ORDER + (place << 2), <u32>row)
    store<u32>(DATES + (place << 2), <u32>date)
  }
  return true
}

function areExactRegions(): bool {
  return textKey < 0 ? areExactBoxes() : areExactSpans()
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
      if (!isRepeated) putText(rowGap, rowGapLength)
      else {
        records++
        putText(head, headEnd - head)
      }
    }
    run(ROW)
    if (!isRepeated) continue
    if (tailEnd > 0) putText(tail, tailEnd - tail)
    else {
      tail = next
      run(TAIL)
      tailEnd = next
    }
  }
  if (!isRepeated) run(TAIL)
}

function beginRecord(): void {
  if (records > 0) putText(recordGap, recordGapLength)
  records++
}

function run(program: usize): void {
  for (let piece = PROGRAMS + program * MOST_PIECES * PIECE; load<u32>(piece) != Piece.END; piece += PIECE)
    putPiece(load<u32>(piece), load<u32>(piece, 4), load<u32>(piece, 8))
}

function putPiece(kind: u32, a: u32, b: u32): void {
  if (kind == Piece.TEXT) putText(TEXTS + a, b)
  else if (kind == Piece.DATA_CELL) putCell(load<u32>(DATA + (<usize>a << 2)))
  else if (kind == Piece.DATA_MEMBERS) putMembers(data, a)
  else if (kind == Piece.VALUE) putObject(tokenOf(numberAt(resultRow, Slot.VALUE)), textKey < 0 ? resultRow : 0, a)
  else {
    const number = load<u32>((a == Whose.TASK ? task : a == Whose.ANNOTATION ? annotationRow : resultRow) + <usize>b)
    if (kind == Piece.CELL) putCell(number)
    else if (kind == Piece.JSON) putValue(number)
    else putLabel(number)
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

/** The value of the key with this number; 0 where there is none. */
function dataValue(key: u32): usize {
  const number = load<u32>(DATA + (<usize>key << 2))
  return number == 0 ? 0 : tokenOf(number)
}
