/** Browsers draw nothing below some 17 to 33 million pixels: a list that is longer stands in a shorter space. */
export const TALLEST = 8_000_000

/** The rows to draw, and where. All lengths in pixels. */
export interface ScrollWindow {
  /** Of the space that is scrolled through. */
  readonly height: number
  /** From 0; `end` is the first one that is not drawn. */
  readonly first: number
  readonly end: number
  /** Of the row `first`, in that space. */
  readonly top: number
}

export interface ListSize {
  readonly count: number
  readonly rowHeight: number
  readonly viewHeight: number
}

const ROWS_AROUND = 8

/** @param position how far the list is scrolled, counted as if it had its whole length @param scrollTop of the space */
export function windowAt(position: number, scrollTop: number, { count, rowHeight, viewHeight }: ListSize): ScrollWindow {
  const first = Math.max(0, Math.floor(position / rowHeight) - ROWS_AROUND)
  const end = Math.min(count, Math.ceil((position + viewHeight) / rowHeight) + ROWS_AROUND)
  return { height: spaceOf({ count, rowHeight, viewHeight }), first, end, top: scrollTop - (position - first * rowHeight) }
}

/**
 * Where the list is after the space was scrolled. What moves by less than a view (wheel, keys, fingers) moves the list by as much; a pull at
 * the scroll bar moves it in proportion.
 * @param before of list and space
 */
export function positionAfter(
  scrollTop: number,
  before: { readonly position: number; readonly scrollTop: number },
  size: ListSize,
): number {
  const step = scrollTop - before.scrollTop
  const [last, lastTop] = [lastPosition(size), lastScrollTop(size)]
  if (scrollTop <= 0) return 0
  if (scrollTop >= lastTop) return last
  if (last === lastTop) return scrollTop
  const moved = Math.abs(step) <= size.viewHeight ? before.position + step : (scrollTop / lastTop) * last
  return Math.min(last, Math.max(0, moved))
}

/** Where the space has to be scrolled to for the list to be there. */
export function scrollTopOf(position: number, size: ListSize): number {
  const last = lastPosition(size)
  return last === 0 ? 0 : (Math.min(position, last) / last) * lastScrollTop(size)
}

function lastPosition({ count, rowHeight, viewHeight }: ListSize): number {
  return Math.max(0, count * rowHeight - viewHeight)
}

function lastScrollTop(size: ListSize): number {
  return Math.max(0, spaceOf(size) - size.viewHeight)
}

function spaceOf({ count, rowHeight }: ListSize): number {
  return Math.min(TALLEST, count * rowHeight)
}
