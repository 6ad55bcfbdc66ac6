import type { Entity } from '../text/entities.ts'

/** Who wins where spans share characters; `columns` gives each control a column and takes the longest within it. */
export type OverlapPolicy = 'longest' | 'first' | 'error' | 'columns'

/** `entity` had to give way to `winner`. */
export interface Defeat {
  readonly entity: Entity
  readonly winner: Entity
}

export interface Resolved {
  /** By start; in one column none overlaps another. */
  readonly kept: readonly Entity[]
  readonly lost: readonly Defeat[]
  /** The same characters and label as a kept one. */
  readonly repeated: readonly Defeat[]
}

/**
 * Takes the entities in order of the policy and leaves out each that overlaps one taken before it in its column.
 * longest: by length, then by start; first: by start. Draws go to the lower rank.
 * An assertion label never takes a place from an entity label, nor a span whose text is not there from one whose text is.
 */
export function resolveOverlaps(entities: readonly Entity[], policy: OverlapPolicy): Resolved {
  const inOrder = [...entities].sort((a, b) => a.start - b.start)
  if (inOrder.every(({ start }, index) => index === 0 || inOrder[index - 1]!.end <= start))
    return { kept: inOrder, lost: [], repeated: [] }
  const taken = new Map<number, Entity[]>()
  const lost: Defeat[] = []
  const repeated: Defeat[] = []
  const length = ({ start, end }: Entity) => (policy === 'first' ? 0 : end - start)
  const byPolicy = (a: Entity, b: Entity) =>
    Number(a.isAssertion) - Number(b.isAssertion) ||
    Number(a.isMismatched) - Number(b.isMismatched) ||
    length(b) - length(a) ||
    a.start - b.start ||
    a.rank - b.rank
  for (const entity of [...entities].sort(byPolicy)) {
    const column = policy === 'columns' ? entity.column : 0
    const row = taken.get(column) ?? []
    taken.set(column, row)
    const place = firstEndingBehind(row, entity.start)
    const winner = row[place]
    if (winner === undefined || winner.start >= entity.end) row.splice(place, 0, entity)
    else if (winner.start === entity.start && winner.end === entity.end && winner.label === entity.label)
      repeated.push({ entity, winner })
    else lost.push({ entity, winner })
  }
  return { kept: [...taken.values()].flat().sort((a, b) => a.start - b.start), lost, repeated }
}

/** Binary search in entities that do not overlap, by start. */
function firstEndingBehind(row: readonly Entity[], start: number): number {
  let low = 0
  let high = row.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (row[middle]!.end > start) high = middle
    else low = middle + 1
  }
  return low
}
