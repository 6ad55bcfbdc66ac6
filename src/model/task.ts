import type { JsonNode } from '../json/node.ts'
import type { Where } from './error.ts'
import type { Issue } from './issue.ts'
import type { Shape, Size } from './shape.ts'

export type Id = number | string
export type DialectName = 'label-studio' | 'annotation-lab'

/** One thing to label, with everything people and models said about it. */
export interface Task {
  readonly id: Id
  /** Position in the whole input, from 0. */
  readonly index: number
  readonly dialect: DialectName
  /** Where in the input it stands: file, line, column. */
  readonly source: Where
  /** The task word for word. */
  readonly node: JsonNode
  /** `data` word for word; undefined when the task has none. */
  readonly data: JsonNode | undefined
  readonly annotations: readonly Annotation[]
  readonly predictions: readonly Annotation[]
  /** False when selection took something away, so that `node` is more than what is to be written. */
  readonly complete: boolean
  /** What the dialect had to suppose or could not read; results are read when they are asked for, see {@link Annotation.issues}. */
  readonly issues: readonly Issue[]
}

export interface Annotator {
  readonly id: Id | undefined
  readonly email: string | undefined
  readonly username: string | undefined
}

/** What one annotator (or, as a prediction, one model) says about a task. `results` is the truth; regions, answers and relations are the same sorted by what they are. */
export interface Annotation {
  readonly origin: 'annotation' | 'prediction'
  readonly id: Id | undefined
  readonly node: JsonNode
  readonly annotator: Annotator
  readonly wasCancelled: boolean
  readonly groundTruth: boolean
  readonly createdAt: string | undefined
  readonly updatedAt: string | undefined
  readonly modelVersion: string | undefined
  readonly score: number | undefined
  /** The objects of `result` in their order, less those that selection took away. */
  readonly results: readonly RawResult[]
  readonly regions: readonly Region[]
  readonly answers: readonly Answer[]
  readonly relations: readonly Relation[]
  /** False when selection took results away. */
  readonly complete: boolean
  /** Results that could not be read. */
  readonly issues: readonly Issue[]
  /** The same annotation with only some of its results. */
  keep(isKept: (result: RawResult) => boolean): Annotation
}

/** One object of Label Studio's `result` list. */
export interface RawResult {
  readonly node: JsonNode
  readonly id: string | undefined
  readonly fromName: string
  readonly toName: string
  /** Label Studio's `type`, such as `rectanglelabels`. */
  readonly type: string
  readonly value: JsonNode | undefined
}

/** A labelled part of one object tag: every result that shares an id on it, merged. */
export interface Region {
  readonly id: string
  /** The control tag that gave the labels, else the one that gave the shape. */
  readonly fromName: string
  /** The object tag it lies on. */
  readonly toName: string
  readonly labels: readonly string[]
  readonly shape: Shape
  /** Per-region choices, texts, ratings. */
  readonly attributes: readonly Answer[]
  /** `original_width`, `original_height`: pixels. */
  readonly mediaSize: Size | undefined
  /** `original_length` of a recording. */
  readonly mediaSeconds: number | undefined
  /** Page of a multi-page object, from 0 (`item_index`, Annotation Lab's `pageNumber` − 1). */
  readonly page: number | undefined
  readonly parentId: string | undefined
  readonly score: number | undefined
  readonly results: readonly RawResult[]
}

/** A choice, text, number … about a region or about the whole task. */
export interface Answer {
  readonly fromName: string
  readonly toName: string
  /** Label Studio's `type`: choices, textarea, rating, number, taxonomy, datetime, pairwise, ranker … */
  readonly type: string
  /** What was answered, such as `["a", "b"]` of `{"choices": ["a", "b"]}`; undefined when the result has no value. */
  readonly value: JsonNode | undefined
  readonly result: RawResult
}

export interface Relation {
  readonly from: string
  readonly to: string
  readonly direction: string | undefined
  readonly labels: readonly string[]
  readonly result: RawResult
}

/** Everything selected of a task, annotations before predictions. */
export function annotationsOf(task: Task): readonly Annotation[] {
  return task.predictions.length === 0 ? task.annotations : [...task.annotations, ...task.predictions]
}

/** The same region in another shape; field by field, because a region may be a view with getters. */
export function reshaped(region: Region, shape: Shape, mediaSize: Size | undefined): Region {
  return {
    id: region.id,
    fromName: region.fromName,
    toName: region.toName,
    labels: region.labels,
    shape,
    attributes: region.attributes,
    mediaSize,
    mediaSeconds: region.mediaSeconds,
    page: region.page,
    parentId: region.parentId,
    score: region.score,
    results: region.results,
  }
}

/** How a person is named in a file: e-mail, else user name, else id; undefined when nothing is known. */
export function annotatorName({ email, username, id }: Annotator): Id | undefined {
  return email ?? username ?? id
}

/** Every way to name a person: id, e-mail, user name, as far as known. */
export function namesOf({ id, email, username }: Annotator): string[] {
  return [id, email, username].filter((name) => name !== undefined).map(String)
}

/** Tags stand in the task, in its `meta` or in its `data`, as strings or as objects with a `name` (`title` in newer servers). */
export function tagsOf(task: Task): string[] {
  const lists = [task.node.get('tags'), task.node.get('meta')?.get('tags'), task.data?.get('tags')]
  return lists
    .flatMap((list) => list?.elements() ?? [])
    .map((tag) => tag.string() ?? tag.get('name')?.string() ?? tag.get('title')?.string() ?? '')
    .filter((tag) => tag !== '')
}

/** The strings of an answer: `["a"]` of `"a"`, `["a", "b"]` of `["a", "b"]`, a taxonomy's paths joined by ` / `; numbers as spelled. */
export function answerTexts(answer: Answer): string[] {
  const { value } = answer
  if (value === undefined || value.isNull()) return []
  if (value.kind !== 'array') return [value.string() ?? value.text()]
  return value.elements().map((element) =>
    element.kind === 'array'
      ? element
          .elements()
          .map((part) => part.string() ?? part.text())
          .join(' / ')
      : (element.string() ?? element.text()),
  )
}

/** Where in the input something is, for the report. */
export function placeOf(task: Task, annotation?: Annotation, region?: { readonly id: string | undefined }): Where {
  const { file, line, column } = task.source
  return { task: task.id, annotation: annotation?.id, region: region?.id, file, line, column }
}
