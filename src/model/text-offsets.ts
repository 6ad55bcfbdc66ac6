/** A span as an annotation stores it: offsets in an unknown unit, and the text the labelling tool saw there. */
export interface StoredSpan {
  readonly start: number
  readonly end: number
  readonly text: string | undefined
  /** UTF-16 index in the text from which `start` counts: the paragraph, the text node. 0 when absent. */
  readonly startBase?: number
  readonly endBase?: number
}

/** A span in the text, in UTF-16 units (what `slice` takes), `end` exclusive, `start` ≤ `end` ≤ length, no surrogate pair cut. */
export interface PlacedSpan {
  readonly start: number
  readonly end: number
  /** Whether the text there is what the annotation says; undefined when it does not say. False, also for what reaches beyond the text, is an offset mismatch. */
  readonly agrees: boolean | undefined
}

/**
 * Finds the spans of one annotation in their text; undefined for those that lie outside it.
 * Label Studio counts code points; its older front ends, and scripts in JavaScript, count UTF-16 units. They differ behind the first emoji only.
 * The unit whose slices equal the stored texts more often wins; code points when it is a draw.
 * A span that only the other unit explains keeps its own.
 */
export function placeSpans(text: string, spans: readonly StoredSpan[]): (PlacedSpan | undefined)[] {
  const units = spans.map((span) => placeUnits(text, span))
  if (!hasPairs(text)) return units
  const locate = locatorOf(text)
  const codePoints = spans.map((span) =>
    placeSpan(text, span, locate(span.startBase ?? 0, span.start), locate(span.endBase ?? 0, span.end)),
  )
  const [first, second] =
    evidence(text, spans, units) > evidence(text, spans, codePoints) ? [units, codePoints] : [codePoints, units]
  return first.map((placed, index) => (placed?.agrees !== true && second[index]?.agrees === true ? second[index] : placed))
}

/** Whether two texts say the same but for white space, which tools escape (`\n` as two characters) and collapse. */
export function sameText(found: string, stored: string): boolean {
  return found === stored || bare(found) === bare(stored)
}

/** Of offsets in UTF-16 units. */
function placeUnits(text: string, span: StoredSpan): PlacedSpan | undefined {
  return placeSpan(text, span, (span.startBase ?? 0) + span.start, (span.endBase ?? 0) + span.end)
}

/** @param from where the span starts and ends in UTF-16 units, should it count as supposed */
function placeSpan(text: string, span: StoredSpan, from: number, to: number): PlacedSpan | undefined {
  if (span.start < 0 || span.end < 0 || from > text.length || to < from) return undefined
  const start = isInsidePair(text, from) ? from - 1 : from
  const end = isInsidePair(text, to) ? to + 1 : Math.min(to, text.length)
  if (span.text !== undefined) return { start, end, agrees: agrees(text, start, end, span.text) }
  return { start, end, agrees: to > text.length ? false : undefined }
}

/** Whether `sameText` holds of a slice, which is not cut out where it need not be. */
function agrees(text: string, start: number, end: number, stored: string): boolean {
  return (end - start === stored.length && text.startsWith(stored, start)) || sameText(text.slice(start, end), stored)
}

/** Letter for letter counts more than but for white space. */
function evidence(text: string, spans: readonly StoredSpan[], placed: readonly (PlacedSpan | undefined)[]): number {
  let points = 0
  for (const [index, span] of spans.entries()) {
    const found = placed[index]
    if (found?.agrees === true) points += text.slice(found.start, found.end) === span.text ? 2 : 1
  }
  return points
}

/** Turns an offset in code points, counted from a base in UTF-16 units, into UTF-16 units. */
function locatorOf(text: string): (base: number, offset: number) => number {
  const starts: number[] = [] // of the code points
  const numbers = new Uint32Array(text.length + 1) // of the code point that a unit belongs to
  for (let unit = 0; unit < text.length; unit++) {
    if (!isInsidePair(text, unit)) starts.push(unit)
    numbers[unit] = starts.length - 1
  }
  numbers[text.length] = starts.length
  return (base, offset) => {
    const number = numbers[Math.min(base, text.length)]! + offset
    return number < starts.length ? starts[number]! : text.length + (number - starts.length)
  }
}

function hasPairs(text: string): boolean {
  return /[\ud800-\udbff][\udc00-\udfff]/.test(text)
}

function isInsidePair(text: string, index: number): boolean {
  return isLow(text.charCodeAt(index)) && isHigh(text.charCodeAt(index - 1))
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

function bare(text: string): string {
  return text.replaceAll(/\\[nrt]|\s+/g, '')
}
