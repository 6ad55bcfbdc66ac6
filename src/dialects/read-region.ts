import type { Located } from '../json/key-table.ts'
import type { Shape, Size } from '../model/shape.ts'
import type { Answer, Region } from '../model/task.ts'
import { isAnswerType, readAnswer } from './read-answer.ts'
import { readLabels } from './read-labels.ts'
import type { ReadResult } from './read-result.ts'
import { MEMBERS, readShape } from './read-shape.ts'
import { readLocated, readNumber } from './read-value.ts'

const { at } = MEMBERS
const NONE: readonly never[] = []

/** What one result says about its region. */
interface Part {
  readonly result: ReadResult
  readonly shape: Shape | undefined
  /** Undefined when it has no list of labels. */
  readonly labels: readonly string[] | undefined
  readonly hasChoices: boolean
  readonly page: number | undefined
  readonly score: number | undefined
}

class ReadRegion implements Region {
  readonly fromName: string
  readonly toName: string
  readonly labels: readonly string[]
  readonly shape: Shape
  readonly attributes: readonly Answer[]
  readonly mediaSize: Size | undefined
  readonly page: number | undefined
  readonly score: number | undefined
  readonly results: readonly ReadResult[]
  readonly #whole: ReadResult

  constructor(parts: readonly Part[], whole: Part, shape: Shape) {
    const results = parts.map(({ result }) => result)
    this.fromName = (parts.find(({ labels }) => labels !== undefined) ?? whole).result.fromName
    this.toName = whole.result.toName
    this.labels = mergedLabels(parts)
    this.shape = shape
    this.attributes = attributesOf(parts)
    this.mediaSize = firstOf(results, ({ mediaSize }) => mediaSize)
    this.page = firstOf(parts, ({ page }) => page)
    this.score = firstOf(parts, ({ score }) => score)
    this.results = results
    this.#whole = whole.result
  }

  get id(): string {
    return this.#whole.id ?? ''
  }

  get mediaSeconds(): number | undefined {
    return firstOf(this.results, ({ mediaSeconds }) => mediaSeconds)
  }

  get parentId(): string | undefined {
    return firstOf(this.results, ({ parentId }) => parentId)
  }
}

/** The region that results with one id make, or undefined when none of them has a shape. A shape that could be read comes before a damaged one. */
export function readRegion(group: readonly ReadResult[], objectTag: string | undefined): Region | undefined {
  const parts = group.map((result) => readPart(result, objectTag))
  const whole = parts.find(({ shape }) => shape !== undefined && shape.kind !== 'unknown') ?? parts.find(({ shape }) => shape)
  return whole?.shape && new ReadRegion(parts, whole, whole.shape)
}

function readPart(result: ReadResult, objectTag: string | undefined): Part {
  const members = result.locate(MEMBERS)
  return {
    result,
    shape: readShape(result, members, objectTag),
    labels: readLabels(result, members),
    hasChoices: members.has(at.choices),
    page: readPage(result, members),
    score: result.score ?? readLocated(members, at.score) ?? readLocated(members, at.confidence),
  }
}

/** `item_index` counts from 0, Annotation Lab's `pageNumber` from 1; either may stand in `value`. */
export function readPage(result: ReadResult, members: Located): number | undefined {
  const index = readNumber(result.itemIndex) ?? readLocated(members, at.item_index)
  const pageNumber = index === undefined ? (readNumber(result.pageNumber) ?? readLocated(members, at.pageNumber)) : undefined
  const page = pageNumber === undefined ? index : pageNumber - 1
  return page !== undefined && Number.isInteger(page) && page >= 0 ? page : undefined
}

function mergedLabels(parts: readonly Part[]): readonly string[] {
  const labelled = parts.filter(({ labels }) => labels !== undefined)
  if (labelled.length === 1) return labelled[0]!.labels!
  return labelled.length === 0 ? NONE : [...new Set(labelled.flatMap(({ labels }) => labels!))]
}

/** What its results say besides shape and labels. A lone choice that merely repeats the geometry still says something. */
function attributesOf(parts: readonly Part[]): readonly Answer[] {
  const answers = parts.filter(
    ({ result, labels, hasChoices }) => labels === undefined && (isAnswerType(result.kind) || (hasChoices && parts.length === 1)),
  )
  return answers.length === 0 ? NONE : answers.map(({ result }) => readAnswer(result))
}

function firstOf<I, T>(candidates: readonly I[], read: (candidate: I) => T | undefined): T | undefined {
  for (let k = 0; k < candidates.length; k++) {
    const found = read(candidates[k]!)
    if (found !== undefined) return found
  }
  return undefined
}
