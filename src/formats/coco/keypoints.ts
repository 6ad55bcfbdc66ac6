import type { Report } from '../../model/issue.ts'
import type { LabelConfig, LabelDefinition } from '../../model/label-config.ts'
import { labelsOfShapes } from '../shared/labels.ts'
import type { CocoPoint } from './part.ts'

/**
 * The names of the key points, the same for all categories: by `model_index`, those without one behind in config order,
 * labels met only in the data last. Because a later annotation may bring a new name, arrays are printed with a mark at their end
 * ({@link printKeypoints}) and filled up when the whole is known ({@link fillKeypoints}).
 */
export class Skeleton {
  readonly #places = new Map<string, number>()
  readonly #report: Report
  readonly #isOpen: boolean
  /** Ids of the categories that have annotations with key points. */
  readonly categories = new Set<number>()

  /** @param isOpen whether labels that the config does not list are to be expected. */
  constructor(config: LabelConfig, report: Report, isOpen: boolean) {
    this.#report = report
    this.#isOpen = isOpen
    const labels = labelsOfShapes(config, (shape) => shape === 'keypoint')
    for (const { name } of [...labels].sort(byModelIndex)) this.#places.set(name, this.#places.size)
  }

  get names(): readonly string[] {
    return [...this.#places.keys()]
  }

  /** Whether any annotation may have key points. */
  get canHavePoints(): boolean {
    return this.#isOpen || this.#places.size > 0
  }

  /** From 0; a new name gets the next place and is reported when the config should have had it. */
  placeOf({ label, where }: CocoPoint): number {
    const place = this.#places.get(label)
    if (place !== undefined) return place
    if (!this.#isOpen) this.#report.add('label-unknown', where, { label })
    this.#places.set(label, this.#places.size)
    return this.#places.size - 1
  }
}

/** Stands round what is not known yet in spooled text: a number of places already written, or a category id. No JSON text has this character. */
const MARK = '\0'

/** `,"num_keypoints":…,"keypoints":[…]`; without points only if its category turns out to have some, for readers take every instance of it to have the keys. */
export function printKeypoints(points: readonly CocoPoint[], category: number, skeleton: Skeleton): string {
  if (points.length === 0) return `${MARK}c${category}${MARK}`
  const byPlace = new Map<number, CocoPoint>(points.map((point) => [skeleton.placeOf(point), point]))
  const count = skeleton.names.length
  const triples = Array.from({ length: count }, (_, place) => {
    const point = byPlace.get(place)
    return point === undefined ? '0,0,0' : `${point.x},${point.y},${point.visibility}`
  })
  return `,"num_keypoints":${points.length},"keypoints":[${triples.join(',')}${MARK}${count}${MARK}]`
}

/** Spooled text with a place for every name in every array of key points. */
export async function* fillKeypoints(bytes: AsyncIterable<Uint8Array>, skeleton: Skeleton): AsyncIterable<string | Uint8Array> {
  if (!skeleton.canHavePoints) {
    yield* bytes
    return
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split(MARK)
    const isOpen = pieces.length % 2 === 0 // a mark whose end is still to come
    rest = isOpen ? MARK + pieces.pop()! : ''
    yield pieces.map((piece, k) => (k % 2 === 0 ? piece : fillMark(piece, skeleton))).join('')
  }
  yield rest + decoder.decode()
}

function fillMark(mark: string, { names, categories }: Skeleton): string {
  if (!mark.startsWith('c')) return ',0,0,0'.repeat(names.length - Number(mark))
  const zeros = names.map(() => '0,0,0').join(',')
  return categories.has(Number(mark.slice(1))) ? `,"num_keypoints":0,"keypoints":[${zeros}]` : ''
}

function byModelIndex(a: LabelDefinition, b: LabelDefinition): number {
  if (a.modelIndex === b.modelIndex) return 0
  return (a.modelIndex ?? Infinity) - (b.modelIndex ?? Infinity)
}
