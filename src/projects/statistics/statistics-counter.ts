import { boundingBox } from '../../model/geometry.ts'
import { parseInstant } from '../../model/instant.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { type Annotation, annotatorName, answerTexts, type Id, type Region, type Task } from '../../model/task.ts'
import { PairCounter } from './agreement.ts'
import { HistogramCounter } from './histogram-counter.ts'
import {
  type AnnotatorCount,
  type LabelCount,
  type LabelPair,
  type ProjectStatistics,
  SUSPICIONS,
  type SuspicionKind,
} from './statistics.ts'
import { suspicionsOf } from './suspicions.ts'

const LEAD_TIMES = [0, 5, 10, 20, 30, 60, 120, 300, 600, 1800]
const BOX_SIZES = [0, 1, 2, 5, 10, 20, 30, 50, 75]
const RATIOS = [0, 1 / 8, 1 / 4, 1 / 2, 2 / 3, 1, 3 / 2, 2, 4, 8]
/** So many labels are told, and these among them with each other. */
const MOST_LABELS = 200
const MOST_PAIRED = 20
/** Of so many people each two are compared. */
const MOST_COMPARED = 40
const MOST_EXAMPLES = 100

interface AnnotatorSums {
  annotations: number
  skipped: number
  groundTruths: number
  leadTime: number
  timed: number
}

/** Counts tasks one after the other. What it holds grows with the labels, people and days of a project, not with its tasks. */
export class StatisticsCounter {
  readonly #config: LabelConfig
  /** How a person is called here. */
  readonly #nameOf: (id: Id) => string
  readonly #labels = new Map<string, { regions: number; tasks: number }>()
  readonly #together = new Map<string, number>()
  readonly #annotators = new Map<string, AnnotatorSums>()
  readonly #pairs = new Map<string, { readonly first: string; readonly second: string; readonly counter: PairCounter }>()
  readonly #days = new Map<string, number>()
  readonly #leadTime = new HistogramCounter(LEAD_TIMES)
  readonly #boxSizes = new HistogramCounter(BOX_SIZES)
  readonly #ratios = new HistogramCounter(RATIOS)
  readonly #suspicions = new Map<SuspicionKind, { tasks: number; readonly examples: Id[] }>()
  #tasks = 0
  #annotated = 0

  constructor(config: LabelConfig, nameOf: (id: Id) => string = String) {
    this.#config = config
    this.#nameOf = nameOf
  }

