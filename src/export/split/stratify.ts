/**
 * Divides units so that each label is spread by the shares, the rarest label first: iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011,
 * https://doi.org/10.1007/978-3-642-23808-6_10). A unit goes where its rarest label is wanted most, else where units are. It depends on points and
 * labels, not on the order of the units; those of the same point are one unit with the labels of all.
 *
 * @param points of each task, 0 to 1
 * @param setOf which of `sets` the labels of each task are
 */
export function spreadLabels(
  points: readonly number[],
  setOf: readonly number[],
  sets: readonly (readonly string[])[],
  shares: readonly number[],
): { readonly points: Float64Array; readonly splits: Uint8Array } {
  const units = unitsOf(points, setOf, sets)
  const labels = labelsByRarity(units.labelsOf)
  const wanted = new Map(labels.map(({ label, count }) => [label, shares.map((share) => share * count)]))
  const room = shares.map((share) => share * units.points.length)
  const splits = new Uint8Array(units.points.length).fill(NONE)
  for (const { label, units: own } of labels)
    for (const unit of own) {
      if (splits[unit] !== NONE) continue
      const split = neediest(wanted.get(label)!, room)
      splits[unit] = split
      room[split]!--
      for (const other of units.labelsOf[unit]!) wanted.get(other)![split]!--
    }
  return { points: units.points, splits }
}

const NONE = 255
/** Stands for having no label, so that empty tasks are spread as well. */
const UNLABELLED = ''

interface Units {
  /** Rising. */
  readonly points: Float64Array
  readonly labelsOf: readonly (readonly string[])[]
}

function unitsOf(points: readonly number[], setOf: readonly number[], sets: readonly (readonly string[])[]): Units {
  const order = Uint32Array.from(points.keys()).sort((a, b) => points[a]! - points[b]!)
  const own: number[] = []
  const labelsOf: (readonly string[])[] = []
  for (const k of order) {
    const labels = sets[setOf[k]!]!
    if (points[k] !== own.at(-1)) {
      own.push(points[k]!)
      labelsOf.push(labels)
    } else if (labels !== labelsOf.at(-1)) labelsOf.push([...new Set([...labelsOf.pop()!, ...labels])])
  }
  return { points: Float64Array.from(own), labelsOf: labelsOf.map((labels) => (labels.length === 0 ? [UNLABELLED] : labels)) }
}

interface LabelUnits {
  readonly label: string
  readonly count: number
  readonly units: readonly number[]
}

function labelsByRarity(labelsOf: Units['labelsOf']): LabelUnits[] {
  const unitsOf = new Map<string, number[]>()
  for (const [unit, labels] of labelsOf.entries())
    for (const label of labels) {
      const units = unitsOf.get(label)
      if (units === undefined) unitsOf.set(label, [unit])
      else units.push(unit)
    }
  return [...unitsOf]
    .map(([label, units]) => ({ label, count: units.length, units }))
    .sort((a, b) => a.count - b.count || (a.label < b.label ? -1 : 1))
}

/** Of equal needs the split with more room, then the first. */
function neediest(needs: readonly number[], room: readonly number[]): number {
  let best = 0
  for (const [k, need] of needs.entries())
    if (need > needs[best]! + TINY || (need > needs[best]! - TINY && room[k]! > room[best]! + TINY)) best = k
  return best
}

/** Differences below are of rounding. */
const TINY = 1e-9
