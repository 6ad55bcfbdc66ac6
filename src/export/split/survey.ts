import { labelsOf } from '../../dialects/read-labels.ts'
import { GoldpanError } from '../../model/error.ts'
import { annotationsOf, type Task } from '../../model/task.ts'
import { inUsualOrder, isSplitName, MOST_SPLITS, type SplitRules } from './rules.ts'
import { spreadLabels } from './stratify.ts'
import { nameInTask, pointOf, type SplitPlan } from './task-split.ts'

/** What a batch tells about splits; plain data, so that it can cross threads. */
export interface SplitFacts {
  /** What the tasks say their splits are. */
  readonly names: readonly string[]
  /** Of each task that is to be stratified. */
  readonly points: readonly number[]
  /** The labels of each of them, as one text. */
  readonly labels: readonly string[]
}

/** Whether the whole has to be seen before the first task can be placed. */
export function needsSplitSurvey(rules: SplitRules | undefined): rules is SplitRules {
  return rules !== undefined && (rules.isStratified || rules.names.length === 0)
}

/** Gathers the facts of a batch. */
export class SplitSurveyor {
  readonly #rules: SplitRules
  readonly #names = new Set<string>()
  readonly #points: number[] = []
  readonly #labels: string[] = []

  constructor(rules: SplitRules) {
    this.#rules = rules
  }

  add(task: Task): void {
    if (this.#rules.by !== undefined) {
      const name = nameInTask(task, this.#rules)
      if (name !== undefined) this.#names.add(name)
      return
    }
    this.#points.push(pointOf(task, this.#rules))
    this.#labels.push(JSON.stringify([...labelsIn(task)].sort()))
  }

  facts(): SplitFacts {
    return { names: [...this.#names], points: this.#points, labels: this.#labels }
  }
}

/** Puts the facts of all batches together; twelve bytes a task, and the sets of labels that occur. */
export class SplitPlanner {
  readonly #rules: SplitRules
  readonly #names = new Set<string>()
  readonly #points: number[] = []
  readonly #sets: number[] = []
  readonly #setNumbers = new Map<string, number>()

  constructor(rules: SplitRules) {
    this.#rules = rules
  }

  /** @throws GoldpanError `option-invalid` where the values of `--split-by` are no names */
  add({ names, points, labels }: SplitFacts): void {
    for (const name of names) if (isSplitName(name)) this.#names.add(name)
    if (this.#rules.names.length === 0 && this.#names.size > MOST_SPLITS) throw tooMany(this.#rules)
    for (const [k, text] of labels.entries()) {
      const number = this.#setNumbers.get(text) ?? this.#setNumbers.size
      this.#setNumbers.set(text, number)
      this.#sets.push(number)
      this.#points.push(points[k]!)
    }
  }

  /** @throws GoldpanError `option-invalid` */
  plan(): SplitPlan {
    const rules = this.#rules
    if (rules.isStratified) {
      const sets = [...this.#setNumbers.keys()].map((text): string[] => JSON.parse(text))
      return { ...rules, places: spreadLabels(this.#points, this.#sets, sets, rules.shares) }
    }
    if (this.#names.size > 0) return { ...rules, names: inUsualOrder(this.#names), places: undefined }
    const path = rules.by === undefined || rules.by === 'tags' ? 'tags' : rules.by.path
    const hint = 'its values are the names of splits: train, val, test'
    throw new GoldpanError('option-invalid', `no task says its split under \`${path}\``, hint)
  }
}

/** Of regions and of answers that are chosen from a list. */
function labelsIn(task: Task): Set<string> {
  const found = new Set<string>()
  for (const { results } of annotationsOf(task))
    for (const result of results)
      for (const label of (labelsOf(result) ?? result.value?.get('choices'))?.elements() ?? [])
        found.add(label.string() ?? label.text())
  return found
}

function tooMany({ by }: SplitRules): GoldpanError {
  const path = by === undefined || by === 'tags' ? 'tags' : by.path
  return new GoldpanError(
    'option-invalid',
    `\`${path}\` names more than ${MOST_SPLITS} splits`,
    `to keep tasks with the same value together: [--split train=0.8,val=0.2] [--split-group data.${path}]`,
  )
}