  add(task: Task): void {
    this.#tasks++
    const current = task.annotations.filter(({ wasCancelled }) => !wasCancelled)
    if (current.length > 0) this.#annotated++
    for (const annotation of task.annotations) this.#addAnnotation(annotation)
    this.#addLabels(current)
    for (const { regions } of current) for (const region of regions) this.#addBox(region)
    this.#compare(current)
    for (const kind of suspicionsOf(task, this.#config)) this.#suspect(kind, task.id)
  }

  result(): ProjectStatistics {
    const labels = [...this.#labels].map(([label, counts]): LabelCount => ({ label, ...counts }))
    labels.sort((a, b) => b.regions - a.regions || (a.label < b.label ? -1 : 1))
    return {
      tasks: this.#tasks,
      annotatedTasks: this.#annotated,
      labels: labels.slice(0, MOST_LABELS),
      together: this.#pairsOf(labels.slice(0, MOST_PAIRED).map(({ label }) => label)),
      annotators: this.#annotatorCounts(),
      agreement: [...this.#pairs.values()].map(({ first, second, counter }) => counter.result(first, second)),
      leadTime: this.#leadTime.result(),
      progress: [...this.#days].map(([day, annotations]) => ({ day, annotations })).sort((a, b) => (a.day < b.day ? -1 : 1)),
      boxSizes: this.#boxSizes.result(),
      aspectRatios: this.#ratios.result(),
      suspicions: SUSPICIONS.map((kind) => ({ kind, ...(this.#suspicions.get(kind) ?? { tasks: 0, examples: [] }) })),
    }
  }

  #addAnnotation(annotation: Annotation): void {
    const { wasCancelled, groundTruth, createdAt, node } = annotation
    const name = this.#personOf(annotation)
    const sums = this.#annotators.get(name) ?? { annotations: 0, skipped: 0, groundTruths: 0, leadTime: 0, timed: 0 }
    this.#annotators.set(name, sums)
    sums[wasCancelled ? 'skipped' : 'annotations']++
    if (groundTruth) sums.groundTruths++
    const seconds = node.get('lead_time')?.number()
    if (seconds !== undefined) {
      sums.leadTime += seconds
      sums.timed++
      this.#leadTime.add(seconds)
    }
    const moment = createdAt === undefined || wasCancelled ? undefined : parseInstant(createdAt)
    if (moment === undefined) return
    const day = new Date(moment).toISOString().slice(0, 10)
    this.#days.set(day, (this.#days.get(day) ?? 0) + 1)
  }

  #addLabels(annotations: readonly Annotation[]): void {
    const inTask = new Set<string>()
    for (const label of annotations.flatMap(labelsOf)) {
      const counts = this.#labels.get(label) ?? { regions: 0, tasks: 0 }
      this.#labels.set(label, counts)
      counts.regions++
      if (!inTask.has(label)) counts.tasks++
      inTask.add(label)
    }
    const names = [...inTask].sort()
    for (const [k, first] of names.entries())
      for (const second of names.slice(k + 1)) {
        const key = pairKey(first, second)
        const known = this.#together.get(key)
        if (known !== undefined || this.#together.size < MOST_TOGETHER) this.#together.set(key, (known ?? 0) + 1)
      }
  }

  #addBox({ shape, mediaSize }: Region): void {
    if (shape.kind !== 'rectangle' && shape.kind !== 'polygon' && shape.kind !== 'ellipse') return
    const size = mediaSize ?? { width: 100, height: 100 }
    const box = boundingBox(shape, size)
    if (box === undefined) return
    this.#boxSizes.add(100 * Math.sqrt((box.width * box.height) / (size.width * size.height)))
    if (mediaSize !== undefined && box.width > 0 && box.height > 0) this.#ratios.add(box.width / box.height)
  }

  /** Of each person the last annotation. */
  #compare(annotations: readonly Annotation[]): void {
    if (annotations.length < 2) return
    const byPerson = new Map(annotations.map((annotation) => [this.#personOf(annotation), annotation]))
    const people = [...byPerson.keys()].filter((name) => name !== '').sort()
    for (const [k, first] of people.entries())
      for (const second of people.slice(k + 1)) {
        const key = pairKey(first, second)
        const pair = this.#pairs.get(key) ?? { first, second, counter: new PairCounter() }
        if (!this.#pairs.has(key) && this.#pairs.size >= (MOST_COMPARED * (MOST_COMPARED - 1)) / 2) continue
        this.#pairs.set(key, pair)
        pair.counter.add(byPerson.get(first)!, byPerson.get(second)!)
      }
  }

  #suspect(kind: SuspicionKind, id: Id): void {
    const found = this.#suspicions.get(kind) ?? { tasks: 0, examples: [] }
    this.#suspicions.set(kind, found)
    found.tasks++
    if (found.examples.length < MOST_EXAMPLES) found.examples.push(id)
  }

  #personOf({ annotator }: Annotation): string {
    const name = annotatorName(annotator)
    return name === undefined ? '' : this.#nameOf(name)
  }

  #pairsOf(labels: readonly string[]): LabelPair[] {
    const names = labels.toSorted()
    return names.flatMap((first, k) =>
      names.slice(k + 1).flatMap((second) => {
        const tasks = this.#together.get(pairKey(first, second))
        return tasks === undefined ? [] : [{ first, second, tasks }]
      }),
    )
  }

  #annotatorCounts(): AnnotatorCount[] {
    const counts = [...this.#annotators].map(([name, { leadTime, timed, ...sums }]) => ({
      name,
      ...sums,
      meanLeadTime: timed === 0 ? undefined : leadTime / timed,
    }))
    return counts.sort((a, b) => b.annotations - a.annotations || (a.name < b.name ? -1 : 1))
  }
}

/** Pairs of labels that are counted; in projects with thousands of labels the first ones. */
const MOST_TOGETHER = 100_000

function pairKey(first: string, second: string): string {
  return JSON.stringify([first, second])
}

/** A label for each region that has it, and for each choice about the whole task. */
function labelsOf({ regions, answers }: Annotation): string[] {
  const choices = answers.filter(({ type }) => type === 'choices' || type === 'taxonomy')
  return [...regions.flatMap(({ labels }) => labels), ...choices.flatMap(answerTexts)]
}
