/**
 * Prints plain tasks as records of a table or a list: what stands around the values is said beforehand, piece by piece, and nearly all values are
 * copied as they stand in the input. src/formats/shared/plain-records.ts says what the pieces are; what is odd is left to the formats, task by task.
 */

import { isLater } from './date'
import { next, printTo } from './output'
import { areExactBoxes } from './plain-box'
import { areExactSpans, enterText } from './plain-span'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  behindAnnotation,
  createdAt,
  data,
  enterAnnotation,
  printEach,
  resultBytes,
  results,
  resultsEnd,
  task,
} from './plain-task'
import { beginText, failed, putCell, putMembers, putNameContent, putObject, putText, putValue, textStyle } from './record-text'
import { numberAt, Slot } from './slots'
import { behind, closerOf, indexOf, isSame, lengthOf, padded, startOf, TOKEN, tokenOf } from './tape'

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

/** Whose rows they are, beside the task. */
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
  printTo(at, end)
  beginText()
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
  if (annotationCount > MOST_ANNOTATIONS || !(textKey < 0 || enterText(dataValue(textKey))) || !putInOrder()) return false
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
  for (let row = annotations; row < annotationsEnd; row = behindAnnotation(row)) {
    if (!enterAnnotation(row) || numberAt(row, Slot.HISTORY) != 0 || !(textKey < 0 ? areExactBoxes() : areExactSpans())) return false
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
  for (let piece = PROGRAMS + program * MOST_PIECES * PIECE; load<u32>(piece) != END; piece += PIECE)
    putPiece(load<u32>(piece), load<u32>(piece, 4), load<u32>(piece, 8))
}

function putPiece(kind: u32, a: u32, b: u32): void {
  if (kind == TEXT) putText(TEXTS + a, b)
  else if (kind == DATA_CELL) putCell(load<u32>(DATA + (<usize>a << 2)))
  else if (kind == DATA_MEMBERS) putMembers(data, a)
  else if (kind == VALUE) putObject(tokenOf(numberAt(resultRow, Slot.VALUE)), textKey < 0 ? resultRow : 0, a)
  else {
    const number = load<u32>((a == 0 ? task : a == 1 ? annotationRow : resultRow) + <usize>b)
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

/** The value of the key with this number; 0 where there is none. */
function dataValue(key: u32): usize {
  const number = load<u32>(DATA + (<usize>key << 2))
  return number == 0 ? 0 : tokenOf(number)
}
