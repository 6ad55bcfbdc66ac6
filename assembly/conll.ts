/**
 * Prints the tokens of plain tasks as src/formats/conll2003/print-document.ts does: byte for byte the same, in IOB2, with tokens and sentences of the
 * Penn Treebank. What it does not know how to print that way is left to that file, task by task.
 */

import { LINE_FEED } from './ascii'
import { areEntities } from './entity'
import { next, printTo, put, putBytes, putShort } from './output'
import { arePlainSpans, enterText, SPAN, spans, spansEnd, text, textEnd } from './plain-span'
import {
  annotationCount,
  annotations,
  annotationsEnd,
  enterAnnotation,
  id,
  names,
  nextAnnotation,
  printEach,
  resultsEnd,
  valueOf,
} from './plain-task'
import { enterSentences, nextBorder } from './sentence'
import { lengthOf, padded, startOf } from './tape'
import { enterSentence, from, isBeyond, nextToken, to } from './treebank'

/** `B-`, `I-`: instead of `O` and a line feed. */
const BEGIN: u16 = 0x2d42
const INSIDE: u16 = 0x2d49
/** `-DOCSTAR` and `T-`: no token may look like the start of a document. */
const MARK_HEAD: u64 = 0x52415453434f442d
const MARK_TAIL: u16 = 0x2d54

/** What is written: how many texts, sentences, tokens and spans, and where the bytes end. */
const OUTCOME: usize = memory.data(20)
export function tokenOutcome(): usize {
  return OUTCOME
}
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
/** Where the next task goes. */
let nextTask: usize = 0
/** The span that the next token may be in: where it starts and ends, and the token of its label. Behind the last one it is out of reach. */
let spanStart: usize = 0
let spanEnd: usize = 0
let label: usize = 0
/** The one behind it. */
let spanBehind: usize = 0
/** Of the text at hand. */
let hasTokens: bool = false

/** What stands at `names`: a key of at most 16 bytes, a header of at most 32, and at most 16 behind a token outside of spans, line feed and all. */
export function tokenStyle(ownKeyLength: u32, ownHeaderLength: u32, ownOutsideLength: u32): void {
  keyLength = ownKeyLength
  headerLength = ownHeaderLength
  outsideLength = ownOutsideLength
  v128.store(KEY, padded(names(), keyLength))
  memory.copy(HEADER, names() + keyLength, headerLength)
  memory.copy(OUTSIDE, names() + keyLength + headerLength, outsideLength)
}

/** Prints the batch from a task on; tasks and bytes go there, up to where memory ends. @returns the first task that is not printed */
export function printTokens(first: u32, tasks: usize, bytes: usize, end: usize): u32 {
  documents = 0
  sentences = 0
  tokens = 0
  regions = 0
  nextTask = tasks
  printTo(bytes, end)
  return printEach(first, printTask)
}

/** Its text for each annotation, once without tags where there is none. */
function printTask(): bool {
  if (!enterText(valueOf(KEY, keyLength)) || (annotationCount == 0 && !printText())) return false
  for (let row = annotations; row < annotationsEnd; row = nextAnnotation(row)) {
    if (!enterAnnotation(row) || !arePlainSpans() || !areEntities() || !printText()) return false
    regions += <u32>((spansEnd - spans) / SPAN)
  }
  store<u32>(nextTask, id)
  store<u32>(nextTask, annotationCount, 4)
  nextTask += TASK
  store<u32>(OUTCOME, documents)
  store<u32>(OUTCOME, sentences, 4)
  store<u32>(OUTCOME, tokens, 8)
  store<u32>(OUTCOME, regions, 12)
  store<u32>(OUTCOME, <u32>next, 16)
  return true
}

/** The text with its tags. Where a span goes over the end of a sentence, that is none. */
function printText(): bool {
  spanBehind = spans
  nextSpan()
  hasTokens = false
  let start = text
  let reach = text
  enterSentences(text, textEnd)
  for (let span = spans, border: usize = 0; border < textEnd; ) {
    border = nextBorder()
    for (; span < spansEnd && <usize>load<u32>(span) < border; span += SPAN) reach = load<u32>(span, 4)
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
  else putShort(HEADER, headerLength)
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
    if (next + (part - at) + MARGIN > spans || isMark(at, part)) return false
    putBytes(at, part - at)
    putShort(OUTSIDE, outsideLength)
    if (isInside) {
      store<u16>(next - 2, spanStart == at ? BEGIN : INSIDE)
      putBytes(startOf(label), lengthOf(label))
      put(LINE_FEED)
    }
    tokens++
    at = part
  }
  return true
}

function nextSpan(): void {
  const isLast = spanBehind == spansEnd
  spanStart = isLast ? usize.MAX_VALUE : <usize>load<u32>(spanBehind)
  spanEnd = isLast ? usize.MAX_VALUE : <usize>load<u32>(spanBehind, 4)
  label = isLast ? 0 : <usize>load<u32>(spanBehind, 8)
  if (!isLast) spanBehind += SPAN
}

/** `-DOCSTART-` */
// @ts-ignore: decorator
@inline
function isMark(at: usize, end: usize): bool {
  return end - at == 10 && load<u64>(at) == MARK_HEAD && load<u16>(at, 8) == MARK_TAIL
}
