/**
 * Prints the tokens of plain tasks as src/formats/conll2003/print-document.ts does: byte for byte the same, in IOB2, with tokens and sentences of the
 * Penn Treebank. What it does not know how to print that way is left to that file, task by task.
 */

import { LINE_FEED } from './ascii'
import { areEntities } from './entity'
import { arePlainSpans, enterText, longestOf, roomForSpans, SPAN, spans, spansEnd, text, textEnd } from './plain-span'
import { annotationCount, annotations, annotationsEnd, data, enterAnnotation, enterTask, id, names, resultsEnd } from './plain-task'
import { enterSentences, nextBorder } from './sentence'
import { LONGEST_ESCAPE } from './string'
import { enterTape, lengthOf, padded, startOf } from './tape'
import { enterSentence, from, isBeyond, nextToken, to } from './treebank'

/** `B-`, `I-`: instead of `O` and a line feed. */
const BEGIN: u16 = 0x2d42
const INSIDE: u16 = 0x2d49
/** `-DOCSTAR` and `T-`: no token may look like the start of a document. */
const MARK_HEAD: u64 = 0x52415453434f442d
const MARK_TAIL: u16 = 0x2d54

/** What is written: how many tasks, texts, sentences, tokens, spans and bytes. */
const OUTCOME: usize = memory.data(24)
const TASK: usize = 8 // bytes: token of its id, number of annotations
const MARGIN: usize = 128 // bytes that one row takes beside its token

/** The key in `data` of the text. */
const KEY: usize = memory.data(16)
let keyLength: u32 = 0
/** What starts a document, and what stands in a row behind a token that is in no span. */
const HEADER: usize = memory.data(32)
let headerLength: usize = 0
const OUTSIDE: usize = memory.data(16)
let outsideLength: usize = 0

let documents: u32 = 0
let sentences: u32 = 0
let tokens: u32 = 0
let regions: u32 = 0
/** Where the next byte goes, and up to where there is room. */
let next: usize = 0
let room: usize = 0
/** The span that the next token may be in: where it starts and ends, and the token of its label. Behind the last one it is out of reach. */
let spanStart: usize = 0
let spanEnd: usize = 0
let label: usize = 0
/** Those behind it. */
let spansLeft: usize = 0
let lastSpan: usize = 0
/** Of the text at hand. */
let hasTokens: bool = false

export function tokenOutcome(): usize {
  return OUTCOME
}

/** What stands at `names`: a key of at most 16 bytes, a header of at most 32, and at most 16 behind a token outside of spans, line feed and all. */
export function tokenStyle(ownKeyLength: u32, ownHeaderLength: u32, ownOutsideLength: u32): void {
  keyLength = ownKeyLength
  headerLength = ownHeaderLength
  outsideLength = ownOutsideLength
  v128.store(KEY, padded(names(), keyLength))
  memory.copy(HEADER, names() + keyLength, headerLength)
  memory.copy(OUTSIDE, names() + keyLength + headerLength, outsideLength)
}

/**
 * Prints the tasks [from, to) up to the first that is not plain, as `print` does. `tasks` and `bytes` are where the outcome goes; up to `limit`.
 * @returns the first task that is not printed
 */
export function printTokens(
  first: u32,
  last: u32,
  places: usize,
  tapes: usize,
  origin: usize,
  rows: usize,
  tasks: usize,
  bytes: usize,
  limit: usize,
): u32 {
  documents = 0
  sentences = 0
  tokens = 0
  regions = 0
  next = bytes
  let task = first
  for (; task < last; task++) {
    const place = load<i32>(places + (<usize>task << 2))
    if (place < 0) break
    enterTape(load<u32>(tapes + (<usize>task << 2)), origin)
    if (!enterTask(rows + (<usize>place << 2), rows) || !printTask(rows, limit)) break
    const entry = tasks + <usize>(task - first) * TASK
    store<u32>(entry, id)
    store<u32>(entry, annotationCount, 4)
  }
  store<u32>(OUTCOME, task - first)
  store<u32>(OUTCOME, documents, 4)
  store<u32>(OUTCOME, sentences, 8)
  store<u32>(OUTCOME, tokens, 12)
  store<u32>(OUTCOME, regions, 16)
  store<u32>(OUTCOME, <u32>(next - bytes), 20)
  return task
}

