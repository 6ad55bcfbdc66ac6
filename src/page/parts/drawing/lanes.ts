/** UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A stretch of text that the same ranges cover. */
export interface Piece<R> extends Range {
  /** In order of their lanes. */
  readonly covers: readonly Laned<R>[]
}

export interface Laned<R> {
  readonly range: R
  /** From 0; ranges that overlap are in different lanes. */
  readonly lane: number
}

/** Cuts a text where ranges begin and end. What begins first gets the first free lane, of several the longest. */
export function cutIntoPieces<R extends Range>(length: number, ranges: readonly R[]): Piece<R>[] {
  const laned = assignLanes(ranges.filter(({ start, end }) => start < end && start < length && end > 0))
  const cuts = [...new Set([0, length, ...laned.flatMap(({ range: { start, end } }) => [start, end])])]
    .filter((cut) => cut >= 0 && cut <= length)
    .sort((a, b) => a - b)
  const opened = laned.toSorted((a, b) => a.range.start - b.range.start)
  const pieces: Piece<R>[] = []
  let open: Laned<R>[] = []
  let next = 0
  for (let k = 0; k + 1 < cuts.length; k++) {
    const [start, end] = [cuts[k]!, cuts[k + 1]!]
    open = open.filter(({ range }) => range.end > start)
    while (next < opened.length && opened[next]!.range.start <= start) open.push(opened[next++]!)
    pieces.push({ start, end, covers: open.toSorted((a, b) => a.lane - b.lane) })
  }
  return pieces
}

/** How many lanes the pieces take. */
export function laneCount(pieces: readonly Piece<unknown>[]): number {
  return pieces.reduce((most, { covers }) => Math.max(most, ...covers.map(({ lane }) => lane + 1)), 0)
}

/** The part of a piece list inside a range, cut at its ends. */
export function piecesWithin<R>(pieces: readonly Piece<R>[], { start, end }: Range): Piece<R>[] {
  let low = 0
  for (let high = pieces.length; low < high; ) {
    const middle = (low + high) >> 1
    if (pieces[middle]!.end <= start) low = middle + 1
    else high = middle
  }
  const found: Piece<R>[] = []
  for (let k = low; k < pieces.length && pieces[k]!.start < end; k++) {
    const piece = pieces[k]!
    found.push({ ...piece, start: Math.max(piece.start, start), end: Math.min(piece.end, end) })
  }
  return found
}

function assignLanes<R extends Range>(ranges: readonly R[]): Laned<R>[] {
  const ends: number[] = []
  return ranges
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map((range) => {
      const free = ends.findIndex((end) => end <= range.start)
      const lane = free < 0 ? ends.length : free
      ends[lane] = range.end
      return { range, lane }
    })
}
