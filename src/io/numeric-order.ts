/** One part of a path. */
interface Part {
  /** What it starts with, without leading zeros, where that is a number followed by a dot or nothing. */
  readonly digits: string | undefined
  readonly text: string
}

/** Numbers by value, before words; words by code point; folder by folder. */
export function inNumericOrder<T>(things: readonly T[], pathOf: (thing: T) => string): T[] {
  return things
    .map((thing) => ({ thing, parts: pathOf(thing).split('/').map(readPart) }))
    .sort((a, b) => compareParts(a.parts, b.parts))
    .map(({ thing }) => thing)
}

function readPart(text: string): Part {
  return { digits: /^0*(\d+)(?:\.|$)/.exec(text)?.[1], text }
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    const order = comparePart(a[k]!, b[k]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function comparePart(a: Part, b: Part): number {
  if (a.digits !== undefined && b.digits !== undefined && a.digits !== b.digits) {
    if (a.digits.length !== b.digits.length) return a.digits.length - b.digits.length // any number of digits
    return a.digits < b.digits ? -1 : 1
  }
  if ((a.digits === undefined) !== (b.digits === undefined)) return a.digits === undefined ? 1 : -1
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0
}
