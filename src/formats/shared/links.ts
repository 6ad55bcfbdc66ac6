import type { Report } from '../../model/issue.ts'
import { type Annotation, placeOf, type Relation, type Task } from '../../model/task.ts'

/** A relation between two things that are written. */
export interface Link<End> {
  readonly from: End
  readonly to: End
  /** `related` where nobody said more. */
  readonly label: string
}

interface Place {
  readonly task: Task
  readonly annotation: Annotation | undefined
  readonly relations: readonly Relation[]
}

const UNLABELLED = 'related'

/**
 * One link per label of each relation; one that points to the left is turned round, one that points both ways is two links.
 * Relations to something that is not written are reported.
 * @param ends by region id
 */
export function linksOf<End>(
  { task, annotation, relations }: Place,
  ends: ReadonlyMap<string, End>,
  format: string,
  report: Report,
): Link<End>[] {
  return relations.flatMap(({ from, to, direction, labels }) => {
    const [first, second] = [ends.get(from), ends.get(to)]
    if (first === undefined || second === undefined) {
      report.add('relation-dropped', placeOf(task, annotation, { id: from }), { format })
      return []
    }
    report.wrote('relations')
    return (labels.length === 0 ? [UNLABELLED] : labels).flatMap((label) => {
      const forth = { from: first, to: second, label }
      const back = { from: second, to: first, label }
      if (direction === 'left') return [back]
      return direction === 'bi' ? [forth, back] : [forth]
    })
  })
}
