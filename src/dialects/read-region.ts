import type { Shape, Size } from '../model/shape.ts'
import type { Answer, Region } from '../model/task.ts'
import { isAnswerType, readAnswer } from './read-answer.ts'
import { readLabels } from './read-labels.ts'
import type { ReadResult } from './read-result.ts'
import { readShape } from './read-shape.ts'
import { memberAt, resultAt } from './task-outline.ts'

const NONE: readonly never[] = []

/** The region that results with one id make, or undefined when none of them has a shape. A shape that could be read comes before a damaged one. */
export function readRegion(group: readonly ReadResult[], objectTag: string | undefined): Region | undefined {
  if (group.length === 1) return readLoneRegion(group[0]!, objectTag)
  const parts = group.map((result) => ({ result, shape: readShape(result, objectTag), labels: readLabels(result) }))
  const whole = parts.find(({ shape }) => shape !== undefined && shape.kind !== 'unknown') ?? parts.find(({ shape }) => shape)
  return whole?.shape && new MergedRegion(group, parts, whole, whole.shape)
}

/** The region that one result makes, as nearly all do; undefined when it has no shape. */
export function readLoneRegion(result: ReadResult, objectTag: string | undefined): Region | undefined {
  const shape = readShape(result, objectTag)
  return shape && new LoneRegion(result, shape, readLabels(result))
}

class LoneRegion implements Region {
  readonly labels: readonly string[]
  readonly shape: Shape
  readonly attributes: readonly Answer[]
  readonly #result: ReadResult

  constructor(result: ReadResult, shape: Shape, labels: readonly string[] | undefined) {
    this.labels = labels ?? NONE
    this.shape = shape
    const isAnswer = labels === undefined && (isAnswerType(result.kind) || result.has(memberAt.choices)) // which merely repeats the geometry
    this.attributes = isAnswer ? [readAnswer(result)] : NONE
    this.#result = result
  }

  get id(): string {
    return this.#result.id ?? ''
  }

  get fromName(): string {
    return this.#result.fromName
  }

  get toName(): string {
    return this.#result.toName
  }

  get mediaSize(): Size | undefined {
    return this.#result.mediaSize
  }

  get mediaSeconds(): number | undefined {
    return this.#result.mediaSeconds
  }

  get page(): number | undefined {
    return readPage(this.#result)
  }

  get parentId(): string | undefined {
    return this.#result.parentId
  }

  get score(): number | undefined {
    return readScore(this.#result)
  }

  get results(): readonly ReadResult[] {
    return [this.#result]
  }
}

/** What one result says about its region. */
interface Part {
  readonly result: ReadResult
  readonly shape: Shape | undefined
  /** Undefined when it has no list of labels. */
  readonly labels: readonly string[] | undefined
}

class MergedRegion implements Region {
  readonly id: string
  readonly fromName: string
  readonly toName: string
  readonly labels: readonly string[]
  readonly shape: Shape
  readonly attributes: readonly Answer[]
  readonly results: readonly ReadResult[]

  constructor(results: readonly ReadResult[], parts: readonly Part[], { result: whole }: Part, shape: Shape) {
    const labelled = parts.filter(({ labels }) => labels !== undefined)
    this.id = whole.id ?? ''
    this.fromName = (labelled[0]?.result ?? whole).fromName
    this.toName = whole.toName
    this.labels = [...new Set(labelled.flatMap(({ labels }) => labels!))]
    this.shape = shape
    this.attributes = attributesOf(parts)
    this.results = results
  }

  get mediaSize(): Size | undefined {
    return firstOf(this.results, ({ mediaSize }) => mediaSize)
  }

  get mediaSeconds(): number | undefined {
    return firstOf(this.results, ({ mediaSeconds }) => mediaSeconds)
  }

  get page(): number | undefined {
    return firstOf(this.results, readPage)
  }

  get parentId(): string | undefined {
    return firstOf(this.results, ({ parentId }) => parentId)
  }

  get score(): number | undefined {
    return firstOf(this.results, readScore)
  }
}

/** `item_index` counts from 0, Annotation Lab's `pageNumber` from 1; either may stand in `value`. */
export function readPage(result: ReadResult): number | undefined {
  const index = result.number(resultAt.item_index) ?? result.number(memberAt.item_index)
  const pageNumber = index === undefined ? (result.number(resultAt.pageNumber) ?? result.number(memberAt.pageNumber)) : undefined
  const page = pageNumber === undefined ? index : pageNumber - 1
  return page !== undefined && Number.isInteger(page) && page >= 0 ? page : undefined
}

function readScore(result: ReadResult): number | undefined {
  return result.number(resultAt.score) ?? result.number(memberAt.score) ?? result.number(memberAt.confidence)
}

/** What its results say besides shape and labels. */
function attributesOf(parts: readonly Part[]): readonly Answer[] {
  const answers = parts.filter(({ result, labels }) => labels === undefined && isAnswerType(result.kind))
  return answers.length === 0 ? NONE : answers.map(({ result }) => readAnswer(result))
}

function firstOf<I, T>(candidates: readonly I[], read: (candidate: I) => T | undefined): T | undefined {
  for (let k = 0; k < candidates.length; k++) {
    const found = read(candidates[k]!)
    if (found !== undefined) return found
  }
  return undefined
}
