import type { LabelledSpan } from './labelled-texts.ts'

/** `span` had to give way to `winner`, which it overlaps. */
export interface Overlapped {
  readonly span: LabelledSpan
  readonly winner: LabelledSpan
}

/**
 * The longest spans of which none overlaps another, by start; of two of one length the first. One whose text is not there
 * never takes the place of one whose text is.
 */
export function longestSpans(spans: readonly LabelledSpan[]): { kept: LabelledSpan[]; lost: Overlapped[] } {
  const kept: LabelledSpan[] = [] // by start
  const lost: Overlapped[] = []
  const byLength = [...spans].sort(
    (a, b) => Number(a.isMismatched) - Number(b.isMismatched) || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  for (const span of byLength) {
    const place = firstEndingBehind(kept, span.start)
    const winner = kept[place]
    if (winner === undefined || winner.start >= span.end) kept.splice(place, 0, span)
    else lost.push({ span, winner })
  }
  return { kept, lost }
}

/** Binary search. */
function firstEndingBehind(kept: readonly LabelledSpan[], start: number): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]!.end > start) high = middle
    else low = middle + 1
  }
  return low
}
