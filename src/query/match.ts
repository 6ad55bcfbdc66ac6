import type { Id } from '../model/task.ts'
import { type NameField, type Query, type Range, type RangeField, TASK_STATES, type TaskState } from './query.ts'
import type { TaskFacts } from './task-facts.ts'

/** Whether a search chooses the task: what every store's answer has to equal. */
export function matches(query: Query, id: Id, facts: TaskFacts): boolean {
  switch (query.kind) {
    case 'all':
      return true
    case 'and':
      return query.parts.every((part) => matches(part, id, facts))
    case 'or':
      return query.parts.some((part) => matches(part, id, facts))
    case 'not':
      return !matches(query.part, id, facts)
    case 'is':
      return isIn(query.state, facts)
    case 'name':
      return namesIn(query.field, facts).includes(query.value)
    case 'range':
      return numbersIn(query.field, id, facts).some((number) => isWithin(number, query.range))
    case 'words':
      return hasPhrase(facts.words, query.words, query.isPrefix)
  }
}

/** The values of a field, possibly repeated. */
export function namesIn(field: NameField, facts: TaskFacts): readonly string[] {
  switch (field) {
    case 'label':
      return facts.labels
    case 'predicted':
      return facts.predictedLabels
    case 'from':
      return facts.controls
    case 'annotator':
      return facts.annotations.flatMap(({ annotators }) => annotators)
    case 'model':
      return facts.predictions.flatMap(({ model }) => model ?? [])
    case 'tag':
      return facts.tags
  }
}

export function statesOf(facts: TaskFacts): readonly TaskState[] {
  return TASK_STATES.filter((state) => isIn(state, facts))
}

function isIn(state: TaskState, { annotations, predictions }: TaskFacts): boolean {
  const isAnnotated = annotations.some(({ wasCancelled }) => !wasCancelled)
  switch (state) {
    case 'annotated':
      return isAnnotated
    case 'unannotated':
      return annotations.length === 0
    case 'skipped':
      return !isAnnotated && annotations.length > 0
    case 'ground-truth':
      return annotations.some(({ groundTruth }) => groundTruth)
    case 'predicted':
      return predictions.length > 0
  }
}

function numbersIn(field: RangeField, id: Id, facts: TaskFacts): readonly number[] {
  const known = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined)
  switch (field) {
    case 'id':
      return typeof id === 'number' ? [id] : []
    case 'created':
      return known([facts.createdAt])
    case 'updated':
      return known([facts.updatedAt])
    case 'score':
      return known(facts.predictions.map(({ score }) => score))
    case 'annotations':
      return [facts.annotations.filter(({ wasCancelled }) => !wasCancelled).length]
    case 'predictions':
      return [facts.predictions.length]
    case 'lead-time':
      return known(facts.annotations.map(({ leadTimeSeconds }) => leadTimeSeconds))
  }
}

function isWithin(number: number, { from, to, isFromIncluded, isToIncluded }: Range): boolean {
  return (isFromIncluded ? number >= from : number > from) && (isToIncluded ? number <= to : number < to)
}

/** Whether the words stand behind each other; of a prefix search the last one may go on. */
function hasPhrase(text: readonly string[], words: readonly string[], isPrefix: boolean): boolean {
  const last = words.length - 1
  for (let start = 0; start + last < text.length; start++)
    if (words.every((word, k) => (isPrefix && k === last ? text[start + k]!.startsWith(word) : text[start + k] === word)))
      return true
  return false
}
