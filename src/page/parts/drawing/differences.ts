import { boundingBox } from '../../../model/geometry.ts'
import type { PixelBox, Shape, Size } from '../../../model/shape.ts'
import { type Annotation, answerTexts, type Region } from '../../../model/task.ts'

/** same: place and labels agree; moved: the labels agree, the place only nearly; relabelled: the other way round; alone: only one of the two has it. */
export type Difference = 'same' | 'moved' | 'relabelled' | 'alone'

export interface Comparison {
  /** Of the regions of each annotation, in their order. */
  readonly first: readonly Difference[]
  readonly second: readonly Difference[]
  readonly answers: readonly ComparedAnswer[]
}

export interface ComparedAnswer {
  readonly fromName: string
  readonly first: readonly string[]
  readonly second: readonly string[]
  readonly isSame: boolean
}

/** From this much overlap (area of both ÷ area of either) on, two regions are about one thing. */
const NEAR = 0.5
const EQUAL = 0.95
/** Overlap does not depend on it. */
const PERCENT: Size = { width: 100, height: 100 }

/** Pairs the regions of two annotations, the best overlaps first. */
export function compareAnnotations(a: Annotation, b: Annotation): Comparison {
  const first: Difference[] = a.regions.map(() => 'alone')
  const second: Difference[] = b.regions.map(() => 'alone')
  for (const { i, j, overlap } of pairsOf(a.regions, b.regions)) {
    if (first[i] !== 'alone' || second[j] !== 'alone') continue
    const isSameName = a.regions[i]!.labels.join('\n') === b.regions[j]!.labels.join('\n')
    const difference = !isSameName ? 'relabelled' : overlap >= EQUAL ? 'same' : 'moved'
    first[i] = difference
    second[j] = difference
  }
  return { first, second, answers: compareAnswers(a, b) }
}

function pairsOf(a: readonly Region[], b: readonly Region[]) {
  const pairs: { i: number; j: number; overlap: number; isSameName: boolean }[] = []
  for (const [i, one] of a.entries())
    for (const [j, other] of b.entries()) {
      if (one.toName !== other.toName || (one.page ?? 0) !== (other.page ?? 0)) continue
      const overlap = overlapOf(one.shape, other.shape)
      if (overlap >= NEAR) pairs.push({ i, j, overlap, isSameName: one.labels.join('\n') === other.labels.join('\n') })
    }
  return pairs.sort((x, y) => Number(y.isSameName) - Number(x.isSameName) || y.overlap - x.overlap || x.i - y.i || x.j - y.j)
}

/** 0–1; of shapes of different kinds 0. Pictures are compared by the boxes around the shapes. */
function overlapOf(a: Shape, b: Shape): number {
  if (a.kind !== b.kind) return 0
  if (a.kind === 'span' && b.kind === 'span') return overlapOfRanges(a.start, a.end, b.start, b.end)
  if (a.kind === 'segment' && b.kind === 'segment')
    return overlapOfRanges(a.startSeconds, a.endSeconds, b.startSeconds, b.endSeconds)
  if (a.kind === 'keypoint' && b.kind === 'keypoint') {
    const distance = Math.hypot(a.x - b.x, a.y - b.y)
    return distance > 2 ? 0 : 1 - distance / 4
  }
  const [one, other] = [boundingBox(a, PERCENT), boundingBox(b, PERCENT)]
  if (one !== undefined && other !== undefined) return overlapOfBoxes(one, other)
  return JSON.stringify(a, withoutNodes) === JSON.stringify(b, withoutNodes) ? 1 : 0
}

function overlapOfRanges(start: number, end: number, otherStart: number, otherEnd: number): number {
  const both = Math.min(end, otherEnd) - Math.max(start, otherStart)
  const either = Math.max(end, otherEnd) - Math.min(start, otherStart)
  return either <= 0 ? Number(start === otherStart) : Math.max(0, both) / either
}

function overlapOfBoxes(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const both = Math.max(0, width) * Math.max(0, height)
  const either = a.width * a.height + b.width * b.height - both
  return either <= 0 ? 0 : both / either
}

/** Nodes of a document as what they say. */
function withoutNodes(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'tape' in value && 'text' in value && typeof value.text === 'function'
    ? value.text()
    : value
}

function compareAnswers(a: Annotation, b: Annotation): ComparedAnswer[] {
  const textsOf = (annotation: Annotation, name: string) =>
    annotation.answers.filter(({ fromName }) => fromName === name).flatMap(answerTexts)
  const names = [...new Set([...a.answers, ...b.answers].map(({ fromName }) => fromName))]
  return names.map((fromName) => {
    const [first, second] = [textsOf(a, fromName), textsOf(b, fromName)]
    return { fromName, first, second, isSame: first.toSorted().join('\n') === second.toSorted().join('\n') }
  })
}
