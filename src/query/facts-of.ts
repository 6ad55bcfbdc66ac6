import { parseInstant } from '../model/instant.ts'
import { type Annotation, answerTexts, namesOf, type Task, tagsOf } from '../model/task.ts'
import type { AnnotationFacts, PredictionFacts, TaskFacts } from './task-facts.ts'
import { wordsOf } from './words.ts'

/** Answers whose text is somebody's own words; all others name a choice. */
const WRITTEN = new Set(['textarea', 'number', 'rating', 'datetime'])

/** What searches can ask about a task. */
export function factsOf(task: Task): TaskFacts {
  const current = task.annotations.filter(({ wasCancelled }) => !wasCancelled)
  return {
    createdAt: instantOf(task, 'created_at'),
    updatedAt: instantOf(task, 'updated_at') ?? instantOf(task, 'created_at'),
    tags: [...new Set(tagsOf(task))],
    annotations: task.annotations.map(annotationFacts),
    predictions: task.predictions.map(predictionFacts),
    labels: labelsOf(current),
    predictedLabels: labelsOf(task.predictions),
    controls: [...new Set(current.flatMap(({ results }) => results.map(({ fromName }) => fromName)))].filter(
      (name) => name !== '',
    ),
    words: wordsIn(task, current),
  }
}

function instantOf(task: Task, key: string): number | undefined {
  const text = task.node.get(key)?.string()
  return text === undefined ? undefined : parseInstant(text)
}

function annotationFacts(annotation: Annotation): AnnotationFacts {
  const { annotator, wasCancelled, groundTruth, node, createdAt, updatedAt } = annotation
  const changedAt = updatedAt ?? createdAt
  return {
    id: numericId(annotation),
    annotators: [...new Set(namesOf(annotator))],
    wasCancelled,
    groundTruth,
    leadTimeSeconds: node.get('lead_time')?.number(),
    updatedAt: changedAt === undefined ? undefined : parseInstant(changedAt),
  }
}

function predictionFacts(prediction: Annotation): PredictionFacts {
  return { id: numericId(prediction), model: prediction.modelVersion, score: prediction.score }
}

function numericId({ id }: Annotation): number | undefined {
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined
}

function labelsOf(annotations: readonly Annotation[]): string[] {
  const labels = new Set<string>()
  for (const { regions, answers } of annotations) {
    for (const { labels: own, attributes } of regions) {
      for (const label of own) labels.add(label)
      for (const answer of attributes) if (!WRITTEN.has(answer.type)) for (const text of answerTexts(answer)) labels.add(text)
    }
    for (const answer of answers) if (!WRITTEN.has(answer.type)) for (const text of answerTexts(answer)) labels.add(text)
  }
  labels.delete('')
  return [...labels]
}

/** Every string and number of `data`, then what annotators wrote. */
function wordsIn(task: Task, annotations: readonly Annotation[]): string[] {
  const words: string[] = []
  const add = (text: string) => {
    for (const word of wordsOf(text)) words.push(word)
  }
  if (task.data !== undefined) addStrings(task.data, add)
  for (const { regions, answers } of annotations)
    for (const answer of [...regions.flatMap(({ attributes }) => attributes), ...answers])
      if (answer.type === 'textarea') for (const text of answerTexts(answer)) add(text)
  return words
}

function addStrings(node: NonNullable<Task['data']>, add: (text: string) => void): void {
  const { kind } = node
  if (kind === 'string') add(node.string() ?? '')
  else if (kind === 'number') add(node.text())
  else if (kind === 'object') for (const [, value] of node.entries()) addStrings(value, add)
  else if (kind === 'array') for (const element of node.elements()) addStrings(element, add)
}
