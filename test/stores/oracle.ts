import { compareCodePoints, compareIds } from '../../src/model/id-order.ts'
import type { Id } from '../../src/model/task.ts'
import { matches, namesIn } from '../../src/query/match.ts'
import type { NameField, Query } from '../../src/query/query.ts'
import type { FacetValue, IndexedTask, Page, ProjectCounts } from '../../src/stores/store.ts'

/** What a store has to answer, worked out from all tasks of a project. */
export class Oracle {
  readonly tasks = new Map<Id, IndexedTask>()

  found(query: Query): IndexedTask[] {
    return [...this.tasks.values()]
      .filter(({ id, facts }) => matches(query, id, facts))
      .sort((left, right) => compareIds(left.id, right.id))
  }

  page(query: Query, { order, offset, limit }: Page): IndexedTask[] {
    const date = ({ facts }: IndexedTask) =>
      order.endsWith('created') ? facts.createdAt : order.endsWith('updated') ? facts.updatedAt : undefined
    const dated = (task: IndexedTask) => date(task) ?? Number.NEGATIVE_INFINITY
    const sorted = this.found(query).sort((left, right) => Math.sign(dated(left) - dated(right)) || 0) // −∞ − −∞ is no number
    if (order.startsWith('-')) sorted.reverse()
    return sorted.slice(offset, offset + limit)
  }

  counts(query: Query): ProjectCounts {
    const found = this.found(query).map(({ facts }) => facts)
    const annotations = found.flatMap(({ annotations }) => annotations)
    return {
      tasks: found.length,
      annotatedTasks: found.filter((facts) => matches({ kind: 'is', state: 'annotated' }, 0, facts)).length,
      annotations: annotations.filter(({ wasCancelled }) => !wasCancelled).length,
      skippedAnnotations: annotations.filter(({ wasCancelled }) => wasCancelled).length,
      groundTruths: annotations.filter(({ groundTruth }) => groundTruth).length,
      predictions: found.reduce((sum, { predictions }) => sum + predictions.length, 0),
    }
  }

  facet(query: Query, field: NameField, limit: number): FacetValue[] {
    const counts = new Map<string, number>()
    for (const { facts } of this.found(query))
      for (const value of new Set(namesIn(field, facts))) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts]
      .map(([value, tasks]) => ({ value, tasks }))
      .sort((left, right) => right.tasks - left.tasks || compareCodePoints(left.value, right.value))
      .slice(0, limit)
  }
}