/** Its text for each annotation, once without tags where there is none. Takes everything back, and is false, where there is something about it that has to be said, or is not known here. */
function printTask(rows: usize, limit: usize): bool {
  const before = next
  const documentsBefore = documents
  const sentencesBefore = sentences
  const tokensBefore = tokens
  const regionsBefore = regions
  if (printTexts(rows, limit)) return true
  next = before
  documents = documentsBefore
  sentences = sentencesBefore
  tokens = tokensBefore
  regions = regionsBefore
  return false
}

/** At the end of memory stands the text, in front of it the spans. */
function printTexts(rows: usize, limit: usize): bool {
  const textAt = limit - longestOf(data) - MARGIN
  if (textAt < next + MARGIN || !enterText(data, KEY, keyLength, textAt)) return false
  room = textAt - MARGIN
  if (annotationCount == 0) return printText(0, 0)
  for (let row = annotations; row < annotationsEnd; row = resultsEnd) {
    if (!enterAnnotation(row, rows)) return false
    const spansAt = (textAt - roomForSpans() - MARGIN) & ~7
    room = spansAt - MARGIN
    if (room < next + LONGEST_ESCAPE * (textEnd - text) || !arePlainSpans(spansAt, next) || !areEntities()) return false
    if (!printText(spans, spansEnd)) return false
    regions += <u32>((spansEnd - spans) / SPAN)
  }
  return true
}

/** The text with its tags. Where a span goes over the end of a sentence, that is none. */
function printText(firstSpan: usize, behindSpans: usize): bool {
  spansLeft = firstSpan
  lastSpan = behindSpans
  nextSpan()
  hasTokens = false
  let start = text
  let reach = text
  enterSentences(text, textEnd)
  for (let span = firstSpan, border: usize = 0; border < textEnd; ) {
    border = nextBorder()
    for (; span < behindSpans && <usize>load<u32>(span) < border; span += SPAN) reach = load<u32>(span, 4)
    if (border == start || reach > border) continue
    if (!printSentence(start, border)) return false
    start = border
  }
  if (!hasTokens) return true
  put(LINE_FEED)
  documents++
  return true
}

function printSentence(start: usize, end: usize): bool {
  enterSentence(start, end)
  if (!nextToken()) return true
  if (hasTokens) put(LINE_FEED)
  else {
    memory.copy(next, HEADER, headerLength)
    next += headerLength
  }
  hasTokens = true
  sentences++
  do if (!printToken(from, to)) return false
  while (nextToken())
  return !isBeyond
}

/** A row for each part of it that is in a span, or between two. */
function printToken(at: usize, end: usize): bool {
  while (at < end) {
    if (spanEnd <= at) {
      nextSpan()
      continue
    }
    const isInside = spanStart <= at
    const part = min(end, isInside ? spanEnd : spanStart)
    if (next + (part - at) + MARGIN > room || isMark(at, part)) return false
    let to = copy(next, at, part - at)
    v128.store(to, v128.load(OUTSIDE))
    to += outsideLength
    if (isInside) {
      store<u16>(to - 2, spanStart == at ? BEGIN : INSIDE)
      to = copy(to, startOf(label), lengthOf(label))
      store<u8>(to++, LINE_FEED)
    }
    next = to
    tokens++
    at = part
  }
  return true
}

function nextSpan(): void {
  const isLast = spansLeft == lastSpan
  spanStart = isLast ? usize.MAX_VALUE : <usize>load<u32>(spansLeft)
  spanEnd = isLast ? usize.MAX_VALUE : <usize>load<u32>(spansLeft, 4)
  label = isLast ? 0 : <usize>load<u32>(spansLeft, 8)
  if (!isLast) spansLeft += SPAN
}

/** `-DOCSTART-` */
// @ts-ignore: decorator
@inline
function isMark(at: usize, end: usize): bool {
  return end - at == 10 && load<u64>(at) == MARK_HEAD && load<u16>(at, 8) == MARK_TAIL
}

// @ts-ignore: decorator
@inline
function put(byte: u8): void {
  store<u8>(next++, byte)
}

/** Up to 15 bytes more are written. @returns where the copy ends */
// @ts-ignore: decorator
@inline
function copy(to: usize, at: usize, length: usize): usize {
  const end = to + length
  for (; to < end; to += 16) {
    v128.store(to, v128.load(at))
    at += 16
  }
  return end
}
