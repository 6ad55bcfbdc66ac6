/** The candidate that is spelled most like `name`, if one is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase()
    const isPart = wanted.length >= 3 && (lower.includes(wanted) || wanted.includes(lower))
    const distance = isPart ? (lower.startsWith(wanted) ? 0.5 : 1) : editDistance(wanted, lower)
    if (best === undefined || distance < best.distance) best = { candidate, distance }
  }
  return best !== undefined && best.distance <= mostSlips(name) ? best.candidate : undefined
}

/** Of three letters most have two in common with something. */
function mostSlips({ length }: string): number {
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3))
}

/** Letters that are missing, too many or others, and neighbours that changed places, each counts one. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, k) => k)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swapped))
    }
    before = row
    row = next
  }
  return row[b.length]!
}
