import { type Annotation, answerTexts, type Region } from '../../model/task.ts'
import { isComparable, overlapOf } from './overlap.ts'
import type { Agreement } from './statistics.ts'

/** Shapes agree from this overlap on, as in PASCAL VOC (http://host.robots.ox.ac.uk/pascal/VOC/voc2012/devkit_doc.pdf, 3.3). */
const LEAST_OVERLAP = 0.5

/** What two people said of the same tasks. */
export class PairCounter {
  #tasks = 0
  #shapes = 0
  #matched = 0
  #overlap = 0
  #spans = 0
  #sameSpans = 0
  /** By control tag: how often the one said this and the other that. */
  readonly #choices = new Map<string, Map<string, ChoicePair>>()

  /** One annotation of each, of the same task. */
  add(a: Annotation, b: Annotation): void {
    this.#tasks++
    this.#addShapes(a, b)
    this.#addSpans(a, b)
    const [first, second] = [choicesOf(a), choicesOf(b)]
    for (const [control, left] of first) {
      const right = second.get(control)
      if (right !== undefined) this.#addChoice(control, left, right)
    }
  }

  result(first: string, second: string): Agreement {
    const kappas = [...this.#choices.values()].map((pairs) => kappaOf([...pairs.values()]))
    return {
      first,
      second,
      tasks: this.#tasks,
      shapes: this.#shapes === 0 ? undefined : (2 * this.#matched) / this.#shapes,
      overlap: this.#matched === 0 ? undefined : this.#overlap / this.#matched,
      spans: this.#spans === 0 ? undefined : (2 * this.#sameSpans) / this.#spans,
      kappa: kappas.length === 0 ? undefined : kappas.reduce((sum, kappa) => sum + kappa) / kappas.length,
    }
  }

  #addShapes(a: Annotation, b: Annotation): void {
    const comparable = ({ regions }: Annotation) => regions.filter(({ shape }) => isComparable(shape))
    const [left, right] = [comparable(a), comparable(b)]
    const matches = matchShapes(left, right)
    this.#shapes += left.length + right.length
    this.#matched += matches.length
    for (const overlap of matches) this.#overlap += overlap
  }

  /** The same ends and label, as in the shared task of CoNLL-2003 (https://aclanthology.org/W03-0419/). */
  #addSpans(a: Annotation, b: Annotation): void {
    const [left, right] = [spansOf(a), spansOf(b)]
    this.#spans += left.size + right.size
    for (const span of left) if (right.has(span)) this.#sameSpans++
  }

  #addChoice(control: string, left: string, right: string): void {
    const pairs = this.#choices.get(control) ?? new Map<string, ChoicePair>()
    this.#choices.set(control, pairs)
    const key = JSON.stringify([left, right])
    const pair = pairs.get(key) ?? { left, right, count: 0 }
    pairs.set(key, { ...pair, count: pair.count + 1 })
  }
}

export interface ChoicePair {
  readonly left: string
  readonly right: string
  readonly count: number
}

/** Cohen's kappa (https://doi.org/10.1177/001316446002000104); 1 when both always said the same one thing. */
export function kappaOf(pairs: readonly ChoicePair[]): number {
  const all = pairs.reduce((sum, { count }) => sum + count, 0)
  const share = (isWanted: (pair: ChoicePair) => boolean) =>
    pairs.reduce((sum, pair) => sum + (isWanted(pair) ? pair.count : 0), 0) / all
  const observed = share(({ left, right }) => left === right)
  const names = new Set(pairs.map(({ left }) => left))
  let expected = 0
  for (const name of names) expected += share(({ left }) => left === name) * share(({ right }) => right === name)
  return expected === 1 ? 1 : (observed - expected) / (1 - expected)
}

/** The overlaps of those that belong together: each at most once, the largest overlaps first, with a label in common. */
function matchShapes(left: readonly Region[], right: readonly Region[]): readonly number[] {
  const candidates: { readonly left: number; readonly right: number; readonly overlap: number }[] = []
  for (const [k, a] of left.entries())
    for (const [j, b] of right.entries()) {
      const overlap = haveCommonLabel(a, b) ? overlapOf(a, b) : 0
      if (overlap >= LEAST_OVERLAP) candidates.push({ left: k, right: j, overlap })
    }
  const [usedLeft, usedRight] = [new Set<number>(), new Set<number>()]
  const overlaps: number[] = []
  for (const one of candidates.sort((a, b) => b.overlap - a.overlap)) {
    if (usedLeft.has(one.left) || usedRight.has(one.right)) continue
    usedLeft.add(one.left)
    usedRight.add(one.right)
    overlaps.push(one.overlap)
  }
  return overlaps
}

function haveCommonLabel(a: Region, b: Region): boolean {
  return (a.labels.length === 0 && b.labels.length === 0) || a.labels.some((label) => b.labels.includes(label))
}

function spansOf({ regions }: Annotation): ReadonlySet<string> {
  const spans = new Set<string>()
  for (const { shape, labels, toName } of regions) {
    if (shape.kind !== 'span') continue
    for (const label of labels.length === 0 ? [''] : labels) spans.add(JSON.stringify([toName, shape.start, shape.end, label]))
  }
  return spans
}

/** What was chosen for the whole task, by control tag; of several choices all together. */
function choicesOf({ answers }: Annotation): ReadonlyMap<string, string> {
  const chosen = answers.filter(({ type }) => type === 'choices')
  return new Map(chosen.map((answer) => [answer.fromName, JSON.stringify(answerTexts(answer).toSorted())]))
}
