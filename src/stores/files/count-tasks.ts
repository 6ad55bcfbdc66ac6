import type { TaskFacts } from '../../query/task-facts.ts'
import type { ProjectCounts } from '../store.ts'

export async function countTasks(tasks: AsyncIterable<{ readonly facts: TaskFacts }>): Promise<ProjectCounts> {
  const counts = { tasks: 0, annotatedTasks: 0, annotations: 0, skippedAnnotations: 0, groundTruths: 0, predictions: 0 }
  for await (const { facts } of tasks) {
    const current = facts.annotations.filter(({ wasCancelled }) => !wasCancelled)
    counts.tasks++
    if (current.length > 0) counts.annotatedTasks++
    counts.annotations += current.length
    counts.skippedAnnotations += facts.annotations.length - current.length
    counts.groundTruths += facts.annotations.filter(({ groundTruth }) => groundTruth).length
    counts.predictions += facts.predictions.length
  }
  return counts
}
