import { labelsOf } from '../dialects/read-labels.ts'
import { parseInstant } from '../model/instant.ts'
import type { Survey } from '../model/survey.ts'
import { type Annotation, annotationsOf, annotatorName, type RawResult, type Task } from '../model/task.ts'

interface DataKeyCount {
  count: number
  kinds: Set<string>
  sample: string | undefined
}
interface ControlCount {
  count: number
  types: Map<string, number>
  toNames: Set<string>
  labels: Map<string, number>
  sources: Set<string>
  perRegion: boolean
}

/** All, or only what tables name their columns by: which data keys and controls with which types there are, predictions, agreement and history. */
export type SurveyDepth = 'all' | 'columns'

/** Counts tasks one by one into a {@link Survey}. Memory grows with names and labels, not with tasks. */
export class Surveyor implements Survey {
  readonly #depth: SurveyDepth
  tasks = 0
  annotations = 0
  cancelled = 0
  groundTruths = 0
  predictions = 0
  unannotatedTasks = 0
  relations = 0
  firstDate: string | undefined
  lastDate: string | undefined
  hasAgreement = false
  hasHistory = false
  #first: number | undefined
  #last: number | undefined
  readonly dialects = new Map<Task['dialect'], number>()
  readonly dataKeys = new Map<string, DataKeyCount>()
  readonly controls = new Map<string, ControlCount>()
  readonly shapes = new Map<string, number>()
  readonly annotators = new Map<string, number>()
  readonly modelVersions = new Map<string, number>()

  constructor(depth: SurveyDepth = 'all') {
    this.#depth = depth
  }

  add(task: Task): void {
    this.tasks++
    if (task.annotations.length === 0) this.unannotatedTasks++
    increment(this.dialects, task.dialect)
    for (const [key, value] of task.data?.entries() ?? []) {
      if (this.#depth === 'columns' && this.dataKeys.has(key)) continue
      const seen = getOrMake(
        this.dataKeys,
        key,
        () => ({ count: 0, kinds: new Set<string>(), sample: undefined }) as DataKeyCount,
      )
      seen.count++
      seen.kinds.add(value.kind)
      seen.sample ??= (value.string() ?? value.elements()[0]?.string())?.slice(0, 200)
    }
    this.hasAgreement ||= task.node.get('agreement') !== undefined
    for (const annotation of annotationsOf(task)) this.#addAnnotation(annotation)
  }

  #addAnnotation(annotation: Annotation): void {
    if (annotation.origin === 'prediction') {
      this.predictions++
      if (annotation.modelVersion !== undefined) increment(this.modelVersions, annotation.modelVersion)
    } else {
      this.annotations++
      if (annotation.wasCancelled) this.cancelled++
      if (annotation.groundTruth) this.groundTruths++
      if (this.#depth === 'all') increment(this.annotators, String(annotatorName(annotation.annotator) ?? 'unknown'))
      this.hasHistory ||= annotation.node.get('history') !== undefined
    }
    for (const result of annotation.results) if (result.type !== 'relation') this.#addResult(result)
    if (this.#depth === 'columns') return
    this.#addDate(annotation.updatedAt ?? annotation.createdAt)
    this.relations += annotation.relations.length
    for (const region of annotation.regions) {
      increment(this.shapes, region.shape.kind)
      for (const { fromName } of region.attributes) {
        const control = this.controls.get(fromName)
        if (control !== undefined) control.perRegion = true
      }
    }
  }

  #addDate(date: string | undefined): void {
    const instant = date === undefined ? undefined : parseInstant(date)
    if (instant === undefined) return
    if (this.#last === undefined || instant > this.#last) [this.#last, this.lastDate] = [instant, date]
    if (this.#first === undefined || instant < this.#first) [this.#first, this.firstDate] = [instant, date]
  }

  #addResult(result: RawResult): void {
    if (this.#depth === 'columns' && this.controls.get(result.fromName)?.types.has(result.type) === true) return
    const control = getOrMake(this.controls, result.fromName, newControl)
    control.count++
    increment(control.types, result.type)
    if (this.#depth === 'columns') return
    control.toNames.add(result.toName)
    const source = result.node.get('source')?.string()
    if (source !== undefined) control.sources.add(source)
    const labels = labelsOf(result) ?? result.value?.get('choices')
    for (const label of labels?.elements() ?? []) increment(control.labels, label.string() ?? label.text())
  }
}

function newControl(): ControlCount {
  return { count: 0, types: new Map(), toNames: new Set(), labels: new Map(), sources: new Set(), perRegion: false }
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
